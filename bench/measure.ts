import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Run {
  readonly seconds: number;
  /** Peak resident memory of the process itself, in MB; NaN where /proc does not tell. */
  readonly megabytes: number;
  readonly stdout: string;
}

/** Runs a command as a whole process. Throws when it fails. */
export function measure(
  command: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string | undefined>> } = {},
): Promise<Run> {
  const [file = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const startedAt = process.hrtime.bigint();
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr, peak] = ["", "", NaN];
    const watch = setInterval(() => (peak = peakOf(child.pid) ?? peak), 10);
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      if (code === 0) resolve({ seconds, megabytes: peak, stdout });
      else reject(new Error(`${command.join(" ")} ended with ${code}:\n${stderr.slice(-2000)}${stdout.slice(-2000)}`));
    });
  });
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Several runs after one that does not count; the median of them by time. */
export async function median(runs: number, work: () => Promise<Run>): Promise<Run> {
  await work();
  const all: Run[] = [];
  for (let i = 0; i < runs; i++) all.push(await work());
  all.sort((a, b) => a.seconds - b.seconds);
  const middle = all[Math.floor(all.length / 2)];
  if (!middle) throw new Error("no runs");
  return middle;
}
