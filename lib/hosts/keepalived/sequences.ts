/**
 * `~SEQ(VAR, start, step, end)` and `~LST(VAR, value, …)`: the rest of the line once for each value.
 * Sources: keepalived.conf(5), "Sequence blocks", "List blocks"; keepalived 2.2.7, lib/parser.c, add_seq(), add_lst().
 */
import { cut } from "./placed-text";
import type { PlacedText } from "./placed-text";

export interface Sequence {
  /** What is defined in each round. */
  readonly rounds: Iterable<ReadonlyMap<string, string>>;
  readonly count: number;
  readonly body: PlacedText;
}

/** Undefined when the line is no valid sequence. `expanded` replaces variables in the bounds. */
export function parseSequence(line: PlacedText, expanded: (text: string) => string): Sequence | undefined {
  return line.text.startsWith("~SEQ") ? parseNumbers(line, expanded) : parseList(line);
}

function parseNumbers(line: PlacedText, expanded: (text: string) => string): Sequence | undefined {
  const head = /^~SEQ(x?)[ \t]*\([ \t]*([^ \t,)]+)[ \t]*,([^)]*)\)[ \t]*/.exec(line.text);
  if (head === null) return undefined;
  const [whole, hex, name = "", bounds = ""] = head;
  const numbers = expanded(bounds).split(",").map(wholeNumber);
  const range = rangeOf(numbers);
  if (range === undefined || (hex === "x" && (range.start < 0 || range.end < 0))) return undefined;
  const count = Math.max(1, Math.floor((range.end - range.start) / range.step) + 1);
  return { rounds: numberRounds(name, range, count, hex === "x" ? 16 : 10), count, body: cut(line, whole.length) };
}

interface Range {
  readonly start: number;
  readonly step: number;
  readonly end: number;
}

function rangeOf(numbers: readonly (number | undefined)[]): Range | undefined {
  const [first, second, third] = numbers;
  if (first === undefined || numbers.length > 3 || numbers.includes(undefined)) return undefined;
  if (second === undefined) return { start: first < 0 ? -1 : 1, step: first < 1 ? -1 : 1, end: first };
  if (third === undefined) return { start: first, step: first <= second ? 1 : -1, end: second };
  const wrongWay = (first < third && second < 0) || (first > third && second > 0);
  return second === 0 || wrongWay ? undefined : { start: first, step: second, end: third };
}

/** As C's strtol with base 0 reads it: decimal, 0x… or octal. */
function wholeNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^-?0[0-7]+$/.test(trimmed)) return parseInt(trimmed, 8);
  if (/^-?0x[0-9a-f]+$/i.test(trimmed)) return trimmed.startsWith("-") ? -Number(trimmed.slice(1)) : Number(trimmed);
  return /^[+-]?\d+$/.test(trimmed) ? Number(trimmed) : undefined;
}

function* numberRounds(name: string, { start, step }: Range, count: number, radix: number) {
  for (let round = 0; round < count; round += 1) {
    yield new Map([[name, (start + round * step).toString(radix)]]);
  }
}

function parseList(line: PlacedText): Sequence | undefined {
  const head = /^~LST[ \t]*\([ \t]*/.exec(line.text);
  if (head === null) return undefined;
  const items = readItems(line.text, head[0].length);
  const names = items?.list[0];
  if (items === undefined || names === undefined || items.list.length < 2) return undefined;
  const rounds = items.list.slice(1).map((values) => new Map(names.map((name, index) => [name, values[index] ?? ""])));
  if (items.list.slice(1).some((values) => values.length > names.length)) return undefined;
  const end = items.end + (/^[ \t]*/.exec(line.text.slice(items.end))?.[0].length ?? 0);
  return { rounds, count: rounds.length, body: cut(line, end) };
}

/** `a, {b, c}, d)`: each item a list of words; `end` is behind the closing parenthesis. */
function readItems(text: string, from: number): { readonly list: string[][]; readonly end: number } | undefined {
  const list: string[][] = [];
  let at = from;
  for (;;) {
    const item = /^[ \t]*(?:\{([^{}]*)\}|([^ \t,(){}]*))[ \t]*([,)])/.exec(text.slice(at));
    if (item === null) return undefined;
    list.push((item[1] ?? item[2] ?? "").split(",").map((word) => word.trim()));
    at += item[0].length;
    if (item[3] === ")") return { list, end: at };
  }
}
