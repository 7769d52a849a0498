import type { BinaryOperator, ForNode, Node } from "./ast";
import { parseTemplate } from "./parse-template";
import { Lexer } from "./tokens";
import { FALSE, NULL, number, text, TRUE } from "./typed";

/** How tightly operators bind. */
const BINDING: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

const KEYWORDS = new Map([
  ["true", TRUE],
  ["false", FALSE],
  ["null", NULL],
]);

/** Thousands of resources say the same; what was parsed once is kept for the life of the process. */
const parsed = new Map<string, Node>();

/** A JSON string as Terraform reads it: text with `${…}` and `%{…}`. */
export function parseString(source: string): Node {
  let node = parsed.get(source);
  if (!node) {
    node = parseTemplate(new Lexer(source), false, expression);
    parsed.set(source, node);
  }
  return node;
}

/** A bare expression, without `${…}` around it, as in `depends_on`. */
export function parseExpression(source: string): Node {
  const lexer = new Lexer(source);
  const node = expression(lexer);
  if (lexer.peek().kind !== "end") lexer.fail(`Expected the end, but found ${lexer.found()}.`);
  return node;
}

/** Reads one expression, and leaves what follows it. */
export function expression(lexer: Lexer): Node {
  const test = binary(lexer, 0);
  if (!lexer.take("?")) return test;
  const then = expression(lexer);
  lexer.expect(":", 'a ":" between the results of the conditional');
  return { kind: "conditional", test, then, otherwise: expression(lexer) };
}

function binary(lexer: Lexer, weakest: number): Node {
  let left = unary(lexer);
  for (;;) {
    const token = lexer.peek();
    const binding = token.kind === "symbol" ? BINDING[token.text] : undefined;
    if (binding === undefined || binding <= weakest) return left;
    lexer.next();
    left = { kind: "binary", operator: token.text as BinaryOperator, left, right: binary(lexer, binding) };
  }
}

function unary(lexer: Lexer): Node {
  if (lexer.take("!")) return { kind: "unary", operator: "!", of: unary(lexer) };
  if (lexer.take("-")) return { kind: "unary", operator: "-", of: unary(lexer) };
  return traversal(lexer, term(lexer));
}

function term(lexer: Lexer): Node {
  const token = lexer.next();
  switch (token.kind) {
    case "end":
      break;
    case "number":
      return { kind: "literal", value: number(token.value) };
    case "quote":
      return parseTemplate(lexer, true, expression);
    case "identifier": {
      const keyword = KEYWORDS.get(token.text);
      if (keyword) return { kind: "literal", value: keyword };
      return lexer.is("(") || lexer.is("::") ? call(lexer, token.text) : { kind: "root", name: token.text };
    }
    case "symbol":
      if (token.text === "(") {
        const inner = expression(lexer);
        lexer.expect(")", "a closing parenthesis");
        return inner;
      }
      if (token.text === "[") return lexer.isWord("for") ? forExpression(lexer, "]") : tuple(lexer);
      if (token.text === "{") return lexer.isWord("for") ? forExpression(lexer, "}") : object(lexer);
  }
  return lexer.fail(
    `Expected the start of an expression, but found ${token.kind === "end" ? "the end" : JSON.stringify(token.text)}.`,
  );
}

function call(lexer: Lexer, first: string): Node {
  let name = first;
  while (lexer.take("::")) name += `::${lexer.next().text}`;
  lexer.expect("(", "an opening parenthesis");
  const args: Node[] = [];
  let expand = false;
  while (!lexer.take(")")) {
    args.push(expression(lexer));
    expand = lexer.take("...");
    if (expand || !lexer.take(",")) {
      lexer.expect(")", "a comma or a closing parenthesis after an argument");
      break;
    }
  }
  return { kind: "call", name, args, expand };
}

function tuple(lexer: Lexer): Node {
  const items: Node[] = [];
  while (!lexer.take("]")) {
    items.push(expression(lexer));
    if (!lexer.take(",")) {
      lexer.expect("]", "a comma or a closing bracket after an item");
      break;
    }
  }
  return { kind: "tuple", items };
}

