/** A run as rows of characters: clients and members over time. */
import type { LaneState, Run } from "../journal";
import type { Span } from "../measure/spans";

const columns = 72;
const signs: Readonly<Record<LaneState, string>> = { master: "M", backup: "b", fault: "F", down: " " };

export function laneLines(run: Run): readonly string[] {
  const { fromMs, toMs } = interestingSpan(run);
  const step = (toMs - fromMs) / columns;
  const width = Math.max("clients".length, ...run.lanes.map(({ member }) => member.length));
  const row = (label: string, sign: (span: Span) => string) => {
    const cells = Array.from({ length: columns }, (_, index) =>
      sign({ fromMs: fromMs + index * step, toMs: fromMs + (index + 1) * step }),
    );
    return `${label.padEnd(width)} |${cells.join("")}|`;
  };
  const gaps = run.views.find(({ id }) => id === run.judgedBy)?.outage.gaps ?? [];
  const outages = gaps.map((gap) => ({ fromMs: gap.fromMs, toMs: gap.toMs ?? run.toMs }));
  return [
    row("clients", (cell) => (outages.some((outage) => overlap(outage, cell)) ? "." : "=")),
    ...run.lanes.map(({ member, states }) => row(member, (cell) => signs[stateIn(states, cell)])),
    row("", (cell) => (contains(cell, 0) ? "^" : contains(cell, run.recoveredAtMs) ? "v" : " ")),
    `${" ".repeat(width)}  ${((toMs - fromMs) / 1000).toFixed(1)} s; = answered, . not; M master, b backup, F fault; ^ fault, v recovery`,
  ];
}

/** The long watch after everything has calmed down would squeeze the rest together. */
export function interestingSpan(run: Run): Span {
  const moments = run.events.filter(({ kind }) => kind !== "daemon").map(({ atMs }) => atMs);
  const last = Math.max(run.recoveredAtMs, ...moments);
  const fromMs = Math.max(run.fromMs, -0.15 * last - 50);
  return { fromMs, toMs: Math.min(run.toMs, last + 0.15 * (last - fromMs) + 50) };
}

function overlap(a: Span, b: Span): boolean {
  return a.fromMs < b.toMs && b.fromMs < a.toMs;
}

function contains({ fromMs, toMs }: Span, moment: number): boolean {
  return fromMs <= moment && moment < toMs;
}

function stateIn(states: Run["lanes"][number]["states"], cell: Span): LaneState {
  return states.find((span) => contains(span, (cell.fromMs + cell.toMs) / 2))?.state ?? "down";
}
