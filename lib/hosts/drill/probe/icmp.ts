/** Echo requests through the system's `ping`: Node has no raw sockets. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { monotonicMs } from "../clock";
import type { Attempt, ProbeSpec, RunningProbe } from "./probe";

export function probeIcmp(spec: ProbeSpec): RunningProbe {
  const seconds = String(spec.intervalMs / 1000);
  const from = spec.from === undefined ? [] : ["-I", spec.from];
  const child = spawn("ping", ["-n", "-i", seconds, ...from, spec.address], { stdio: ["ignore", "pipe", "pipe"] });
  const answered: [sequence: number, at: number, roundTripMs: number][] = [];
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  child.on("error", (error: NodeJS.ErrnoException) => {
    complaint = ["ENOENT", "EACCES"].includes(error.code ?? "")
      ? "there is no ping: apt-get install iputils-ping"
      : error.message;
  });
  const begun = monotonicMs();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const match = /icmp_seq=(\d+) .*time=([\d.]+) ms/.exec(line);
    if (match) answered.push([Number(match[1]), monotonicMs(), Number(match[2])]);
  });

  return {
    async stop() {
      if (child.exitCode === null && child.pid !== undefined) {
        const ended = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGINT");
        await ended;
      }
      if (answered.length === 0 && complaint !== "") return { attempts: [], unmeasured: complaint.trim() };
      return { attempts: attemptsOf(answered, begun, spec) };
    },
  };
}

/** ping says only which requests were answered; the others were sent in between, one every interval. */
function attemptsOf(
  answered: readonly (readonly [number, number, number])[],
  begun: number,
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
  const now = monotonicMs();
  lost(Math.max(0, Math.floor((now - lastAt) / intervalMs) - 1), now);
  return attempts;
}
