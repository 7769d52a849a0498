import { isPrimitive, sameType, type Type } from "./type";

/** One type that all can be converted to, or undefined. */
export function unify(types: readonly Type[]): Type | undefined {
  const known = types.filter((type) => type !== "dynamic");
  const [first, ...rest] = known;
  if (first === undefined) return "dynamic";
  let result: Type | undefined = first;
  for (const type of rest) result = result === undefined ? undefined : pair(result, type);
  return result;
}

function pair(a: Type, b: Type): Type | undefined {
  if (sameType(a, b)) return a;
  if (isPrimitive(a) && isPrimitive(b)) return a === "string" || b === "string" ? "string" : undefined;
  if (typeof a === "string" || typeof b === "string") return a === "dynamic" ? b : b === "dynamic" ? a : undefined;
  if ("tuple" in a && "tuple" in b) {
    if (a.tuple.length !== b.tuple.length) return listLike(a, b);
    const items = a.tuple.map((type, i) => pair(type, b.tuple[i]!));
    return items.includes(undefined) ? listLike(a, b) : { tuple: items as Type[] };
  }
  if ("object" in a && "object" in b) {
    const names = Object.keys(a.object);
    const same = names.length === Object.keys(b.object).length && names.every((name) => Object.hasOwn(b.object, name));
    if (!same) return mapLike(a, b);
    const types = names.map((name) => [name, pair(a.object[name]!, b.object[name]!)] as const);
    if (types.some(([, type]) => type === undefined)) return mapLike(a, b);
    return { object: Object.fromEntries(types as (readonly [string, Type])[]) };
  }
  return listLike(a, b) ?? mapLike(a, b);
}

function elementOf(type: Type): { kind: "list" | "set" | "map"; element: Type | undefined } | undefined {
  if (typeof type === "string") return undefined;
  if ("list" in type) return { kind: "list", element: type.list };
  if ("set" in type) return { kind: "set", element: type.set };
  if ("map" in type) return { kind: "map", element: type.map };
  if ("tuple" in type) return { kind: "list", element: unify(type.tuple) };
  return { kind: "map", element: unify(Object.values(type.object)) };
}

function listLike(a: Type, b: Type): Type | undefined {
  const [x, y] = [elementOf(a), elementOf(b)];
  if (!x || !y || x.kind === "map" || y.kind === "map" || x.element === undefined || y.element === undefined)
    return undefined;
  const element = unify([x.element, y.element]);
  if (element === undefined) return undefined;
  return x.kind === "set" && y.kind === "set" ? { set: element } : { list: element };
}

function mapLike(a: Type, b: Type): Type | undefined {
  const [x, y] = [elementOf(a), elementOf(b)];
  if (x?.kind !== "map" || y?.kind !== "map" || x.element === undefined || y.element === undefined) return undefined;
  const element = unify([x.element, y.element]);
  return element === undefined ? undefined : { map: element };
}
