import { sameTyped } from "./equality";
import { containsSensitive, isWhollyKnown, mark, Typed, unmark, unknownOf } from "./typed";
import type { Type } from "./type";
import { jsonText } from "./json-text";

/** A set cannot hold a mark on one element: it is marked as a whole. */
export function setOf(type: Type, all: readonly Typed[]): Typed {
  const sensitive = all.some(containsSensitive);
  if (!all.every(isWhollyKnown)) {
    // Two unknown elements may turn out to be one, so not even the length is known.
    if (all.length > 1) return mark(unknownOf({ set: type }), sensitive);
  }
  const sorted = all.map(unmark).sort(order);
  return new Typed(
    { set: type },
    sorted.filter((item, i) => i === 0 || !sameTyped(item, sorted[i - 1]!)),
    sensitive,
  );
}

function order(a: Typed, b: Typed): number {
  if (typeof a.raw === "number" && typeof b.raw === "number") return a.raw - b.raw;
  const [x, y] = [sortKey(a), sortKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function sortKey(value: Typed): string {
  if (typeof value.raw === "string") return value.raw;
  return isWhollyKnown(value) ? jsonText(value) : "";
}
