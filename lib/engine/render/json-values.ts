/** Values in Terraform's plan representation: known parts, and beside them which parts are unknown or sensitive. */
import { isList, isObject, isUnknown, isWhollyKnown, type ObjectValue, type Value } from "../../resources/value";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** Without what is unknown: members are left out, items of lists are null, since their places count. */
export function knownPart(value: Value): Json {
  if (isUnknown(value)) return null;
  if (isList(value)) return value.map(knownPart);
  if (!isObject(value)) return value;
  const known = Object.entries(value).filter(([, member]) => !isUnknown(member));
  return Object.fromEntries(known.map(([name, member]) => [name, knownPart(member)]));
}

/** True where it is unknown; of known members only those that contain others appear. */
export function unknownShape(value: Value): Json {
  return shapeOf(value, isUnknown);
}

function shapeOf(value: Value, isMarked: (value: Value) => boolean): Json {
  if (isMarked(value)) return true;
  if (isList(value)) return value.map((item) => shapeOf(item, isMarked));
  if (!isObject(value)) return false;
  const shapes = Object.entries(value).map(([name, member]): [string, Json] => [name, shapeOf(member, isMarked)]);
  return Object.fromEntries(shapes.filter(([, shape]) => shape !== false));
}

/** True for each sensitive attribute. */
export function sensitiveShape(value: ObjectValue, sensitive: readonly string[]): JsonObject {
  const shape = shapeOf(withoutMembers(value, sensitive), () => false) as JsonObject;
  const hidden = sensitive.filter((name) => (value[name] ?? null) !== null && !isUnknown(value[name]));
  return { ...shape, ...Object.fromEntries(hidden.map((name) => [name, true])) };
}

export function withoutMembers(value: ObjectValue, names: readonly string[]): ObjectValue {
  if (names.length === 0) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** What a change says of an object. Terraform prints sensitive values here; they are left out, and marked. */
export function objectSides(
  before: ObjectValue | null,
  after: ObjectValue | null,
  sensitive: readonly string[],
): JsonObject {
  const shown = (value: ObjectValue | null) => value && withoutMembers(value, sensitive);
  const marks = (value: ObjectValue | null): Json => value !== null && sensitiveShape(value, sensitive);
  return {
    before: knownPart(shown(before)),
    after: knownPart(shown(after)),
    after_unknown: after === null || isWhollyKnown(after) ? {} : unknownShape(after),
    before_sensitive: marks(before),
    after_sensitive: marks(after),
  };
}

/** Terraform lists resources by address. */
export function byAddress(resources: readonly JsonObject[]): readonly JsonObject[] {
  const addressOf = ({ address }: JsonObject) => (typeof address === "string" ? address : "");
  return resources.slice().sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
}
