/** Stretches of time. */
import type { Attempt } from "../probe/probe";

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** While every attempt succeeded: from its beginning until that of the next. */
export function answeringSpans(attempts: readonly Attempt[], endMs: number): readonly Span[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  attempts.forEach(([at, answeredAt], index) => {
    if (answeredAt === null) return;
    const toMs = attempts[index + 1]?.[0] ?? endMs;
    const last = spans.at(-1);
    if (last?.toMs === at) last.toMs = toMs;
    else spans.push({ fromMs: at, toMs });
  });
  return spans;
}

/** Where two or more of the lists have a span at the same time. */
export function overlaps(lists: readonly (readonly Span[])[]): readonly Span[] {
  const edges = lists
    .flat()
    .flatMap(({ fromMs, toMs }) => [
      { at: fromMs, by: 1 },
      { at: toMs, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  const found: Span[] = [];
  let depth = 0;
  let since = 0;
  for (const { at, by } of edges) {
    if (depth === 1 && by === 1) since = at;
    if (depth === 2 && by === -1 && at > since) found.push({ fromMs: since, toMs: at });
    depth += by;
  }
  return found;
}

/** How much of the spans lies between two moments. */
export function lengthWithin(spans: readonly Span[], fromMs: number, toMs: number): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs)), 0);
}
