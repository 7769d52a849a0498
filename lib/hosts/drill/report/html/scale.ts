/** From milliseconds to places on an axis. */
import type { Span } from "../../measure/spans";

export interface Scale extends Span {
  /** Percent of the width. */
  at(ms: number): number;
  readonly ticks: readonly number[];
}

const steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000];

export function scaleOf({ fromMs, toMs }: Span, wantedTicks = 7): Scale {
  const length = Math.max(1, toMs - fromMs);
  const step = steps.find((candidate) => length / candidate <= wantedTicks) ?? length;
  const first = Math.ceil(fromMs / step) * step;
  const ticks = Array.from({ length: Math.floor((toMs - first) / step) + 1 }, (_, index) => first + index * step);
  const at = (ms: number) => Math.round(Math.min(100, Math.max(0, ((ms - fromMs) / length) * 100)) * 1000) / 1000;
  return { fromMs, toMs, at, ticks };
}

/** Left edge and width of a stretch, as a style. */
export function placed(scale: Scale, { fromMs, toMs }: Span): string {
  const left = scale.at(fromMs);
  return `left:${left}%;width:${Math.round((scale.at(toMs) - left) * 1000) / 1000}%`;
}

export function tickLabel(ms: number): string {
  const text = Math.abs(ms) % 1000 === 0 ? String(ms / 1000) : (ms / 1000).toFixed(Math.abs(ms) % 100 === 0 ? 1 : 2);
  return `${text.replace("-", "−")} s`;
}
