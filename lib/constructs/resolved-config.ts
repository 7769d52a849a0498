/** Brings what a stack declares into the shape that validation reads. */
import { isConfigurable, type Attributes, type AttributeType, type Schema } from "../resources/schema";
import { UNKNOWN, type ObjectValue, type Value } from "../resources/value";
import { differsByInstance, isExpression, unescaped, type Json, type JsonObject } from "./stack-elements";

/** What an expression stands for: unknown where its value matters, itself where equal texts mean equal values. */
export type Reading = (expression: string) => Value;

const unknown: Reading = () => UNKNOWN;

/** Equal references have equal values, but for those that differ between the instances of one resource. */
export const asReference: Reading = (expression) => (differsByInstance(expression) ? UNKNOWN : expression);

/** A configuration with every attribute present: absent ones null, what Terraform evaluates as `read` takes it. */
export function configValue(schema: Schema, json: JsonObject, read: Reading = unknown): ObjectValue {
  const attributes = attributeValues(schema.attributes, json, read);
  if (!schema.timeouts) return attributes;
  const timeouts = json.timeouts;
  return { ...attributes, timeouts: timeouts === undefined ? null : plainValue(timeouts, read) };
}

function attributeValues(attributes: Attributes, json: JsonObject, read: Reading): ObjectValue {
  const entries = Object.entries(attributes).map(([name, attribute]): [string, Value] => {
    const value = json[name];
    return [name, !isConfigurable(attribute) || value === undefined ? null : typedValue(attribute.type, value, read)];
  });
  return Object.fromEntries(entries);
}

function typedValue(type: AttributeType, json: Json, read: Reading): Value {
  if (typeof type === "string" || typeof json !== "object" || json === null) return plainValue(json, read);
  if ("object" in type && !Array.isArray(json)) return attributeValues(type.object, json as JsonObject, read);
  if ("listOf" in type && Array.isArray(json))
    return json.map((item) => attributeValues(type.listOf, item as JsonObject, read));
  if ("mapOf" in type && !Array.isArray(json)) {
    return mapped(json as JsonObject, (member) =>
      typeof member === "string" ? plainValue(member, read) : attributeValues(type.mapOf, member as JsonObject, read),
    );
  }
  return plainValue(json, read);
}

function plainValue(json: Json, read: Reading): Value {
  if (typeof json === "string") {
    return isExpression(json) ? read(json) : unescaped(json);
  }
  if (Array.isArray(json)) return (json as readonly Json[]).map((item) => plainValue(item, read));
  return typeof json === "object" && json !== null
    ? mapped(json as JsonObject, (item) => plainValue(item, read))
    : json;
}

/** A key that Terraform evaluates makes the whole map unknown: nobody can tell which names it has. */
function mapped(json: JsonObject, value: (json: Json) => Value): Value {
  const entries = Object.entries(json).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  if (entries.some(([key]) => isExpression(key))) return UNKNOWN;
  return Object.fromEntries(entries.map(([key, item]) => [key, value(item)]));
}
