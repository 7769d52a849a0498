/** From attempts to outages. All functions are pure; times are milliseconds of one clock. */
import type { Attempt } from "../probe/probe";

export interface Gap {
  /** Beginning of the last attempt that succeeded before. */
  readonly fromMs: number;
  /** Beginning of the first one that succeeded after; absent: none did until the end. */
  readonly toMs?: number;
}

/** What a client went without. */
export interface Outage {
  readonly longestMs: number;
  readonly totalMs: number;
  readonly count: number;
  /** The longest one had not ended when the watch did: it is longer than told. */
  readonly open: boolean;
  readonly gaps: readonly Gap[];
}

/**
 * Gaps with at least one attempt that failed. They are measured from one success to the next, so the truth is shorter
 * by up to one interval.
 * @param attempts in the order of their beginning
 * @param endMs when the watch ended
 */
export function gapsOf(attempts: readonly Attempt[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let lastSuccess = attempts[0]?.[0] ?? 0;
  let failing = false;
  for (const [at, answeredAt] of attempts) {
    if (answeredAt === null) {
      failing = true;
      continue;
    }
    if (failing) gaps.push({ fromMs: lastSuccess, toMs: at });
    failing = false;
    lastSuccess = at;
  }
  return failing ? [...gaps, { fromMs: lastSuccess }] : gaps;
}

export function outageOf(gaps: readonly Gap[], endMs: number): Outage {
  const lengths = gaps.map(({ fromMs, toMs }) => (toMs ?? endMs) - fromMs);
  const longestMs = Math.max(0, ...lengths);
  return {
    longestMs,
    totalMs: lengths.reduce((sum, length) => sum + length, 0),
    count: gaps.length,
    open: gaps.some(({ fromMs, toMs }) => toMs === undefined && endMs - fromMs === longestMs),
    gaps,
  };
}

/**
 * For connections that the kernel repeats by itself: from the first attempt that had to wait until something answered,
 * where waiting is longer than `patienceMs`. A refused attempt waits for the next one that succeeds.
 */
export function waitsOf(attempts: readonly Attempt[], patienceMs: number): readonly Gap[] {
  let answeredBy = Infinity;
  const ends = new Array<number>(attempts.length);
  for (let index = attempts.length - 1; index >= 0; index--) {
    const answeredAt = attempts[index]?.[1] ?? Infinity;
    answeredBy = answeredAt === Infinity ? answeredBy : answeredAt;
    ends[index] = answeredBy;
  }
  const gaps: Gap[] = [];
  attempts.forEach(([at], index) => {
    const end = ends[index] ?? Infinity;
    if (end - at <= patienceMs) return;
    const last = gaps.at(-1);
    // One outage keeps many attempts waiting; the one that waited longest stands for all of them.
    if (last && at <= (last.toMs ?? Infinity)) {
      if (last.toMs !== undefined && end - at > last.toMs - last.fromMs) gaps[gaps.length - 1] = gapFrom(at, end);
      return;
    }
    gaps.push(gapFrom(at, end));
  });
  return gaps;
}

function gapFrom(fromMs: number, toMs: number): Gap {
  return toMs === Infinity ? { fromMs } : { fromMs, toMs };
}
