import { EvaluationError } from "./error";

export type Token =
  | { readonly kind: "identifier"; readonly text: string; readonly newline: boolean }
  | { readonly kind: "number"; readonly value: number; readonly text: string; readonly newline: boolean }
  /** The opening quote: what follows is a template up to the closing one. */
  | { readonly kind: "quote"; readonly text: '"'; readonly newline: boolean }
  | { readonly kind: "symbol"; readonly text: string; readonly newline: boolean }
  | { readonly kind: "end"; readonly text: ""; readonly newline: boolean };

const SPACE = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SYMBOL = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||::|[-+*/%!<>?:=.,()[\]{}~]/y;

/** Reads tokens on demand, so that the parser can switch to template text in between. */
export class Lexer {
  private ahead: Token | undefined;

  constructor(
    readonly source: string,
    public position = 0,
  ) {}

  peek(): Token {
    return (this.ahead ??= this.read());
  }

  next(): Token {
    const token = this.peek();
    this.ahead = undefined;
    return token;
  }

  is(symbol: string): boolean {
    const token = this.peek();
    return token.kind === "symbol" && token.text === symbol;
  }

  isWord(word: string): boolean {
    const token = this.peek();
    return token.kind === "identifier" && token.text === word;
  }

  take(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.next();
    return true;
  }

  expect(symbol: string, what: string): void {
    if (!this.take(symbol)) this.fail(`Expected ${what}, but found ${this.found()}.`);
  }

  fail(detail: string, summary = "Invalid expression"): never {
    throw new EvaluationError(summary, `${detail} (in ${JSON.stringify(this.source)})`);
  }

  found(): string {
    const token = this.peek();
    return token.kind === "end" ? "the end" : JSON.stringify(token.text);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  private read(): Token {
    const newline = (this.match(SPACE) ?? "").includes("\n");
    if (this.position >= this.source.length) return { kind: "end", text: "", newline };
    const identifier = this.match(IDENTIFIER);
    if (identifier !== undefined) return { kind: "identifier", text: identifier, newline };
    const digits = this.match(NUMBER);
    if (digits !== undefined) return { kind: "number", value: Number(digits), text: digits, newline };
    if (this.source[this.position] === '"') {
      this.position += 1;
      return { kind: "quote", text: '"', newline };
    }
    const symbol = this.match(SYMBOL);
    if (symbol !== undefined) return { kind: "symbol", text: symbol, newline };
    const character = this.source[this.position]!;
    throw new EvaluationError(
      "Invalid character",
      `This character is not used within the language: ${JSON.stringify(character)} (in ${JSON.stringify(this.source)})`,
    );
  }
}
