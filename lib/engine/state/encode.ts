/** From the model to the text of a state file, byte for byte as Terraform writes it. */
import type { ObjectValue, Value } from "../../resources/value";
import { inByteOrder, layOut, membersOf, toText } from "./json-text";
import type { ObjectState, OutputState, ResourceState, State } from "./model";

/** The text that a part of the model was read from. It belongs to the very object: a changed copy has none. */
const texts = new WeakMap<object, () => string>();
/** Resources and objects are immutable and most stay from one write to the next, so each is laid out once. */
const laidOut = new WeakMap<ObjectState | ResourceState, string>();

/** Connects a decoded state with its text, so that all that is not changed keeps its exact spelling. */
export function rememberTexts(state: State, text: string): void {
  const top = new Map(membersOf(text).map((member) => [member.key, member.text]));
  remember(state.checkResults, () => top.get("check_results"));
  rememberAll(state.rest, (key) => top.get(key));
  for (const { key, text: output } of membersOf(top.get("outputs") ?? "{}")) {
    const known = state.outputs[key];
    if (!known) continue;
    texts.set(known, () => output);
    remember(known.value, () => memberText(output, "value"));
  }
  membersOf(top.get("resources") ?? "[]").forEach((member, i) => {
    const resource = state.resources[i];
    if (resource) rememberResource(resource, member.text);
  });
}

function rememberResource(resource: ResourceState, text: string): void {
  rememberAll(resource.rest, (key) => memberText(text, key));
  membersOf(memberText(text, "instances") ?? "[]").forEach((instance, i) => {
    const object = resource.objects[i];
    if (!object) return;
    texts.set(object, () => instance.text);
    // As Terraform lays it out: that can be taken as it is, which matters when there are thousands.
    if (/^\{\n {10}"/.test(instance.text) && instance.text.endsWith("\n        }")) laidOut.set(object, instance.text);
    remember(object.attributes, () => memberText(instance.text, "attributes"));
    remember(object.sensitiveAttributes, () => memberText(instance.text, "sensitive_attributes"));
    rememberAll(object.rest ?? {}, (key) => memberText(instance.text, key));
  });
}

function memberText(text: string, key: string): string | undefined {
  return membersOf(text).find((member) => member.key === key)?.text;
}

function remember(value: Value | undefined, text: () => string | undefined): void {
  if (typeof value === "object" && value !== null) texts.set(value, () => text() ?? toText(value));
}

function rememberAll(values: ObjectValue, text: (key: string) => string | undefined): void {
  for (const [key, value] of Object.entries(values)) remember(value, () => text(key));
}

function textOf(value: Value): string {
  const known = typeof value === "object" && value !== null ? texts.get(value) : undefined;
  return known ? known() : toText(value);
}

/** All but the numbers that every write changes: what decides whether there is anything to write. */
export function encodeContent(state: State): string {
  const outputs = Object.entries(state.outputs).sort(([a], [b]) => inByteOrder(a, b));
  return [
    `  "outputs": ${block(
      "{",
      "}",
      "  ",
      outputs.map(([name, output]) => `${key(name)}${encodeOutput(output)}`),
    )}`,
    `  "resources": ${block("[", "]", "  ", state.resources.map(encodeResource))}`,
    `  "check_results": ${layOut(textOf(state.checkResults), "  ")}`,
    ...Object.entries(state.rest).map(([name, value]) => `  ${key(name)}${layOut(textOf(value), "  ")}`),
  ].join(",\n");
}

export function encodeState(state: State, content = encodeContent(state)): string {
  const head = [
    '  "version": 4',
    `  "terraform_version": ${JSON.stringify(state.terraformVersion)}`,
    `  "serial": ${state.serial}`,
    `  "lineage": ${JSON.stringify(state.lineage)}`,
  ];
  return `{\n${head.join(",\n")},\n${content}\n}\n`;
}

function encodeOutput(output: OutputState): string {
  const text = texts.get(output);
  if (text) return layOut(text(), "    ");
  const { value, type, sensitive } = output;
  return fields("    ", [
    ["value", textOf(value)],
    ["type", textOf(type)],
    ["sensitive", sensitive ? "true" : undefined],
  ]);
}

function encodeResource(resource: ResourceState): string {
  const known = laidOut.get(resource);
  if (known !== undefined) return known;
  const made = layOutResource(resource);
  laidOut.set(resource, made);
  return made;
}

function layOutResource(resource: ResourceState): string {
  const { module, mode, type, name, provider, objects, rest } = resource;
  const { each, ...more } = rest;
  const named: readonly (readonly [string, Value | undefined])[] = [
    ["module", module],
    ["mode", mode],
    ["type", type],
    ["name", name],
    ["each", each],
    ["provider", provider],
  ];
  const head = named.flatMap(([label, value]) => (value === undefined ? [] : [key(label) + layOut(toText(value), "")]));
  const tail = Object.entries(more).map(([label, value]) => `${key(label)}${layOut(textOf(value), "      ")}`);
  const instances = `${key("instances")}${block("[", "]", "      ", objects.map(encodeObject))}`;
  return block("{", "}", "    ", [...head, instances, ...tail]);
}

function encodeObject(object: ObjectState): string {
  const known = laidOut.get(object);
  if (known !== undefined) return known;
  const text = texts.get(object);
  const made = text ? layOut(text(), "        ") : encodeChangedObject(object);
  laidOut.set(object, made);
  return made;
}

function encodeChangedObject(object: ObjectState): string {
  const { identity_schema_version, identity, attributes_flat, ...rest } = object.rest ?? {};
  const optional = (value: Value | undefined) => (value === undefined ? undefined : textOf(value));
  return fields("        ", [
    ["index_key", optional(object.key)],
    ["status", object.tainted ? '"tainted"' : undefined],
    ["deposed", optional(object.deposed)],
    ["schema_version", textOf(object.schemaVersion)],
    // Only states of Terraform before 0.12 hold the flat form, and then nothing else.
    ["attributes", attributes_flat === undefined ? textOf(object.attributes) : undefined],
    ["attributes_flat", optional(attributes_flat)],
    ["sensitive_attributes", textOf(object.sensitiveAttributes ?? [])],
    // Since Terraform 1.12.
    ["identity_schema_version", optional(identity_schema_version)],
    ["identity", optional(identity)],
    ["private", optional(object.private)],
    ["dependencies", object.dependencies.length > 0 ? textOf(object.dependencies) : undefined],
    ["create_before_destroy", object.createBeforeDestroy ? "true" : undefined],
    ...Object.entries(rest).map(([label, value]): [string, string] => [label, textOf(value)]),
  ]);
}

function fields(indent: string, members: readonly (readonly [string, string | undefined])[]): string {
  const written = members.flatMap(([label, text]) =>
    text === undefined ? [] : [`${key(label)}${layOut(text, `${indent}  `)}`],
  );
  return block("{", "}", indent, written);
}

function block(open: string, close: string, indent: string, members: readonly string[]): string {
  if (members.length === 0) return open + close;
  return `${open}\n${members.map((member) => `${indent}  ${member}`).join(",\n")}\n${indent}${close}`;
}

function key(name: string): string {
  return `${layOut(JSON.stringify(name), "")}: `;
}
