/** The difference of two values, as a value. */
import type { AttributePath } from "../../resources/diagnostic";
import type { Attributes, AttributeType } from "../../resources/schema";
import { isList, isObject, isUnknown, type ObjectValue, sameValue, type Value } from "../../resources/value";
import { pairItems } from "./sequence";

export type Mark = "none" | "add" | "remove" | "change";

export interface Diff {
  readonly mark: Mark;
  readonly forcesReplacement: boolean;
  readonly shape: Shape;
}

export type Members = ReadonlyMap<string, Diff>;

export type Shape =
  | { readonly kind: "value"; readonly before: Value; readonly after: Value }
  | { readonly kind: "sensitive" }
  | { readonly kind: "unknown"; readonly before?: Diff }
  | { readonly kind: "type-change"; readonly before: Diff; readonly after: Diff }
  /** `nested`: attributes of a schema, as opposed to a value whose shape nobody declared. */
  | { readonly kind: "object"; readonly nested: boolean; readonly members: Members }
  | { readonly kind: "map"; readonly nested: boolean; readonly members: Members }
  /** `context`: the neighbours of a change are shown too. */
  | { readonly kind: "list"; readonly context: boolean; readonly items: readonly Diff[] };

/** Absent, as opposed to a null that stands there. */
type Maybe = Value | undefined;

export interface Where {
  readonly path: AttributePath;
  readonly replacePaths: readonly AttributePath[];
}

/** Without a type, the values' own shapes decide. Null and absent are the same where there is a type. */
export function diffValues(before: Maybe, after: Maybe, type: AttributeType | undefined, where: Where): Diff {
  const forcesReplacement = where.replacePaths.some((path) => isSamePath(path, where.path));
  const [old, next] = type === undefined ? [before, after] : [before ?? undefined, after ?? undefined];
  if (isUnknown(next)) {
    const known = old === undefined || isUnknown(old) ? undefined : diffValues(old, undefined, type, nowhere);
    return {
      mark: known ? "change" : "add",
      forcesReplacement,
      shape: { kind: "unknown", ...(known && { before: known }) },
    };
  }
  return { ...diffKnown(old, next, type, where), forcesReplacement };
}

const nowhere: Where = { path: [], replacePaths: [] };

function isSamePath(a: AttributePath, b: AttributePath): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

type Unplaced = Omit<Diff, "forcesReplacement">;

function diffKnown(before: Maybe, after: Maybe, type: AttributeType | undefined, where: Where): Unplaced {
  if (typeof type === "object" && (before ?? after) !== undefined) {
    if ("object" in type) return diffObjects(before, after, { where, attributes: type.object });
    if ("mapOf" in type) return diffMaps(before, after, { object: type.mapOf }, true, where);
    if ("map" in type)
      return diffMaps(before, after, type.map === "string" ? "string" : { list: "string" }, false, where);
    return diffLists(before, after, type, where);
  }
  const sample = before ?? after;
  const isOneKind = before === undefined || after === undefined || kindOf(before) === kindOf(after);
  if (!isOneKind) {
    const [old, next] = [diffValues(before, undefined, type, nowhere), diffValues(undefined, after, type, nowhere)];
    return { mark: "change", shape: { kind: "type-change", before: old, after: next } };
  }
  if (isList(sample)) return diffLists(before, after, undefined, where);
  if (isObject(sample)) return diffObjects(before, after, { where });
  const mark = markOf(before, after) ?? (sameValue(before, after) ? "none" : "change");
  return { mark, shape: { kind: "value", before: before ?? null, after: after ?? null } };
}

function kindOf(value: Value): string {
  if (isList(value)) return "list";
  return isObject(value) ? "object" : "primitive";
}

/** What follows from a side being absent. */
function markOf(before: Maybe, after: Maybe): Mark | undefined {
  if (before === undefined) return after === undefined ? "none" : "add";
  return after === undefined ? "remove" : undefined;
}

function markAround(before: Maybe, after: Maybe, inner: Iterable<Diff>): Mark {
  const own = markOf(before, after);
  if (own) return own;
  return [...inner].some(({ mark }) => mark !== "none") ? "change" : "none";
}

interface ObjectContext {
  readonly where: Where;
  /** Declared attributes; undefined: whatever is there. */
  readonly attributes?: Attributes;
  /** Names whose values are not shown, besides those that the schema says. */
  readonly sensitive?: readonly string[];
}

export function diffObjects(
  before: Maybe,
  after: Maybe,
  context: ObjectContext,
): Unplaced & { shape: { kind: "object" } } {
  const { where, attributes, sensitive = [] } = context;
  const [old, next] = [objectOf(before), objectOf(after)];
  const names = attributes
    ? Object.keys(attributes).filter((name) => (old?.[name] ?? next?.[name] ?? null) !== null)
    : [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])];
  const members = new Map<string, Diff>();
  for (const name of names.sort()) {
    const place = { ...where, path: [...where.path, name] };
    const schema = attributes?.[name];
    const diff = diffValues(old?.[name], next?.[name], schema?.type, place);
    const isHidden = sensitive.includes(name) || schema?.sensitive === true;
    members.set(name, isHidden ? { ...diff, shape: { kind: "sensitive" } } : diff);
  }
  const mark = markAround(before, after, members.values());
  return { mark, shape: { kind: "object", nested: attributes !== undefined, members } };
}

function objectOf(value: Maybe): ObjectValue | undefined {
  return isObject(value) ? value : undefined;
}

function diffMaps(before: Maybe, after: Maybe, type: AttributeType, nested: boolean, where: Where): Unplaced {
  const [old, next] = [objectOf(before), objectOf(after)];
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])].sort();
  const members = new Map(
    keys.map((key) => [key, diffValues(old?.[key], next?.[key], type, { ...where, path: [...where.path, key] })]),
  );
  return { mark: markAround(before, after, members.values()), shape: { kind: "map", nested, members } };
}

function diffLists(
  before: Maybe,
  after: Maybe,
  type: { readonly list: "string" } | { readonly listOf: Attributes } | undefined,
  where: Where,
): Unplaced {
  const [old, next] = [isList(before) ? before : [], isList(after) ? after : []];
  const nested = type !== undefined && "listOf" in type;
  const itemType: AttributeType | undefined = nested ? { object: type.listOf } : type && "string";
  const alike = (a: Value, b: Value) => isObject(a) && isObject(b);
  const pairs = pairItems({ before: old, after: next, same: sameValue, alike: nested ? () => true : alike });
  const items = pairs.map((pair) => {
    const place = { ...where, path: [...where.path, pair.after ?? pair.before ?? 0] };
    return diffValues(itemAt(old, pair.before), itemAt(next, pair.after), itemType, place);
  });
  return { mark: markAround(before, after, items), shape: { kind: "list", context: !nested, items } };
}

function itemAt(list: readonly Value[], index: number | undefined): Maybe {
  return index === undefined ? undefined : list[index];
}
