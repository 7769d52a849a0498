/** Directives with their places, nested as braces nest them. */
import { rootKeywords } from "./keywords/root";
import type { Keyword, Keywords } from "./keywords/keyword";
import { positionAt } from "./placed-text";
import type { PlacedText } from "./placed-text";
import type { Position } from "./position";
import type { Problem, ProblemCode } from "./problem";
import { plainWords } from "./words";
import type { Word } from "./words";

export interface Directive {
  /** The first is the keyword, or a value in a list; never empty. */
  readonly words: readonly Word[];
  /** The line as far as the brace: a script's command is read from it in its own way. */
  readonly line: PlacedText;
  readonly position: Position;
  /** What its braces hold; absent when it has none. */
  readonly body?: readonly Directive[];
  /** What keepalived knows under this name in this block; absent in lists, in what is not judged, and when it is unknown. */
  readonly keyword?: Keyword;
  /** True where only keywords may stand. */
  readonly amongKeywords: boolean;
}

type Building = Omit<Directive, "body"> & { body?: Directive[] };

interface Open {
  readonly body: Directive[];
  readonly among: Keywords | "values" | "unjudged";
  readonly position?: Position;
}

/** More than any real configuration has. Whoever walks through a tree may take a step into the stack for each. */
const DEEPEST = 100;

export function buildTree(lines: Iterable<PlacedText>, report: (problem: Problem) => void): readonly Directive[] {
  const root: Open = { body: [], among: rootKeywords };
  const open: Open[] = [root];
  /** The directive that a brace would belong to: the one right before it. */
  let last: Building | undefined;
  const problem = (code: ProblemCode, position: Position, detail: string) => report({ code, position, detail });
  const inner = () => open.at(-1) ?? root;
  /** Of braces below the deepest. */
  let ignored = 0;

  function enter(directive: Building): void {
    directive.body = [];
    const among = directive.keyword?.body ?? (inner().among === "values" ? "values" : "unjudged");
    open.push({ body: directive.body, among, position: directive.position });
    last = undefined;
  }

  /** keepalived goes into the block of a keyword that has one even when the brace is missing. */
  function enterWithoutBrace(): void {
    if (last?.keyword?.body === undefined) return;
    problem("braces", last.position, `The block of ${last.words[0]?.text ?? ""} has no opening brace.`);
    enter(last);
  }

  for (const line of lines) {
    const position = positionAt(line, 0);
    if (line.text === "{" && open.length > DEEPEST) {
      if (ignored === 0) problem("braces", position, `Braces are nested more than ${DEEPEST} deep.`);
      ignored += 1;
      continue;
    }
    if (line.text === "}" && ignored > 0) {
      ignored -= 1;
      continue;
    }
    if (line.text === "{") {
      if (last === undefined) {
        problem("braces", position, "There is an opening brace where no block can start: keepalived ignores it.");
        continue;
      }
      const name = last.words[0]?.text ?? "";
      if (last.keyword !== undefined && last.keyword.body === undefined) {
        problem(
          "braces",
          position,
          `${name} has no block: keepalived ignores the opening brace, and the closing one ends the block around it.`,
        );
      }
      enter(last);
      continue;
    }
    if (line.text === "}") {
      enterWithoutBrace();
      last = undefined;
      if (open.length === 1) problem("braces", position, "There is a closing brace too many.");
      else open.pop();
      continue;
    }
    enterWithoutBrace();
    last = add(inner(), line, report);
  }
  enterWithoutBrace();
  const unclosed = open.length > 1 ? inner().position : undefined;
  if (unclosed !== undefined) problem("braces", unclosed, "The block that starts here is never closed.");
  return root.body;
}

function add(block: Open, line: PlacedText, report: (problem: Problem) => void): Building | undefined {
  const { words, openQuote } = plainWords(line);
  if (openQuote !== undefined) {
    report({
      code: "quote",
      position: openQuote,
      detail: "The quote that opens here is never closed; what follows it is lost.",
    });
  }
  const [first] = words;
  if (first === undefined) return undefined;
  const known = typeof block.among === "string" ? undefined : block.among.get(first.text);
  const directive: Building = {
    words,
    line,
    position: first.position,
    ...(known === undefined ? {} : { keyword: known }),
    amongKeywords: typeof block.among !== "string",
  };
  block.body.push(directive);
  return directive;
}
