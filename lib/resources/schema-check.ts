/** What the schema table alone says of a configuration: enumerations, ranges, durations. Unknown values are passed over. */
import { formatPath, problem } from "./diagnostic";
import type { AttributePath, Diagnostic } from "./diagnostic";
import { parseDuration } from "../duration";
import type { AttributeSchema, Attributes, AttributeType, Schema } from "./schema";
import { isList, isObject, isUnknown } from "./value";
import type { ObjectValue, Value } from "./value";

export function checkSchema(schema: Schema, config: ObjectValue): readonly Diagnostic[] {
  return [...checkAttributes(schema.attributes, config, []), ...checkTimeouts(config.timeouts)];
}

function checkAttributes(attributes: Attributes, value: ObjectValue, path: AttributePath): readonly Diagnostic[] {
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    check(attribute, value[name] ?? null, [...path, name]),
  );
}

function check(attribute: AttributeSchema, value: Value, path: AttributePath): readonly Diagnostic[] {
  if (isUnknown(value)) return [];
  if (value === null) return attribute.mode === "required" ? [missing(path, attribute)] : [];
  // A number beyond what can be told apart arrives as its text.
  if (attribute.type === "int" && typeof value === "string") return [outOfRange(attribute, value, path)];
  if (typeof value === "string") return checkText(attribute, value, path);
  if (typeof value === "number") return checkNumber(attribute, value, path);
  return checkNested(attribute.type, value, path);
}

function checkNested(type: AttributeType, value: Value, path: AttributePath): readonly Diagnostic[] {
  if (typeof type === "string") return [];
  if ("object" in type) return isObject(value) ? checkAttributes(type.object, value, path) : [];
  if ("mapOf" in type && isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      isObject(item) ? checkAttributes(type.mapOf, item, [...path, key]) : nullItem(item, [...path, key]),
    );
  }
  if (isList(value)) return value.flatMap((item, i) => nullItem(item, [...path, i]));
  return [];
}

function nullItem(item: Value, path: AttributePath): readonly Diagnostic[] {
  if (item !== null) return [];
  const name = formatPath(path);
  return [problem(path, `${name} is null`, `${name} is null. Give it a value or leave it out.`)];
}

function missing(path: AttributePath, attribute: AttributeSchema): Diagnostic {
  const name = formatPath(path);
  const [what] = attribute.description.split(/(?<=\.)\s/);
  return problem(path, `${name} is missing`, `${name} is required. ${what ?? ""} Set it.`);
}

function checkText({ allowed }: AttributeSchema, value: string, path: AttributePath): readonly Diagnostic[] {
  const name = formatPath(path);
  if (allowed && !allowed.includes(value)) {
    const choices = allowed.map((word) => `"${word}"`).join(" or ");
    return [problem(path, `${name} is not one of its values`, `${name} is "${value}"; it can be ${choices}.`)];
  }
  if (value.trim() === "") return [problem(path, `${name} is empty`, `${name} is "${value}". Give it a value.`)];
  return [];
}

function checkNumber(attribute: AttributeSchema, value: number, path: AttributePath): readonly Diagnostic[] {
  const [min, max] = limits(attribute);
  return Number.isInteger(value) && value >= min && value <= max ? [] : [outOfRange(attribute, value, path)];
}

function limits({ range }: AttributeSchema): readonly [min: number, max: number] {
  return range ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
}

function outOfRange(attribute: AttributeSchema, value: number | string, path: AttributePath): Diagnostic {
  const name = formatPath(path);
  const [min, max] = limits(attribute);
  const what = attribute.unit === undefined ? "" : ` ${attribute.unit}`;
  return problem(
    path,
    `${name} is out of range`,
    `${name} is ${value}; use a whole number from ${min} to ${max}${what}.`,
  );
}

function checkTimeouts(timeouts: Value | undefined): readonly Diagnostic[] {
  if (!isObject(timeouts)) return [];
  return Object.entries(timeouts).flatMap(([name, text]) => {
    if (typeof text !== "string" || parseDuration(text) !== undefined) return [];
    const path = ["timeouts", name];
    return [
      problem(
        path,
        `timeouts.${name} is no duration`,
        `timeouts.${name} is "${text}"; write a duration such as "90s", "10m" or "1h30m".`,
      ),
    ];
  });
}
