/** Runs the user's commands. */
import { spawn } from "node:child_process";

export interface CommandEnd {
  /** Null when a signal or the time-out ended it. */
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

/** In a process group of its own, so that a terminal's Ctrl-C does not reach it. */
export function runShell(command: string, timeoutMs: number): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "pipe"], detached: true });
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    const timer = setTimeout(() => {
      complaint += `it took longer than ${timeoutMs} ms`;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, timeoutMs);
    child.on("error", (error) => (complaint += error.message));
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output, complaint: complaint.trim() });
    });
  });
}
