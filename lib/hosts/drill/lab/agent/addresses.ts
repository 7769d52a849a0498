/** Watches which addresses this machine has. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { monotonicMs } from "../../clock";

export function watchAddresses(
  watched: readonly string[],
  changed: (address: string, held: boolean, at: number) => void,
): void {
  const held = new Set<string>();
  const child = spawn("ip", ["-o", "monitor", "address"], { stdio: ["ignore", "pipe", "inherit"] });
  // "Deleted 2: eth0    inet 203.0.113.10/32 scope global eth0 …"
  createInterface({ input: child.stdout }).on("line", (line) => {
    const at = monotonicMs();
    const address = /\binet6? ([0-9a-f.:]+)/.exec(line)?.[1];
    if (address === undefined || !watched.includes(address)) return;
    const gained = !line.startsWith("Deleted");
    if (held.has(address) === gained) return;
    if (gained) held.add(address);
    else held.delete(address);
    changed(address, gained, at);
  });
}
