import type { HaFinding, HaGroup } from "../model";

export type Rule = (group: HaGroup) => readonly HaFinding[];

/** @param path within the group */
export function groupError({ name }: HaGroup, path: readonly string[], message: string): HaFinding {
  return { severity: "error", path: ["groups", name, ...path], message };
}

export function groupWarning({ name }: HaGroup, path: readonly string[], message: string): HaFinding {
  return { severity: "warning", path: ["groups", name, ...path], message };
}

/** Each item whose key an item before it has too. */
export function repeated<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly { readonly item: Item; readonly first: Item; readonly key: string }[] {
  const seen = new Map<string, Item>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, item);
    return first === undefined ? [] : [{ item, first, key }];
  });
}
