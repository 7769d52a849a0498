import type { Ids } from "./ids";

/** A copy of `value` whose lists are in another order: all lists, or those that stand under one of `keys`. */
export function shuffleLists(value: unknown, ids: Ids, keys?: readonly string[], key?: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffleLists(item, ids, keys));
    if (keys && (key === undefined || !keys.includes(key))) return items;
    return otherOrder(items, ids);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, shuffleLists(inner, ids, keys, name)]),
    );
  }
  return value;
}

/** Never the order that it had, if there are two items or more: a test that relies on the fault must meet it. */
function otherOrder(items: unknown[], ids: Ids): unknown[] {
  if (items.length < 2) return items;
  const start = 1 + Math.floor(ids.random() * (items.length - 1));
  return [...items.slice(start), ...items.slice(0, start)];
}
