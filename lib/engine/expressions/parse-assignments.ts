import type { Node } from "./ast";
import { expression } from "./parse";
import { Lexer } from "./tokens";

/** `name = expression` on lines of their own, as in a `.tfvars` file. */
export function parseAssignments(source: string): [string, Node][] {
  const lexer = new Lexer(source);
  const found: [string, Node][] = [];
  while (lexer.peek().kind !== "end") {
    const token = lexer.next();
    if (token.kind !== "identifier") lexer.fail(`Expected a name, but found ${JSON.stringify(token.text)}.`);
    lexer.expect("=", `"=" after ${token.text}`);
    found.push([token.text, expression(lexer)]);
    const next = lexer.peek();
    if (next.kind !== "end" && !next.newline) lexer.fail(`Expected a new line, but found ${lexer.found()}.`);
  }
  return found;
}
