/** The report for people at a terminal and in a log. */
import type { Drill, Journal, Run } from "../journal";
import { laneLines } from "./text-lanes";
import {
  brokenStreams,
  figure,
  holdersAtEnd,
  promisedFor,
  range,
  repeatedGaps,
  splitBrainText,
  verdictOf,
  verdictOfAll,
  worstRun,
} from "./wording";

export function textReport(journal: Journal): string {
  const { group, addresses, members, mode, seed, notes, drills } = journal;
  const where = mode === "lab" ? "in a lab" : "on its hosts";
  const head = [
    `Drill of ${group} (${addresses.join(", ")}) ${where}: ${members.join(", ") || "members unknown"}; seed ${seed}.`,
    ...notes.map((note) => `Note: ${note}`),
  ];
  const tail = `${verdictOfAll(journal).toUpperCase()}: ${drills.map((drill) => `${drill.fault} ${verdictOf(drill)}`).join(", ")}.`;
  return [head.join("\n"), ...drills.map((drill) => drillText(drill, journal)), tail].join("\n\n");
}

export function drillText(drill: Drill, journal: Journal): string {
  const { runs, summary, discarded } = drill;
  const promised = promisedFor(drill, journal);
  const lines = [`${drill.fault}: ${drill.what}`];
  const add = (label: string, value: string | undefined) => {
    if (value !== undefined) lines.push(`  ${label.padEnd(14)}${value}`);
  };
  add("runs", `${runs.length}${discarded.length > 0 ? `, and ${discarded.length} discarded: ${discarded[0]}` : ""}`);
  if (runs.length > 0) {
    const outage = summary.outageMs && figure(summary.outageMs);
    add("outage", outage && `${outage}${promised ? `; by arithmetic ${range(promised)}` : ""}`);
    add("detection", summary.detectionMs && figure(summary.detectionMs));
    add("takeover", summary.takeoverMs && figure(summary.takeoverMs, "at once"));
    add("recovery", summary.recoveryMs && figure(summary.recoveryMs, "at once"));
    add("two holders", splitBrainText(runs));
    add("at the end", `held by ${holdersAtEnd(runs)}`);
    lines.push("  longest outage of each client", ...viewLines(drill));
    const worst = worstRun(runs);
    if (worst) lines.push(...runText(worst, runs.length));
  }
  for (const failure of drill.failures) lines.push(`  FAILED: ${failure}`);
  if (drill.aborted !== undefined) lines.push(`  NOT CARRIED OUT: ${drill.aborted}`);
  return lines.join("\n");
}

function viewLines({ runs, summary }: Drill): readonly string[] {
  const titles = new Map(runs.flatMap(({ views }) => views.map((view) => [view.id, view] as const)));
  const width = Math.max(...[...titles.values()].map(({ title }) => title.length));
  return [...titles].map(([id, { title, unmeasured, outage }]) => {
    const statistics = summary.views[id];
    const measured = statistics ? figure(statistics) : `not measured: ${unmeasured}`;
    const notes = [
      outage.open ? "not over when the watch ended" : undefined,
      repeatedGaps(runs, id),
      brokenStreams(runs, id),
    ];
    return `    ${title.padEnd(width)}  ${[measured, ...notes.filter((note) => note !== undefined)].join(", ")}`;
  });
}

function runText(run: Run, count: number): readonly string[] {
  const moment = (ms: number) => `${ms < 0 ? "-" : "+"}${(Math.abs(ms) / 1000).toFixed(2)} s`.padStart(9);
  const width = Math.max(0, ...run.events.map(({ member }) => member?.length ?? 0));
  return [
    count === 1 ? "  the run" : `  run ${run.number}, the one with the longest outage`,
    ...laneLines(run).map((line) => `    ${line}`),
    ...run.events.map(({ atMs, member, text }) => `  ${moment(atMs)}  ${(member ?? "").padEnd(width)}  ${text}`),
  ];
}
