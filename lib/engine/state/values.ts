/** Between the engine's values and the JSON of a state. */
import { isList, isObject, isUnknown, type ObjectValue, type Value } from "../../resources/value";
import { inByteOrder } from "./json-text";

/** The type of a value as Terraform infers it from an expression, in its JSON spelling. */
export function typeOfValue(value: Value): Value {
  if (value === null || isUnknown(value)) return "dynamic";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  if (isList(value)) return ["tuple", value.map(typeOfValue)];
  const keys = Object.keys(value).sort(inByteOrder);
  return ["object", Object.fromEntries(keys.map((key) => [key, typeOfValue(value[key] ?? null)]))];
}

/**
 * The attributes as a state records them. `dynamic` names those whose type is not in the schema, as in
 * `terraform_data`: they are recorded with their type.
 */
export function toAttributes(value: ObjectValue, dynamic: readonly string[] = []): ObjectValue {
  if (dynamic.length === 0) return value;
  const entries = Object.entries(value).map(([name, attribute]): [string, Value] =>
    dynamic.includes(name) && attribute !== null
      ? [name, { value: attribute, type: typeOfValue(attribute) }]
      : [name, attribute],
  );
  return Object.fromEntries(entries);
}

export function fromAttributes(attributes: ObjectValue, dynamic: readonly string[] = []): ObjectValue {
  if (dynamic.length === 0) return attributes;
  const entries = Object.entries(attributes).map(([name, attribute]): [string, Value] =>
    dynamic.includes(name) && isObject(attribute) ? [name, attribute.value ?? null] : [name, attribute],
  );
  return Object.fromEntries(entries);
}

/** Paths of sensitive attributes, by name, as `sensitiveAttributes` holds them. */
export function sensitivePaths(names: readonly string[]): Value {
  return names.map((name) => [{ type: "get_attr", value: name }]);
}

/** The attributes that such paths lead to or into. */
export function sensitiveNames(paths: Value | undefined): readonly string[] {
  if (!isList(paths)) return [];
  return paths.flatMap((path) => {
    const first = isList(path) ? path[0] : undefined;
    return isObject(first) && typeof first.value === "string" ? [first.value] : [];
  });
}
