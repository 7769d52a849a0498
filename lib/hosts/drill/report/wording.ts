/** How reports spell figures and verdicts. */
import type { Drill, Journal, MsRange, Run } from "../journal";
import type { Statistics } from "../measure/statistics";

/** `0.95 s`, or `62 ms` where hundredths of a second would say little. */
export function seconds(ms: number): string {
  return isFine(ms) ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/**
 * `0.95 s (0.91–0.99 s)`, or the figure alone where there is only one.
 * @param zero in words, for what is always 0
 */
export function figure(statistics: Statistics, zero = "none"): string {
  if (statistics.max === 0) return zero;
  const around = spread(statistics);
  return `${seconds(statistics.median)}${around === undefined ? "" : ` (${around})`}`;
}

/** `0.91–0.99 s` */
export function spread({ min, max, count }: Statistics): string | undefined {
  if (count === 1 || max === 0) return undefined;
  if (isFine(max)) return `${Math.round(min)}–${Math.round(max)} ms`;
  return `${(min / 1000).toFixed(2)}–${(max / 1000).toFixed(2)} s`;
}

export function range({ fromMs, toMs }: MsRange): string {
  return fromMs === toMs ? seconds(toMs) : `${(fromMs / 1000).toFixed(2)}–${(toMs / 1000).toFixed(2)} s`;
}

function isFine(ms: number): boolean {
  return ms > 0 && ms < 100;
}

export type Verdict = "passed" | "failed" | "not carried out" | "interrupted";

export function verdictOf({ failures, aborted }: Drill): Verdict {
  if (failures.length > 0) return "failed";
  if (aborted === "interrupted") return "interrupted";
  return aborted === undefined ? "passed" : "not carried out";
}

export function verdictOfAll({ drills, interrupted }: Journal): Verdict {
  const verdicts = drills.map(verdictOf);
  return (
    (["failed", "interrupted", "not carried out"] as const).find((verdict) => verdicts.includes(verdict)) ??
    (interrupted ? "interrupted" : "passed")
  );
}

/** What the arithmetic of VRRP says of this fault. */
export function promisedFor({ fault }: Drill, { promised }: Journal): MsRange | undefined {
  switch (fault) {
    case "crash":
    case "hang":
    case "freeze":
    case "kill":
      return promised?.crash;
    case "stop":
      return promised?.stop;
    case "service":
      return promised?.check;
    default:
      return undefined;
  }
}

/** Of all runs the one with the longest outage; without outages the one with the longest time of two holders. */
export function worstRun(runs: readonly Run[]): Run | undefined {
  const badness = ({ outageMs, splitBrain }: Run) => outageMs * 1000 + splitBrain.otherMs + splitBrain.dividedMs;
  return [...runs].sort((a, b) => badness(b) - badness(a))[0];
}

/** `b`, or with several runs `b in 3 runs, a in 2`. */
export function holdersAtEnd(runs: readonly Run[]): string {
  const counts = new Map<string, number>();
  for (const { holders } of runs) {
    const names = holders.length === 0 ? "nobody" : holders.join(" and ");
    counts.set(names, (counts.get(names) ?? 0) + 1);
  }
  if (counts.size === 1) return [...counts.keys()].join();
  return [...counts].map(([names, count], index) => `${names} in ${count}${index === 0 ? " runs" : ""}`).join(", ");
}

/** The longest times in which two members answered: while they could not hear each other, and otherwise. */
export function splitBrains(runs: readonly Run[]): { readonly dividedMs: number; readonly otherMs: number } {
  return {
    dividedMs: Math.max(0, ...runs.map(({ splitBrain }) => splitBrain.dividedMs)),
    otherMs: Math.max(0, ...runs.map(({ splitBrain }) => splitBrain.otherMs)),
  };
}

/** `never`, or how long and when. */
export function splitBrainText(runs: readonly Run[]): string {
  const { dividedMs, otherMs } = splitBrains(runs);
  const parts = [
    ...(dividedMs > 0 ? [`${seconds(dividedMs)} while they could not hear each other`] : []),
    ...(otherMs > 0 ? [`${seconds(otherMs)} ${dividedMs > 0 ? "after that" : "at most"}`] : []),
  ];
  return parts.length === 0 ? "never" : parts.join(", ");
}

/** Where a client was cut off more than once in a run: how often and for how long in all, at worst. */
export function repeatedGaps(runs: readonly Run[], viewId: string): string | undefined {
  const outages = runs.flatMap(({ views }) => views.filter(({ id }) => id === viewId).map(({ outage }) => outage));
  const worst = outages.filter(({ count }) => count > 1).sort((a, b) => b.totalMs - a.totalMs)[0];
  return worst && `${worst.count} times in one run, ${seconds(worst.totalMs)} in all`;
}

export function brokenStreams(runs: readonly Run[], viewId: string): string | undefined {
  const connections = runs.flatMap((run) => run.views.find(({ id }) => id === viewId)?.connections ?? []);
  if (connections.length === 0) return undefined;
  const broken = connections.filter((count) => count !== 1).length;
  return broken === 0 ? "survived" : `broken in ${broken} of ${connections.length}`;
}
