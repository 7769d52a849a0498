import { isUnknown } from "../../resources/value";
import { attribute, index } from "./access";
import type { Node } from "./ast";
import { ConversionError, convert, convertOr } from "./convert";
import { EvaluationError } from "./error";
import { callFunction } from "./functions";
import { evaluateFor, iterate } from "./loops";
import { binary, decidedBy, unary } from "./operators";
import { parseString } from "./parse";
import { isPrimitive, type Type, typeName } from "./type";
import { items, mark, nullOf, object, text, tuple, Typed, unknownOf, UNKNOWN_DYNAMIC } from "./typed";
import { unify } from "./unify";

/** What names at the start of references stand for. */
export interface Scope {
  /**
   * `path` is the names that follow `root`; `used` says how many of them the answer stands for. Throws EvaluationError
   * when there is nothing of that name.
   */
  resolve(root: string, path: readonly string[]): Resolved;
}

export interface Resolved {
  readonly value: Typed;
  readonly used: number;
  /** A missing attribute is then told as a resource's. */
  readonly resource?: boolean;
}

/** A scope with a loop's variables and the item of a splat. */
export interface Environment {
  readonly scope: Scope;
  readonly names?: ReadonlyMap<string, Typed>;
  readonly item?: Typed;
}

/** A JSON value with expressions in its strings and keys. */
export function evaluateJson(json: unknown, scope: Scope): Typed {
  if (typeof json === "string") return evaluateText(json, scope);
  if (typeof json === "number") return new Typed("number", json);
  if (typeof json === "boolean") return new Typed("bool", json);
  if (Array.isArray(json)) return tuple(json.map((item) => evaluateJson(item, scope)));
  if (typeof json !== "object" || json === null) return nullOf("dynamic");
  const found = new Map<string, Typed>();
  for (const [key, item] of Object.entries(json)) {
    if (key === "//") continue;
    const name = key.includes("{") ? convert(evaluateText(key, scope), "string") : text(key);
    if (isUnknown(name.raw)) return UNKNOWN_DYNAMIC;
    found.set(name.raw as string, evaluateJson(item, scope));
  }
  return object(found);
}

function evaluateText(source: string, scope: Scope): Typed {
  return source.includes("{") ? evaluate(parseString(source), { scope }) : text(source);
}

export function evaluate(node: Node, environment: Environment): Typed {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "template":
      return template(node.parts, environment);
    case "root":
    case "attribute":
      return reference(node, environment);
    case "index":
      return index(evaluate(node.of, environment), evaluate(node.key, environment));
    case "splat":
      return splat(node, environment);
    case "item":
      return environment.item!;
    case "for":
      return evaluateFor(node, environment, evaluate);
    case "join": {
      const rounds = iterate(node.of, environment, evaluate);
      if (!rounds) return unknownOf("string");
      return joinText(rounds.map((round) => evaluate(node.of.value, round)));
    }
    case "conditional":
      return conditional(node, environment);
    case "binary":
      return binaryOf(node, environment);
    case "unary":
      return unary(node.operator, evaluate(node.of, environment));
    case "call":
      return callFunction(node, (arg) => evaluate(arg, environment));
    case "tuple":
      return tuple(node.items.map((item) => evaluate(item, environment)));
    case "object":
      return makeObject(node.items, environment);
  }
}

/** The right side of `&&` and `||` counts only where the left one leaves it open, as in Terraform since 1.12. */
function binaryOf({ operator, left, right }: Node & { kind: "binary" }, environment: Environment): Typed {
  const first = evaluate(left, environment);
  const decided = operator === "&&" || operator === "||" ? decidedBy(operator, first) : undefined;
  return decided ?? binary(operator, first, evaluate(right, environment));
}

function reference(node: Node & { kind: "root" | "attribute" }, environment: Environment): Typed {
  const path: string[] = [];
  let start: Node = node;
  while (start.kind === "attribute") {
    path.push(start.name);
    start = start.of;
  }
  path.reverse();
  if (start.kind !== "root") {
    return path.reduce((value, name) => attribute(value, name), evaluate(start, environment));
  }
  const local = environment.names?.get(start.name);
  if (local) return path.reduce((value, name) => attribute(value, name), local);
  const { value, used, resource } = environment.scope.resolve(start.name, path);
  return path.slice(used).reduce((of, name, i) => attribute(of, name, resource === true && i === 0), value);
}

function template(parts: readonly Node[], environment: Environment): Typed {
  return joinText(parts.map((part) => evaluate(part, environment)));
}

