/** Echo requests through the system's `ping`: Node has no raw sockets. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { monotonicMs } from "../clock";
import type { Attempt, ProbeSpec, RunningProbe } from "./probe";

export function probeIcmp(spec: ProbeSpec): RunningProbe {
  const seconds = String(spec.intervalMs / 1000);
  const from = spec.from === undefined ? [] : ["-I", spec.from];
  const child = spawn("ping", ["-n", "-D", "-i", seconds, ...from, spec.address], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const answered: [sequence: number, at: number, roundTripMs: number][] = [];
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  child.on("error", (error: NodeJS.ErrnoException) => {
    complaint = ["ENOENT", "EACCES"].includes(error.code ?? "")
      ? "there is no ping: apt-get install iputils-ping"
      : error.message;
  });
  const begun = monotonicMs();
  const sinceEpoch = begun - (performance.timeOrigin + performance.now());
  createInterface({ input: child.stdout }).on("line", (line) => {
    // "[1700000000.123456] 64 bytes from 203.0.113.10: icmp_seq=1 ttl=63 time=0.05 ms": when it came, not when we read it.
    const match = /^\[(\d+\.\d+)\] .*icmp_seq=(\d+) .*time=([\d.]+) ms/.exec(line);
    if (match) answered.push([Number(match[2]), Number(match[1]) * 1000 + sinceEpoch, Number(match[3])]);
  });

  return {
    async stop() {
      const stoppedAt = monotonicMs(); // ping sends nothing more from here on, however long it takes to end
      if (child.exitCode === null && child.pid !== undefined) {
        const ended = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGINT");
        await ended;
      }
      if (answered.length === 0 && complaint !== "") return { attempts: [], unmeasured: complaint.trim() };
      return { attempts: attemptsOf(answered, begun, stoppedAt, spec) };
    },
  };
}

/** ping says only which requests were answered; the others were sent in between, one every interval. */
function attemptsOf(
  answered: readonly (readonly [number, number, number])[],
  begun: number,
  stoppedAt: number,
  { intervalMs, timeoutMs }: ProbeSpec,
): readonly Attempt[] {
  const attempts: Attempt[] = [];
  let [lastSequence, lastAt] = [0, begun];
  const lost = (count: number, until: number) => {
    for (let n = 1; n <= count; n++) attempts.push([lastAt + ((until - lastAt) * n) / (count + 1), null, null]);
  };
  for (const [sequence, at, roundTripMs] of answered) {
    const sentAt = at - roundTripMs;
    lost(sequence - lastSequence - 1, sentAt);
    attempts.push(roundTripMs <= timeoutMs ? [sentAt, at, null] : [sentAt, null, null]);
    [lastSequence, lastAt] = [sequence, sentAt];
  }
  lost(Math.max(0, Math.floor((stoppedAt - lastAt) / intervalMs) - 1), stoppedAt);
  return attempts;
}
