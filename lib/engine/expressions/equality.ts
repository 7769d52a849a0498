import { isUnknown } from "../../resources/value";
import { sameType } from "./type";
import { entries, items, type Typed } from "./typed";

/** The same in type and every part, unknown equal to unknown, marks aside. */
export function sameTyped(a: Typed, b: Typed): boolean {
  return sameType(a.type, b.type) && compare(a, b);
}

/**
 * What `==` says: undefined when it depends on something unknown. Values of different types are never equal, except
 * that null equals null.
 */
export function equals(a: Typed, b: Typed): boolean | undefined {
  if (a.raw === null && b.raw === null) return true;
  if (isUnknown(a.raw) || isUnknown(b.raw)) return undefined;
  if (a.raw === null || b.raw === null) return false;
  const [x, y] = [items(a), items(b)];
  if (x && y) {
    if (kind(a) !== kind(b)) return false;
    if (x.length !== y.length) return false;
    return all(x.map((item, i) => equals(item, y[i]!)));
  }
  const [m, n] = [entries(a), entries(b)];
  if (m && n) {
    if (kind(a) !== kind(b) || m.size !== n.size) return false;
    return all([...m].map(([key, item]) => (n.has(key) ? equals(item, n.get(key)!) : false)));
  }
  return a.type === b.type && a.raw === b.raw;
}

function kind({ type }: Typed): string {
  return typeof type === "string" ? type : Object.keys(type)[0]!;
}

function all(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

function compare(a: Typed, b: Typed): boolean {
  if (isUnknown(a.raw) || isUnknown(b.raw) || a.raw === null || b.raw === null) return a.raw === b.raw;
  const [x, y] = [items(a), items(b)];
  if (x && y) return x.length === y.length && x.every((item, i) => compare(item, y[i]!));
  const [m, n] = [entries(a), entries(b)];
  if (m && n) return m.size === n.size && [...m].every(([key, item]) => n.has(key) && compare(item, n.get(key)!));
  return a.raw === b.raw;
}
