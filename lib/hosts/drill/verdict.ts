/** Sums runs up and judges them. */
import type { FaultKind } from "./fault/fault";
import type { Limits, Run, Summary } from "./journal";
import { statisticsOf } from "./measure/statistics";
import { seconds } from "./report/wording";

export function summaryOf(runs: readonly Run[]): Summary {
  const over = (value: (run: Run) => number | undefined) => statisticsOf(runs.flatMap((run) => value(run) ?? []));
  const optional = {
    outageMs: over(({ outageMs }) => outageMs),
    detectionMs: over(({ detectionMs }) => detectionMs),
    takeoverMs: over(({ takeoverMs }) => takeoverMs),
    recoveryMs: over(({ recoveryMs }) => recoveryMs),
    splitBrainMs: over(({ splitBrain }) => splitBrain.otherMs),
  };
  const ids = [...new Set(runs.flatMap(({ views }) => views.map(({ id }) => id)))];
  const views = ids.flatMap((id) => {
    const measured = runs.flatMap((run) => run.views.filter((view) => view.id === id && view.unmeasured === undefined));
    const statistics = statisticsOf(measured.map(({ outage }) => outage.longestMs));
    return statistics ? [[id, statistics] as const] : [];
  });
  const known = Object.entries(optional).filter(([, statistics]) => statistics !== undefined);
  return { ...Object.fromEntries(known), views: Object.fromEntries(views) };
}

/** Sentences on what is not as it should be. Limits are held against the worst run. */
export function failuresOf(kind: FaultKind | undefined, runs: readonly Run[], limits: Limits): readonly string[] {
  return runs.flatMap((run) => {
    const { outageMs, outageOpen, splitBrain, holders, blackHoled } = run;
    const found: string[] = [];
    if (limits.maxOutageMs !== undefined && (outageMs > limits.maxOutageMs || outageOpen)) {
      found.push(`the outage of ${told(outageMs, outageOpen)} is longer than ${told(limits.maxOutageMs)}`);
    }
    if (limits.maxSplitBrainMs !== undefined && splitBrain.otherMs > limits.maxSplitBrainMs) {
      found.push(
        `two members answered for ${told(splitBrain.otherMs)}, which is longer than ${told(limits.maxSplitBrainMs)}`,
      );
    }
    if (kind?.takeover && run.detectionMs === undefined) found.push("nobody took over");
    if (holders.length === 0) found.push("at the end nobody holds the address");
    if (holders.length > 1) found.push(`at the end ${holders.join(" and ")} hold the address at once`);
    if (blackHoled.length > 0) {
      found.push(
        `at the end ${holders.join(" and ")} holds the address and answers, but not: ${blackHoled.join(", ")}`,
      );
    }
    return found.map((text) => `run ${run.number}: ${text}`);
  });
}

function told(ms: number, open = false): string {
  return `${open ? "≥ " : ""}${seconds(ms)}`;
}
