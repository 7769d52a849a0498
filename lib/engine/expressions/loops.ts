import { isUnknown } from "../../resources/value";
import type { ForNode, Node } from "./ast";
import { convertOr } from "./convert";
import { EvaluationError } from "./error";
import type { Environment } from "./evaluate";
import { typeName } from "./type";
import { entries, items, mark, number, object, sortedEntries, text, tuple, type Typed, UNKNOWN_DYNAMIC } from "./typed";

type Evaluate = (node: Node, environment: Environment) => Typed;

/** One environment per round, or undefined when what is iterated over is unknown. */
export function iterate(node: ForNode, environment: Environment, evaluate: Evaluate): Environment[] | undefined {
  const over = evaluate(node.over, environment);
  const pairs = roundsOf(over);
  return pairs?.map(([key, value]) => {
    const names = new Map(environment.names);
    if (node.keyName !== undefined) names.set(node.keyName, mark(key, over.sensitive));
    names.set(node.valueName, mark(value, over.sensitive));
    return { ...environment, names };
  });
}

function roundsOf(over: Typed): (readonly [Typed, Typed])[] | undefined {
  if (over.raw === null) {
    throw new EvaluationError(
      "Iteration over null value",
      "A null value cannot be used as the collection in a 'for' expression.",
    );
  }
  if (typeof over.type === "string" && over.type !== "dynamic") {
    throw new EvaluationError(
      "Iteration over non-iterable value",
      `A value of type ${typeName(over.type)} cannot be used as the collection in a 'for' expression.`,
    );
  }
  if (isUnknown(over.raw)) return undefined;
  const map = entries(over);
  if (map) return sortedEntries(map).map(([key, value]) => [text(key), value]);
  const isSet = typeof over.type === "object" && "set" in over.type;
  return items(over)!.map((value, i) => [isSet ? value : number(i), value]);
}

export function evaluateFor(node: ForNode, environment: Environment, evaluate: Evaluate): Typed {
  const over = evaluate(node.over, environment);
  const rounds = iterate({ ...node, over: { kind: "literal", value: over } }, environment, evaluate);
  if (!rounds) return mark(UNKNOWN_DYNAMIC, over.sensitive);
  let sensitive = over.sensitive;
  let unknown = false;
  const values: Typed[] = [];
  const byKey = new Map<string, Typed[]>();
  for (const round of rounds) {
    if (node.condition) {
      const wanted = condition(evaluate(node.condition, round));
      sensitive ||= wanted.sensitive;
      if (isUnknown(wanted.raw)) unknown = true;
      if (wanted.raw !== true) continue;
    }
    const value = evaluate(node.value, round);
    if (!node.key) {
      values.push(value);
      continue;
    }
    const key = keyOf(evaluate(node.key, round));
    sensitive ||= key.sensitive;
    if (isUnknown(key.raw)) unknown = true;
    else add(byKey, key.raw as string, value, node.group);
  }
  if (unknown) return mark(UNKNOWN_DYNAMIC, sensitive);
  if (!node.key) return mark(tuple(values), sensitive);
  const results = [...byKey].map(([key, found]) => [key, node.group ? tuple(found) : found[0]!] as const);
  return mark(object(new Map(results)), sensitive);
}

function condition(value: Typed): Typed {
  if (value.raw === null) {
    throw new EvaluationError("Condition is null", "The value of the 'if' clause must not be null.");
  }
  return convertOr(
    value,
    "bool",
    "Invalid 'for' condition",
    (reason) => `The 'if' clause value is invalid: ${reason}.`,
  );
}

function keyOf(value: Typed): Typed {
  if (value.raw === null) {
    throw new EvaluationError(
      "Invalid object key",
      "Key expression in 'for' expression must not produce a null value.",
    );
  }
  return convertOr(
    value,
    "string",
    "Invalid object key",
    (reason) => `The key expression produced an invalid result: ${reason}.`,
  );
}

function add(byKey: Map<string, Typed[]>, key: string, value: Typed, group: boolean): void {
  const present = byKey.get(key);
  if (!present) byKey.set(key, [value]);
  else if (group) present.push(value);
  else {
    throw new EvaluationError(
      "Duplicate object key",
      `Two different items produced the key ${JSON.stringify(key)} in this 'for' expression. If duplicates are ` +
        "expected, use the ellipsis (...) after the value expression to enable grouping by key.",
    );
  }
}
