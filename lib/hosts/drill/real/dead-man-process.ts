/**
 * Recovers when the drill cannot any more. A process of its own, which outlives the drill and its terminal:
 *   node dead-man-process.js MILLISECONDS COMMAND
 * It says "armed", and runs the command when the time is over or its input ends, unless it reads "disarm" before.
 */
import { spawnSync } from "node:child_process";

const [milliseconds = "0", command = ""] = process.argv.slice(2);
const attempts = 5;
const pauseMs = 2000;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

function recover(): never {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const { status } = spawnSync("sh", ["-c", command], { stdio: "ignore", timeout: 60_000 });
    if (status === 0) process.exit(0);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  process.exit(1);
}

setTimeout(recover, Number(milliseconds));
process.stdin.setEncoding("utf8").on("data", (text: string) => {
  if (text.includes("disarm")) process.exit(0);
});
process.stdin.on("end", recover);
process.stdin.on("error", recover);
process.stdout.on("error", () => undefined);
process.stdout.write("armed\n");
