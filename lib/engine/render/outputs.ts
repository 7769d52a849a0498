/** Outputs: how they change in a plan, and what they are after an apply. */
import { isList, isObject, type Value } from "../../resources/value";
import type { OutputChange } from "../model";
import type { OutputState } from "../state/model";
import { diffValues } from "./diff";
import { draw, symbol } from "./draw";
import type { Paint } from "./paint";
import { harmless, quoted } from "./text";

/** The lines below `Changes to Outputs:`; empty when none changes. */
export function outputChangeLines(outputs: readonly OutputChange[], paint: Paint): readonly string[] {
  const width = Math.max(0, ...outputs.map(({ name }) => name.length));
  const changed = outputs.filter(({ action }) => action !== "no-op");
  return inOrder(changed).map((output) => {
    const mark = { "no-op": "none", create: "add", update: "change", delete: "remove" } as const;
    const text = output.sensitive ? "(sensitive value)" : outputDiff(output, paint);
    return `  ${symbol(mark[output.action], paint)} ${output.name.padEnd(width)} = ${text}`;
  });
}

function outputDiff({ action, before, after }: OutputChange, paint: Paint): string {
  const [old, next] = [action === "create" ? undefined : before, action === "delete" ? undefined : after];
  return draw(diffValues(old, next, undefined, { path: [], replacePaths: [] }), 0, { paint, toNull: true });
}

function inOrder<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  return list.slice().sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `Outputs:` as after an apply; empty when there are none. */
export function renderOutputs(outputs: Readonly<Record<string, OutputState>>, paint: Paint): string {
  const names = Object.keys(outputs).sort();
  if (names.length === 0) return "";
  const lines = names.map((name) => {
    const { value = null, sensitive = false } = outputs[name] ?? {};
    return `${name} = ${sensitive ? "<sensitive>" : literal(value, "")}`;
  });
  return `\n${paint("green", "Outputs:")}\n\n${lines.join("\n")}\n`;
}

/** In HCL's notation, as `terraform output` shows it. */
function literal(value: Value, indent: string): string {
  if (typeof value === "string") return textLiteral(value, indent);
  if (isList(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => `${indent}  ${literal(item, `${indent}  `)},\n`);
    return `[\n${items.join("")}${indent}]`;
  }
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    if (keys.length === 0) return "{}";
    const members = keys.map((key) => `${indent}  ${quoted(key)} = ${literal(value[key] ?? null, `${indent}  `)}\n`);
    return `{\n${members.join("")}${indent}}`;
  }
  return value === null ? "null" : String(value);
}

function textLiteral(value: string, indent: string): string {
  if (!value.includes("\n")) return quoted(value);
  const lines = value.replace(/\n$/, "").split("\n");
  return `<<EOT\n${lines.map((line) => harmless(line)).join("\n")}\n${indent}EOT`;
}
