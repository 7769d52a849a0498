import type { Node } from "../expressions/ast";
import { EvaluationError } from "../expressions/error";
import { parseExpression } from "../expressions/parse";
import type { ResourceTarget } from "./model";

/** `ipfailover_group.web`, `data.x.y` or `ipfailover_group.web["a"]`, with or without `${…}` around it. */
export function parseTarget(source: string): ResourceTarget {
  const node = parseExpression(unwrap(source));
  const key = node.kind === "index" ? keyOf(node.key, source) : undefined;
  const names = namesOf(node.kind === "index" ? node.of : node, source);
  const mode = names[0] === "data" ? "data" : "managed";
  const [type, name, ...rest] = mode === "data" || names[0] === "resource" ? names.slice(1) : names;
  if (type === undefined || name === undefined || rest.length > 0) throw invalid(source);
  return { mode, type, name, ...(key !== undefined && { key }) };
}

export function targetId({ mode, type, name }: Omit<ResourceTarget, "key">): string {
  return mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
}

/** Steps into a value: `members["a"].nic`. */
export function parsePath(source: string): readonly (string | number)[] {
  const steps = (node: Node): (string | number)[] => {
    if (node.kind === "root") return [node.name];
    if (node.kind === "attribute") return [...steps(node.of), node.name];
    if (node.kind === "index") return [...steps(node.of), keyOf(node.key, source)];
    throw new EvaluationError("Invalid path", `${JSON.stringify(source)} is no attribute path.`);
  };
  return steps(parseExpression(unwrap(source)));
}

export function unwrap(source: string): string {
  return /^\$\{(.*)\}$/s.exec(source.trim())?.[1] ?? source;
}

function keyOf(node: Node, source: string): string | number {
  if (node.kind === "literal" && (typeof node.value.raw === "string" || typeof node.value.raw === "number")) {
    return node.value.raw;
  }
  throw invalid(source);
}

function namesOf(node: Node, source: string): string[] {
  if (node.kind === "root") return [node.name];
  if (node.kind === "attribute") return [...namesOf(node.of, source), node.name];
  throw invalid(source);
}

function invalid(source: string): EvaluationError {
  return new EvaluationError(
    "Invalid address",
    `${JSON.stringify(source)} is no resource address such as ipfailover_group.web or ipfailover_group.web["a"].`,
  );
}
