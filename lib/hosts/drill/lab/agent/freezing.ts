/** Stops every process of a machine where it stands, and lets them go on. */
import { readFileSync, readdirSync, readlinkSync } from "node:fs";

export function freeze(pid: number): void {
  // A process may fork while its siblings are being stopped: until nobody new is found.
  const stopped = new Set<number>();
  for (;;) {
    const running = processesOf(pid).filter((process) => !stopped.has(process));
    if (running.length === 0) return;
    for (const process of running) {
      signal(process, "SIGSTOP");
      stopped.add(process);
    }
  }
}

export function thaw(pid: number): void {
  for (const process of processesOf(pid)) signal(process, "SIGCONT");
}

/** Those in the same network namespace, but for the one that waits outside for the machine's first process. */
function processesOf(pid: number): readonly number[] {
  const network = networkOf(pid);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (process) => process !== pid && network !== undefined && networkOf(process) === network && !isZombie(process),
    );
}

function networkOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, "").includes(" Z ");
  } catch {
    return true;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in between.
  }
}
