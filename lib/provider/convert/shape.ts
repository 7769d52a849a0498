/** Values and the schema that they are of. */
import type { Attributes, AttributeType, Schema } from "../../resources/schema";
import { isList, isObject, type ObjectValue, type Value } from "../../resources/value";

/** The attributes of a resource, with its `timeouts` as one of them: that is where the core has them. */
export function attributesOf(schema: Schema): Attributes {
  if (!schema.timeouts) return schema.attributes;
  const names = Object.keys(schema.timeouts);
  const object: Attributes = Object.fromEntries(
    names.map((name) => [name, { type: "string", mode: "optional", description: "" } as const]),
  );
  return { ...schema.attributes, timeouts: { type: { object }, mode: "optional", description: "" } };
}

/** Exactly the attributes of the schema, at every depth: what is missing is null, what does not belong is left out. */
export function conform(value: ObjectValue, schema: Schema): ObjectValue {
  return conformObject(value, attributesOf(schema));
}

function conformObject(value: ObjectValue, attributes: Attributes): ObjectValue {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type }]) => [name, conformValue(value[name] ?? null, type)]),
  );
}

function conformValue(value: Value, type: AttributeType): Value {
  if (typeof type === "string") return value;
  if ("object" in type && isObject(value)) return conformObject(value, type.object);
  if ("listOf" in type && isList(value)) {
    return value.map((item) => (isObject(item) ? conformObject(item, type.listOf) : item));
  }
  if ("mapOf" in type && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, isObject(item) ? conformObject(item, type.mapOf) : item]),
    );
  }
  return value;
}

/** Whether `conform` would change nothing. */
export function conforms(value: Value, schema: Schema): boolean {
  return isObject(value) && sameShape(value, conform(value, schema));
}

function sameShape(a: Value, b: Value): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => sameShape(item, b[i] ?? null));
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameShape(a[key] ?? null, b[key] ?? null))
  );
}
