/** Runs many probes side by side, and notices when this very process did not get to run. */
import { monotonicMs } from "../clock";
import { probeConnect } from "./connect";
import { decided } from "./decided";
import { probeIcmp } from "./icmp";
import type { Observed, ProbeSpec, RunningProbe } from "./probe";
import { probeStream } from "./stream";
import { probeUdp } from "./udp";

export interface Observations {
  /** By the probe's id. */
  readonly probes: Readonly<Record<string, Observed>>;
  /** When the prober itself did not run, though it should have. */
  readonly stalls: readonly Stall[];
}

export interface Stall {
  readonly at: number;
  readonly lengthMs: number;
}

const tickMs = 10;

/** @returns what ends all probes and answers what they saw */
export function observe(probes: readonly ProbeSpec[]): () => Promise<Observations> {
  const running = probes.map((spec) => ({ spec, probe: start(spec) }));
  const stalls: Stall[] = [];
  let last = monotonicMs();
  const ticker = setInterval(() => {
    const now = monotonicMs();
    if (now - last > 3 * tickMs) stalls.push({ at: last, lengthMs: now - last });
    last = now;
  }, tickMs);

  return async () => {
    clearInterval(ticker);
    const stoppedAt = monotonicMs();
    const observed = await Promise.all(
      running.map(async ({ spec, probe }) => {
        const seen = await probe.stop();
        return [spec.id, { ...seen, attempts: decided(seen.attempts, spec, stoppedAt) }] as const;
      }),
    );
    return { probes: Object.fromEntries(observed), stalls };
  };
}

function start(spec: ProbeSpec): RunningProbe {
  switch (spec.kind) {
    case "udp":
      return probeUdp(spec);
    case "connect":
    case "blocking":
      return probeConnect(spec);
    case "stream":
      return probeStream(spec);
    case "icmp":
      return probeIcmp(spec);
  }
}
