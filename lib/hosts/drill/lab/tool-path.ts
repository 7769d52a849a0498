/** Where a lab's programs are looked for: also in folders that ordinary users often lack. */
export function toolPath(): string {
  return [process.env.PATH ?? "/usr/bin:/bin", "/usr/sbin", "/sbin"].join(":");
}