function joinText(parts: readonly Typed[]): Typed {
  const sensitive = parts.some((part) => part.sensitive);
  let unknown = false;
  let joined = "";
  for (const part of parts) {
    if (part.raw === null) {
      throw new EvaluationError(
        "Invalid template interpolation value",
        "The expression result is null. Cannot include a null value in a string template.",
      );
    }
    const converted = convertOr(
      part,
      "string",
      "Invalid template interpolation value",
      (reason) => `Cannot include the given value in a string template: ${reason}.`,
    );
    if (isUnknown(converted.raw)) unknown = true;
    else joined += converted.raw as string;
  }
  return mark(unknown ? unknownOf("string") : text(joined), sensitive);
}

function splat(node: Node & { kind: "splat" }, environment: Environment): Typed {
  const of = evaluate(node.of, environment);
  const each = (item: Typed) => evaluate(node.each, { ...environment, item: mark(item, of.sensitive) });
  if (of.raw === null) return mark(tuple([]), of.sensitive);
  if (isUnknown(of.raw)) {
    if (typeof of.type === "object" && ("list" in of.type || "set" in of.type)) {
      const element = each(unknownOf("list" in of.type ? of.type.list : of.type.set));
      return mark(unknownOf({ list: element.type }), of.sensitive);
    }
    if (typeof of.type === "object" && "tuple" in of.type)
      return mark(tuple(of.type.tuple.map((t) => each(unknownOf(t)))), of.sensitive);
    return mark(UNKNOWN_DYNAMIC, of.sensitive);
  }
  const all = items(of);
  if (!all) return mark(tuple([each(of)]), of.sensitive);
  const results = all.map(each);
  if (typeof of.type === "object" && !("tuple" in of.type)) {
    const type: Type = results[0]?.type ?? each(unknownOf("list" in of.type ? of.type.list : "dynamic")).type;
    return mark(new Typed({ list: type }, results), of.sensitive);
  }
  return mark(tuple(results), of.sensitive);
}

function conditional(node: Node & { kind: "conditional" }, environment: Environment): Typed {
  const test = convertOr(
    evaluate(node.test, environment),
    "bool",
    "Incorrect condition type",
    () => "The condition expression must be of type bool.",
  );
  if (test.raw === null) {
    throw new EvaluationError(
      "Null condition",
      "The condition value is null. Conditions must either be true or false.",
    );
  }
  // What is not chosen counts only by its type, so its errors count for nothing.
  const chosen = isUnknown(test.raw) ? undefined : test.raw === true;
  const then = chosen === false ? attempt(node.then, environment) : evaluate(node.then, environment);
  const otherwise = chosen === true ? attempt(node.otherwise, environment) : evaluate(node.otherwise, environment);
  const type = unify([then.type, otherwise.type]);
  if (type === undefined) throw inconsistent(then.type, otherwise.type);
  if (chosen === undefined) {
    return mark(unknownOf(type), test.sensitive || then.sensitive || otherwise.sensitive);
  }
  try {
    return mark(convert(chosen ? then : otherwise, type), test.sensitive);
  } catch (error) {
    if (error instanceof ConversionError) throw inconsistent(then.type, otherwise.type);
    throw error;
  }
}

function attempt(node: Node, environment: Environment): Typed {
  try {
    return evaluate(node, environment);
  } catch (error) {
    if (error instanceof EvaluationError) return UNKNOWN_DYNAMIC;
    throw error;
  }
}

function inconsistent(then: Type, otherwise: Type): EvaluationError {
  const kinds = isPrimitive(then) || isPrimitive(otherwise) || typeName(then) !== typeName(otherwise);
  return new EvaluationError(
    "Inconsistent conditional result types",
    "The true and false result expressions must have consistent types. " +
      (kinds
        ? `The 'true' value is ${typeName(then)}, but the 'false' value is ${typeName(otherwise)}.`
        : `The results have different ${"shapes"}.`),
  );
}

function makeObject(pairs: readonly (readonly [Node, Node])[], environment: Environment): Typed {
  const found = new Map<string, Typed>();
  let unknown = false;
  let sensitive = false;
  for (const [keyNode, valueNode] of pairs) {
    const given = evaluate(keyNode, environment);
    if (given.raw === null) throw new EvaluationError("Null value as key", "Can't use a null value as a key.");
    const key = convertOr(
      given,
      "string",
      "Incorrect key type",
      (reason) => `Can't use this value as a key: ${reason}.`,
    );
    const value = evaluate(valueNode, environment);
    sensitive ||= key.sensitive;
    if (isUnknown(key.raw)) unknown = true;
    else found.set(key.raw as string, value);
  }
  return mark(unknown ? UNKNOWN_DYNAMIC : object(found), sensitive);
}
