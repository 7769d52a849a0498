/** Schema tables as the lists of a reference page. */
import { isConfigurable, type Attributes, type AttributeSchema, type AttributeType } from "../../lib/resources/schema";

/** What the user sets, required ones first. */
export function argumentList(attributes: Attributes): string {
  const entries = Object.entries(attributes).filter(([, attribute]) => isConfigurable(attribute));
  const required = ([, { mode }]: [string, AttributeSchema]) => (mode === "required" ? 0 : 1);
  return lines(
    entries.sort((a, b) => required(a) - required(b)),
    isConfigurable,
    "",
  ).join("\n");
}

/** What the cloud answers, beside the arguments. */
export function attributeList(attributes: Attributes): string {
  const computed = ({ mode }: AttributeSchema) => mode === "computed";
  const found = lines(
    Object.entries(attributes).filter(([, attribute]) => computed(attribute)),
    computed,
    "",
  );
  return ["All arguments, and:", "", ...found].join("\n");
}

function lines(
  entries: readonly [string, AttributeSchema][],
  shown: (attribute: AttributeSchema) => boolean,
  indent: string,
): readonly string[] {
  return entries.flatMap(([name, attribute]) => [
    `${indent}- \`${name}\` (${notes(attribute).join(", ")}) ${[attribute.description, ...limits(attribute)].join(" ")}`,
    ...lines(
      Object.entries(nested(attribute.type)).filter(([, attribute]) => shown(attribute)),
      shown,
      `${indent}  `,
    ),
  ]);
}

function notes({ type, mode, replace, sensitive }: AttributeSchema): readonly string[] {
  const set = mode === "required" ? ["Required"] : mode === "computed" ? [] : ["Optional"];
  return [typeName(type), ...set, ...(replace ? ["Forces replacement"] : []), ...(sensitive ? ["Sensitive"] : [])];
}

function limits({ allowed, range, unit, default: value }: AttributeSchema): readonly string[] {
  return [
    ...(allowed ? [`One of ${allowed.map((word) => `\`${word}\``).join(", ")}.`] : []),
    ...(range ? [`From ${range[0]} to ${range[1]}${unit ? ` ${unit}` : ""}.`] : []),
    ...(value === undefined ? [] : [`Default: \`${String(value)}\`.`]),
  ];
}

function typeName(type: AttributeType): string {
  if (type === "string") return "String";
  if (type === "int") return "Number";
  if (type === "bool") return "Boolean";
  if ("list" in type) return "List of String";
  if ("map" in type) return type.map === "strings" ? "Map of List of String" : "Map of String";
  if ("object" in type) return "Object";
  return "listOf" in type ? "List of Object" : "Map of Object";
}

function nested(type: AttributeType): Attributes {
  if (typeof type === "string") return {};
  if ("object" in type) return type.object;
  if ("listOf" in type) return type.listOf;
  return "mapOf" in type ? type.mapOf : {};
}
