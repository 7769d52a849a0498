import { isList, isObject, isUnknown, UNKNOWN, type Unknown, type Value } from "../../resources/value";
import type { AttributePath } from "../../resources/diagnostic";
import { mapRecord, type Type } from "./type";

export type Raw = Unknown | null | string | number | boolean | readonly Typed[] | ReadonlyMap<string, Typed>;

/**
 * A value with its type and mark, as expressions compute with it. Lists, sets and tuples hold an array (a set's is
 * sorted and without repetition), maps and objects hold a Map.
 */
export class Typed {
  /** Without a type, it has that of its parts, which is made up when somebody asks. */
  constructor(
    private known: Type | undefined,
    readonly raw: Raw,
    readonly sensitive = false,
  ) {}

  get type(): Type {
    return (this.known ??= structure(this.raw));
  }
}

function structure(raw: Raw): Type {
  if (Array.isArray(raw)) return { tuple: (raw as readonly Typed[]).map(({ type }) => type) };
  const parts = [...(raw as ReadonlyMap<string, Typed>)];
  return { object: Object.fromEntries(parts.map(([key, { type }]) => [key, type])) };
}

export const TRUE = new Typed("bool", true);
export const FALSE = new Typed("bool", false);
export const NULL = new Typed("dynamic", null);
export const UNKNOWN_DYNAMIC = new Typed("dynamic", UNKNOWN);

export const text = (value: string) => new Typed("string", value);
export const number = (value: number) => new Typed("number", value);
export const bool = (value: boolean) => (value ? TRUE : FALSE);
export const unknownOf = (type: Type) => (type === "dynamic" ? UNKNOWN_DYNAMIC : new Typed(type, UNKNOWN));
export const nullOf = (type: Type) => (type === "dynamic" ? NULL : new Typed(type, null));

export function tuple(items: readonly Typed[]): Typed {
  return new Typed(undefined, items);
}

export function object(entries: ReadonlyMap<string, Typed>): Typed {
  return new Typed(undefined, entries);
}

/** A list whose items have one type already. */
export const listOf = (type: Type, items: readonly Typed[]) => new Typed({ list: type }, items);
export const mapOf = (type: Type, entries: ReadonlyMap<string, Typed>) => new Typed({ map: type }, entries);

export function items(value: Typed): readonly Typed[] | undefined {
  return Array.isArray(value.raw) ? (value.raw as readonly Typed[]) : undefined;
}

export function entries(value: Typed): ReadonlyMap<string, Typed> | undefined {
  return value.raw instanceof Map ? (value.raw as ReadonlyMap<string, Typed>) : undefined;
}

/** In the order of their keys, as Terraform iterates. */
export function sortedEntries(map: ReadonlyMap<string, Typed>): [string, Typed][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

export function mark(value: Typed, sensitive = true): Typed {
  return sensitive && !value.sensitive ? new Typed(value.type, value.raw, true) : value;
}

export function unmark(value: Typed): Typed {
  return value.sensitive ? new Typed(value.type, value.raw) : value;
}

export function isWhollyKnown({ raw }: Typed): boolean {
  if (isUnknown(raw)) return false;
  if (raw instanceof Map) return [...(raw as ReadonlyMap<string, Typed>).values()].every(isWhollyKnown);
  return Array.isArray(raw) ? (raw as readonly Typed[]).every(isWhollyKnown) : true;
}

export function containsSensitive({ raw, sensitive }: Typed): boolean {
  if (sensitive) return true;
  if (raw instanceof Map) return [...(raw as ReadonlyMap<string, Typed>).values()].some(containsSensitive);
  return Array.isArray(raw) ? (raw as readonly Typed[]).some(containsSensitive) : false;
}

/** The plain value; marks are lost, and so is what tells a list from a set. */
export function toPlain({ raw }: Typed): Value {
  if (raw instanceof Map) {
    const map = raw as ReadonlyMap<string, Typed>;
    return Object.fromEntries(sortedEntries(map).map(([key, value]) => [key, toPlain(value)]));
  }
  return Array.isArray(raw) ? (raw as readonly Typed[]).map(toPlain) : (raw as Exclude<Raw, object> | Unknown);
}

/** Gives a plain value its type; `dynamic` parts take the type that they show. */
export function fromPlain(value: Value, type: Type): Typed {
  if (isUnknown(value)) return unknownOf(type);
  if (value === null) return nullOf(type);
  if (type === "dynamic") return guess(value);
  if (typeof type === "string") return new Typed(type, value as string | number | boolean);
  if (isList(value)) {
    if ("tuple" in type)
      return new Typed(
        type,
        value.map((item, i) => fromPlain(item, type.tuple[i] ?? "dynamic")),
      );
    const of = "list" in type ? type.list : "set" in type ? type.set : "dynamic";
    return new Typed(
      type,
      value.map((item) => fromPlain(item, of)),
    );
  }
  if (!isObject(value)) return guess(value);
  if ("object" in type) {
    const attributes = Object.entries(type.object);
    return new Typed(type, new Map(attributes.map(([key, of]) => [key, fromPlain(value[key] ?? null, of)])));
  }
  const of = "map" in type ? type.map : "dynamic";
  return new Typed(type, new Map(Object.entries(value).map(([key, item]) => [key, fromPlain(item, of)])));
}

function guess(value: Value): Typed {
  if (isUnknown(value)) return UNKNOWN_DYNAMIC;
  if (value === null) return NULL;
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return number(value);
  if (typeof value === "boolean") return bool(value);
  if (isList(value)) return tuple(value.map(guess));
  return object(new Map(Object.entries(mapRecord(value, guess))));
}

/** Where the marks are, from the outside in; nothing below a mark is listed. */
export function sensitivePaths(value: Typed, at: AttributePath = []): AttributePath[] {
  if (value.sensitive) return [at];
  const map = entries(value);
  if (map) return [...map].flatMap(([key, item]) => sensitivePaths(item, [...at, key]));
  return items(value)?.flatMap((item, i) => sensitivePaths(item, [...at, i])) ?? [];
}

export function markAt(value: Typed, path: AttributePath): Typed {
  const [step, ...rest] = path;
  if (step === undefined) return mark(value);
  const map = entries(value);
  if (map && typeof step === "string") {
    const item = map.get(step);
    return item ? new Typed(value.type, new Map(map).set(step, markAt(item, rest)), value.sensitive) : value;
  }
  const list = items(value);
  if (list && typeof step === "number") {
    return new Typed(
      value.type,
      list.map((item, i) => (i === step ? markAt(item, rest) : item)),
      value.sensitive,
    );
  }
  return value;
}
