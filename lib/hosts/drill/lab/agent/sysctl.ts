/** Kernel settings of this network namespace. */
import { writeFileSync } from "node:fs";

/** Settings that this kernel does not have, such as IPv6's where it is off, are passed over. */
export function setSysctl(name: string, value: string): void {
  try {
    writeFileSync(`/proc/sys/${name}`, value);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/**
 * As sysctl.d(5): dots and slashes change places where a dot comes first, and a leading minus forgives. Settings outside
 * of net/ belong to the machine below and are left alone.
 */
export function applySysctlFile(content: string): void {
  for (const line of content.split("\n")) {
    const match = /^\s*-?([^#;\s=][^\s=]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const [, name = "", value = ""] = match;
    const path = /^[^/]*\./.test(name) ? name.replace(/[./]/g, (sign) => (sign === "." ? "/" : ".")) : name;
    if (path.startsWith("net/")) setSysctl(path, value);
  }
}
