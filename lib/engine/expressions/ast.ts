import type { Typed } from "./typed";

export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

export type Node =
  | { readonly kind: "literal"; readonly value: Typed }
  /** Text and interpolations, joined to one string. A lone interpolation is no template: it keeps its type. */
  | { readonly kind: "template"; readonly parts: readonly Node[] }
  /** A name at the start of a reference: `var`, `ipfailover_group`, a loop's variable. */
  | { readonly kind: "root"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Node; readonly name: string }
  | { readonly kind: "index"; readonly of: Node; readonly key: Node }
  /** `of[*].x`: `each` is evaluated for every item, which it finds as `item`. */
  | { readonly kind: "splat"; readonly of: Node; readonly each: Node }
  | { readonly kind: "item" }
  | ForNode
  | { readonly kind: "conditional"; readonly test: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly of: Node }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[]; readonly expand: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Node[] }
  | { readonly kind: "object"; readonly items: readonly (readonly [key: Node, value: Node])[] }
  /** `%{for}`: the texts of all rounds behind each other. */
  | { readonly kind: "join"; readonly of: ForNode };

export interface ForNode {
  readonly kind: "for";
  readonly keyName?: string;
  readonly valueName: string;
  readonly over: Node;
  /** Present where the result is an object. */
  readonly key?: Node;
  readonly value: Node;
  readonly condition?: Node;
  /** `{for … : k => v...}` gathers values of equal keys. */
  readonly group: boolean;
}

/** The parts of a node that are evaluated with it. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case "literal":
    case "root":
    case "item":
      return [];
    case "template":
      return node.parts;
    case "attribute":
    case "unary":
      return [node.of];
    case "join":
      return [node.of];
    case "index":
      return [node.of, node.key];
    case "splat":
      return [node.of, node.each];
    case "for":
      return [node.over, node.value, ...(node.key ? [node.key] : []), ...(node.condition ? [node.condition] : [])];
    case "conditional":
      return [node.test, node.then, node.otherwise];
    case "binary":
      return [node.left, node.right];
    case "call":
      return node.args;
    case "tuple":
      return node.items;
    case "object":
      return node.items.flat();
  }
}
