/**
 * Values as both front doors see them. An object has every attribute of its schema, absent ones as null.
 */

class UnknownValue {
  /** Keeps other objects from passing for this one in TypeScript's structural types. */
  protected readonly brand = "unknown";

  toString(): string {
    return "(known after apply)";
  }
}

/** A value that is known only after something else was applied. There is exactly one. */
export const UNKNOWN = new UnknownValue();
export type Unknown = UnknownValue;

export type Value = string | number | boolean | null | Unknown | readonly Value[] | ObjectValue;
export interface ObjectValue {
  readonly [name: string]: Value;
}

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof UnknownValue;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}

/** True when nothing inside is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  if (isObject(value)) return Object.values(value).every(isWhollyKnown);
  return true;
}

/** Equal in every part. Unknown equals only unknown. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameValue(a[key], b[key]));
}

/** A string or number as text; what is absent or not known is empty. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** A known, non-null string, else undefined. */
export function knownString(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
