/** Brings what a stack declares into the shape that validation reads. */
import { isConfigurable, type Attributes, type AttributeType, type Schema } from "../resources/schema";
import { UNKNOWN, type ObjectValue, type Value } from "../resources/value";
import { isExpression, type Json, type JsonObject } from "./stack-elements";

/** A configuration with every attribute present: absent ones null, what Terraform evaluates unknown. */
export function configValue(schema: Schema, json: JsonObject): ObjectValue {
  const attributes = attributeValues(schema.attributes, json);
  if (!schema.timeouts) return attributes;
  const timeouts = json.timeouts;
  return { ...attributes, timeouts: timeouts === undefined ? null : plainValue(timeouts) };
}

function attributeValues(attributes: Attributes, json: JsonObject): ObjectValue {
  const entries = Object.entries(attributes).map(([name, attribute]): [string, Value] => {
    const value = json[name];
    return [name, !isConfigurable(attribute) || value === undefined ? null : typedValue(attribute.type, value)];
  });
  return Object.fromEntries(entries);
}

function typedValue(type: AttributeType, json: Json): Value {
  if (typeof type === "string" || typeof json !== "object" || json === null) return plainValue(json);
  if ("object" in type && !Array.isArray(json)) return attributeValues(type.object, json as JsonObject);
  if ("listOf" in type && Array.isArray(json))
    return json.map((item) => attributeValues(type.listOf, item as JsonObject));
  if ("mapOf" in type && !Array.isArray(json)) {
    return mapped(json as JsonObject, (member) =>
      typeof member === "string" ? plainValue(member) : attributeValues(type.mapOf, member as JsonObject),
    );
  }
  return plainValue(json);
}

function plainValue(json: Json): Value {
  if (typeof json === "string") {
    // In Terraform's JSON every text is a template, in which `$${` stands for `${`.
    return isExpression(json) ? UNKNOWN : json.replaceAll("$${", "${").replaceAll("%%{", "%{");
  }
  if (Array.isArray(json)) return (json as readonly Json[]).map(plainValue);
  return typeof json === "object" && json !== null ? mapped(json as JsonObject, plainValue) : json;
}

/** A key that Terraform evaluates makes the whole map unknown: nobody can tell which names it has. */
function mapped(json: JsonObject, value: (json: Json) => Value): Value {
  const entries = Object.entries(json).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  if (entries.some(([key]) => isExpression(key))) return UNKNOWN;
  return Object.fromEntries(entries.map(([key, item]) => [key, value(item)]));
}
