/**
 * `$NAME=value` and its uses. A value is taken as written and replaced where it is used, again and again, so that a value
 * may name variables that are defined later. A value that goes on over several lines may only end a line.
 * Sources: keepalived.conf(5), "Parameter substitution"; keepalived 2.2.7, lib/parser.c, replace_param().
 */
import { cut, replaced, trimmed } from "./placed-text";
import type { PlacedText } from "./placed-text";

export interface Variable {
  /** One line, or those of a definition that goes on. */
  readonly lines: readonly PlacedText[];
  readonly multiline: boolean;
}

export interface Definition {
  readonly name: string;
  readonly value: PlacedText;
  readonly continues: boolean;
}

export function parseDefinition(line: PlacedText): Definition | undefined {
  const head = /^\$([A-Za-z_][A-Za-z0-9_]*)=/.exec(line.text);
  if (head?.[1] === undefined) return undefined;
  const continues = line.text.endsWith("\\");
  const value = cut(line, head[0].length, line.text.length - (continues ? 1 : 0));
  return { name: head[1], value: trimmed(value), continues };
}

/** Names that keepalived defines by itself; undefined for all others. `parameters` are those of `${_RANDOM 1 9}`. */
export type Predefined = (name: string, parameters: readonly number[]) => string | undefined;

export interface Expansion {
  readonly line: PlacedText;
  readonly changed: boolean;
  /** Further lines of multi-line values, the innermost last. */
  readonly following: readonly (readonly PlacedText[])[];
  /** The name of a variable that leads back to itself: keepalived never ends. */
  readonly endless?: string;
  /** Replacing stopped, because keepalived's buffer was full. */
  readonly tooLong?: boolean;
}

/** keepalived reads and replaces in a buffer of this size. Source: keepalived 2.2.7, lib/parser.h, MAXBUF. */
const BUFFER_BYTES = 1024;

/** More replacements than fit into the buffer if each leaves one character. */
const MOST_REPLACEMENTS = 2 * BUFFER_BYTES;

export function expand(line: PlacedText, variables: ReadonlyMap<string, Variable>, predefined: Predefined): Expansion {
  const following: (readonly PlacedText[])[] = [];
  let result = line;
  let at = 0;
  for (let replacements = 0; ;) {
    const use = nextUse(result.text, at);
    if (use === undefined) return { line: result, changed: replacements > 0, following };
    const variable = variables.get(use.name);
    const value = variable ? firstLine(variable, use) : predefined(use.name, use.parameters);
    if (value === undefined) {
      at = use.start + 1;
      continue;
    }
    replacements += 1;
    if (replacements > MOST_REPLACEMENTS) return { line, changed: false, following: [], endless: use.name };
    const next = replaced(result, use.start, use.end, (variable?.multiline && variable.lines[0]) || value);
    if (Buffer.byteLength(next.text) >= BUFFER_BYTES) return { line: result, changed: false, following, tooLong: true };
    if (variable?.multiline) following.push(variable.lines.slice(1));
    result = next;
    at = use.start;
    if (value.trimStart().startsWith("~")) return { line: result, changed: true, following };
  }
}

interface Use {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly endsLine: boolean;
}

function nextUse(text: string, from: number): Use | undefined {
  const pattern = /\$(?:\{([A-Za-z_][A-Za-z0-9_]*)((?: +\d+)*)\}|([A-Za-z_][A-Za-z0-9_]*)(?=[ \t,)]|$))/g;
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const end = match.index + match[0].length;
  return {
    name: match[1] ?? match[3] ?? "",
    parameters: (match[2] ?? "").split(" ").filter(Boolean).map(Number),
    start: match.index,
    end,
    endsLine: end === text.length,
  };
}

function firstLine(variable: Variable, use: Use): string | undefined {
  if (use.parameters.length > 0) return undefined;
  if (variable.multiline && !use.endsLine) return undefined;
  return variable.lines[0]?.text ?? "";
}

/** Uses of names that nothing defines: they stay in the text as they are. */
export function undefinedUses(line: PlacedText): readonly { readonly name: string; readonly offset: number }[] {
  return [...line.text.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?/g)].map((match) => ({
    name: match[1] ?? "",
    offset: match.index,
  }));
}
