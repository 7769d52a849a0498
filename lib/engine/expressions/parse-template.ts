import type { ForNode, Node } from "./ast";
import { EvaluationError } from "./error";
import type { Lexer } from "./tokens";
import { text } from "./typed";

export type ParseExpression = (lexer: Lexer) => Node;

type Piece =
  | { readonly kind: "text"; text: string }
  | { readonly kind: "node"; readonly node: Node }
  | { readonly kind: "if"; readonly test: Node }
  | { readonly kind: "else" | "endif" | "endfor" }
  | { readonly kind: "for"; readonly head: Omit<ForNode, "value"> };

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * Reads text with `${…}` and `%{…}` up to the end, or up to the closing quote. Backslashes escape only within quotes:
 * what stands in a JSON string was unescaped by JSON already.
 */
export function parseTemplate(lexer: Lexer, quoted: boolean, parseExpression: ParseExpression): Node {
  const pieces = readPieces(lexer, quoted, parseExpression);
  const [first] = pieces;
  if (pieces.length === 1 && first?.kind === "node") return first.node;
  const parts = assemble(pieces, []).parts;
  return asTemplate(parts);
}

function asTemplate(parts: readonly Node[]): Node {
  if (parts.length === 0) return { kind: "literal", value: text("") };
  const [first] = parts;
  if (parts.length === 1 && first?.kind === "literal") return first;
  return { kind: "template", parts };
}

function readPieces(lexer: Lexer, quoted: boolean, parseExpression: ParseExpression): Piece[] {
  const pieces: Piece[] = [];
  const source = lexer.source;
  let literal = "";
  let trimNext = false;
  const flush = (trimEnd: boolean) => {
    const trimmed = trimEnd ? trimLastLine(literal) : literal;
    if (trimmed !== "") pieces.push({ kind: "text", text: trimmed });
    literal = "";
  };
  const addText = (addition: string) => {
    literal += addition;
    // Whitespace goes up to the end of the line that the marker is on, and no further.
    if (!trimNext) return;
    literal = literal.trimStart();
    trimNext = literal === "" && addition !== "\n";
  };
  for (;;) {
    const character = source[lexer.position];
    if (character === undefined) {
      if (quoted) lexer.fail("A quote is not closed.", "Unterminated template string");
      flush(false);
      return pieces;
    }
    if (quoted && character === '"') {
      lexer.position += 1;
      flush(false);
      return pieces;
    }
    const two = source.slice(lexer.position, lexer.position + 3);
    if (two === "$${" || two === "%%{") {
      lexer.position += 3;
      addText(two.slice(1));
    } else if (two.startsWith("${") || two.startsWith("%{")) {
      lexer.position += 2;
      const trimEnd = source[lexer.position] === "~";
      if (trimEnd) lexer.position += 1;
      flush(trimEnd);
      pieces.push(
        two.startsWith("$") ? { kind: "node", node: parseExpression(lexer) } : readDirective(lexer, parseExpression),
      );
      trimNext = lexer.take("~");
      lexer.expect("}", "a closing brace of the template sequence");
    } else if (quoted && character === "\\") {
      addText(readEscape(lexer));
    } else {
      lexer.position += 1;
      addText(character);
    }
  }
}

/** The text before the marker, from the last line on: Terraform reads text line by line. */
function trimLastLine(literal: string): string {
  const lineStart = literal.slice(0, -1).lastIndexOf("\n") + 1;
  return literal.slice(0, lineStart) + literal.slice(lineStart).trimEnd();
}

function readEscape(lexer: Lexer): string {
  const letter = lexer.source[lexer.position + 1] ?? "";
  const simple = ESCAPES[letter];
  if (simple !== undefined) {
    lexer.position += 2;
    return simple;
  }
  const digits = letter === "u" ? 4 : letter === "U" ? 8 : 0;
  const code = lexer.source.slice(lexer.position + 2, lexer.position + 2 + digits);
  if (digits === 0 || !/^[0-9a-fA-F]+$/.test(code) || code.length !== digits) {
    lexer.fail(`The symbol "${letter}" is not a valid escape sequence selector.`, "Invalid escape sequence");
  }
  lexer.position += 2 + digits;
  return String.fromCodePoint(parseInt(code, 16));
}

function readDirective(lexer: Lexer, parseExpression: ParseExpression): Piece {
  const token = lexer.next();
  switch (token.kind === "identifier" ? token.text : "") {
    case "if":
      return { kind: "if", test: parseExpression(lexer) };
    case "else":
      return { kind: "else" };
    case "endif":
      return { kind: "endif" };
    case "endfor":
      return { kind: "endfor" };
    case "for": {
      const names = [lexer.next().text];
      if (lexer.take(",")) names.push(lexer.next().text);
      if (!lexer.isWord("in")) lexer.fail('Expected "in" after the names of "for".', "Invalid template directive");
      lexer.next();
      const [valueName, keyName] = names.reverse();
      const over = parseExpression(lexer);
      const head = { kind: "for", valueName: valueName!, over, group: false } as const;
      return { kind: "for", head: keyName === undefined ? head : { ...head, keyName } };
    }
    default:
      return lexer.fail(`"${token.text}" is not a valid template control keyword.`, "Invalid template directive");
  }
}

/** Nests what stands between `if`, `else` and `endif`, `for` and `endfor`. */
function assemble(pieces: Piece[], until: readonly string[]): { parts: Node[]; end: string } {
  const parts: Node[] = [];
  for (;;) {
    const piece = pieces.shift();
    if (!piece) {
      if (until.length > 0) throw unclosed(`Expected %{${until.join("} or %{")}} before the end of the template.`);
      return { parts, end: "" };
    }
    if (until.includes(piece.kind)) return { parts, end: piece.kind };
    switch (piece.kind) {
      case "text":
        parts.push({ kind: "literal", value: text(piece.text) });
        break;
      case "node":
        parts.push(piece.node);
        break;
      case "if": {
        const then = assemble(pieces, ["else", "endif"]);
        const otherwise = then.end === "else" ? assemble(pieces, ["endif"]).parts : [];
        parts.push({
          kind: "conditional",
          test: piece.test,
          then: { kind: "template", parts: then.parts },
          otherwise: { kind: "template", parts: otherwise },
        });
        break;
      }
      case "for": {
        const value: Node = { kind: "template", parts: assemble(pieces, ["endfor"]).parts };
        parts.push({ kind: "join", of: { ...piece.head, value } });
        break;
      }
      case "else":
      case "endif":
      case "endfor":
        throw unclosed(`Unexpected %{${piece.kind}}.`);
    }
  }
}

function unclosed(detail: string): EvaluationError {
  return new EvaluationError("Invalid template", detail);
}