function object(lexer: Lexer): Node {
  const items: [Node, Node][] = [];
  while (!lexer.take("}")) {
    const key = objectKey(lexer);
    if (!lexer.take("=") && !lexer.take(":"))
      lexer.fail(`Expected "=" or ":" after a key, but found ${lexer.found()}.`);
    items.push([key, expression(lexer)]);
    if (!lexer.take(",") && !lexer.is("}") && !lexer.peek().newline) {
      lexer.fail(`Expected a comma, a new line or a closing brace, but found ${lexer.found()}.`);
    }
  }
  return { kind: "object", items };
}

/** A bare word is the key itself; `(word)` is a reference. */
function objectKey(lexer: Lexer): Node {
  const bare = !lexer.is("(");
  const key = expression(lexer);
  return bare && key.kind === "root" ? { kind: "literal", value: text(key.name) } : key;
}

function forExpression(lexer: Lexer, close: "]" | "}"): ForNode {
  lexer.next();
  const names = [lexer.next().text];
  if (lexer.take(",")) names.push(lexer.next().text);
  if (!lexer.isWord("in")) lexer.fail(`For expression requires the "in" keyword after its name declarations.`);
  lexer.next();
  const [valueName, keyName] = names.reverse();
  const over = expression(lexer);
  lexer.expect(":", 'a ":" after the collection of a "for" expression');
  let value = expression(lexer);
  let key: Node | undefined;
  if (close === "}") {
    key = value;
    lexer.expect("=>", '"=>" between key and value of a "for" expression');
    value = expression(lexer);
  }
  const group = close === "}" && lexer.take("...");
  let condition: Node | undefined;
  if (lexer.isWord("if")) {
    lexer.next();
    condition = expression(lexer);
  }
  lexer.expect(close, 'the end of the "for" expression');
  return {
    kind: "for",
    valueName: valueName!,
    ...(keyName === undefined ? {} : { keyName }),
    over,
    ...(key ? { key } : {}),
    value,
    ...(condition ? { condition } : {}),
    group,
  };
}

function traversal(lexer: Lexer, start: Node): Node {
  let node = start;
  for (;;) {
    if (lexer.take(".")) {
      const token = lexer.next();
      if (token.kind === "identifier") node = { kind: "attribute", of: node, name: token.text };
      else if (token.kind === "number") node = legacyIndex(node, token.text);
      else if (token.kind === "symbol" && token.text === "*") node = splat(lexer, node, false);
      else lexer.fail("An attribute name is required after a dot.", "Invalid attribute name");
    } else if (lexer.is("[") && !lexer.peek().newline) {
      lexer.next();
      if (lexer.take("*")) {
        lexer.expect("]", "a closing bracket after the splat");
        node = splat(lexer, node, true);
        continue;
      }
      node = { kind: "index", of: node, key: expression(lexer) };
      lexer.expect("]", "a closing bracket after the index");
    } else {
      return node;
    }
  }
}

/** `list.0.name` is the old spelling of `list[0].name`; `.0.1` reads as one number. */
function legacyIndex(of: Node, digits: string): Node {
  return digits
    .split(".")
    .reduce<Node>(
      (node, index) => ({ kind: "index", of: node, key: { kind: "literal", value: number(Number(index)) } }),
      of,
    );
}

/** `[*]` takes all that follows into each item, `.*` only attribute names. */
function splat(lexer: Lexer, of: Node, full: boolean): Node {
  let each: Node = { kind: "item" };
  for (;;) {
    if (lexer.take(".")) {
      const token = lexer.next();
      if (token.kind === "identifier") each = { kind: "attribute", of: each, name: token.text };
      else if (token.kind === "number") each = legacyIndex(each, token.text);
      else lexer.fail("An attribute name is required after a dot.", "Invalid attribute name");
    } else if (full && lexer.is("[") && !lexer.peek().newline) {
      lexer.next();
      if (lexer.take("*")) lexer.fail("A splat within a splat is not supported: use a for expression.");
      each = { kind: "index", of: each, key: expression(lexer) };
      lexer.expect("]", "a closing bracket after the index");
    } else {
      return { kind: "splat", of, each };
    }
  }
}
