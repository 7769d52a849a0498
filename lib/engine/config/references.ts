import { children, type Node } from "../expressions/ast";
import { parseString } from "../expressions/parse";

/** What an expression refers to: `path` are the names behind `root`. */
export interface Reference {
  readonly root: string;
  readonly path: readonly string[];
}

const known = new WeakMap<Node, readonly Reference[]>();
const inBodies = new WeakMap<object, readonly Reference[]>();
const NONE: readonly Reference[] = [];

/** All references in a JSON value. Throws EvaluationError for what cannot be parsed. */
export function referencesIn(json: unknown): readonly Reference[] {
  if (typeof json === "string") return json.includes("{") ? nodeReferences(parseString(json)) : NONE;
  if (typeof json !== "object" || json === null) return NONE;
  // Asked for when the configuration is checked, and again for the graph.
  let references = inBodies.get(json);
  if (!references) {
    references = gather(json);
    inBodies.set(json, references);
  }
  return references;
}

function gather(json: object): readonly Reference[] {
  let found: Reference[] | undefined;
  const add = (references: readonly Reference[]) => {
    if (references.length > 0) (found ??= []).push(...references);
  };
  if (Array.isArray(json)) for (const item of json) add(referencesIn(item));
  else {
    for (const [key, item] of Object.entries(json)) {
      if (key === "//") continue;
      if (key.includes("{")) add(nodeReferences(parseString(key)));
      add(referencesIn(item));
    }
  }
  return found ?? NONE;
}

export function nodeReferences(node: Node): readonly Reference[] {
  let references = known.get(node);
  if (!references) {
    const found: Reference[] = [];
    collect(node, new Set(), found);
    references = found;
    known.set(node, references);
  }
  return references;
}

function collect(node: Node, bound: ReadonlySet<string>, found: Reference[]): void {
  switch (node.kind) {
    case "root":
    case "attribute": {
      const path: string[] = [];
      let start: Node = node;
      while (start.kind === "attribute") {
        path.push(start.name);
        start = start.of;
      }
      if (start.kind !== "root") collect(start, bound, found);
      else if (!bound.has(start.name)) found.push({ root: start.name, path: path.reverse() });
      return;
    }
    case "for": {
      collect(node.over, bound, found);
      const inner = new Set(bound).add(node.valueName);
      if (node.keyName !== undefined) inner.add(node.keyName);
      for (const part of [node.value, node.key, node.condition]) if (part) collect(part, inner, found);
      return;
    }
    default:
      for (const child of children(node)) collect(child, bound, found);
  }
}

const NOT_RESOURCES = new Set(["var", "local", "path", "terraform", "each", "count", "self", "module", "ephemeral"]);

/** `type.name` or `data.type.name`, when it is a resource that is referred to. */
export function resourceId({ root, path }: Reference): string | undefined {
  if (root === "data") return `data.${path[0] ?? ""}.${path[1] ?? ""}`;
  if (root === "resource") return `${path[0] ?? ""}.${path[1] ?? ""}`;
  return NOT_RESOURCES.has(root) ? undefined : `${root}.${path[0] ?? ""}`;
}
