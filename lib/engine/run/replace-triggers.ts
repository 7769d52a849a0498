import { sameValue, type Value } from "../../resources/value";
import { isObject } from "../../resources/value";
import type { ResourceConfig } from "../config/model";
import type { Node } from "../expressions/ast";
import { formatAddress } from "../model";
import type { Planner } from "./planner";

/** Whether something in `replace_triggered_by` changes in this plan. */
export function triggeredBy(planner: Planner, resource: ResourceConfig): boolean {
  return resource.lifecycle.replaceTriggeredBy.some((node) => isTriggered(planner, flatten(node)));
}

function isTriggered(planner: Planner, steps: readonly (string | number)[]): boolean {
  const [type, name, ...rest] = steps;
  const [first] = rest;
  const id = `${type}.${name}`;
  const isSingle = planner.values.isSingle(id);
  const keys = isSingle ? [undefined] : rest.length > 0 ? [first] : planner.values.keys(id);
  const attribute = isSingle ? rest : rest.slice(1);
  return keys.some((key) => {
    const address = {
      mode: "managed",
      type: String(type),
      name: String(name),
      ...(key !== undefined && { key }),
    } as const;
    const change = planner.changes.get(formatAddress(address));
    if (!change) return false;
    if (attribute.length === 0) return change.action === "update" || change.action === "replace";
    if (change.action === "no-op" || change.before === null) return false;
    return !sameValue(at(change.before, attribute), at(change.after, attribute));
  });
}

function at(value: Value, path: readonly (string | number)[]): Value {
  return path.reduce<Value>((of, step) => {
    if (Array.isArray(of)) return (of as Value[])[Number(step)] ?? null;
    return isObject(of) ? (of[step] ?? null) : of;
  }, value);
}

function flatten(node: Node): (string | number)[] {
  if (node.kind === "root") return [node.name];
  if (node.kind === "attribute") return [...flatten(node.of), node.name];
  if (node.kind === "index" && node.key.kind === "literal") {
    const { raw } = node.key.value;
    return [...flatten(node.of), typeof raw === "number" ? raw : (raw as string)];
  }
  return [];
}
