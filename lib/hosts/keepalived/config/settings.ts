import type { Position } from "../position";
import type { Directive } from "../tree";
import type { Word } from "../words";

/** The directives of one block, by keyword. */
export interface Settings {
  readonly directives: readonly Directive[];
  all(keyword: string): readonly Directive[];
  /** The last one, which is the one that counts for all but notify scripts. */
  last(keyword: string): Directive | undefined;
  has(keyword: string): boolean;
}

export function settingsOf(directives: readonly Directive[]): Settings {
  const all = (keyword: string) => directives.filter(({ words }) => words[0]?.text === keyword);
  return {
    directives,
    all,
    last: (keyword) => all(keyword).at(-1),
    has: (keyword) => all(keyword).length > 0,
  };
}

export function valueOf(directive: Directive | undefined): string | undefined {
  return directive?.words[1]?.text;
}

/** Where the value stands, or the keyword where there is none. */
export function valuePosition(directive: Directive): Position {
  return (directive.words[1] ?? directive.words[0])?.position ?? directive.position;
}

const yes = ["true", "on", "yes"];
export const no: readonly string[] = ["false", "off", "no"];

/** What a switch takes. */
export const booleanWords: readonly string[] = [...yes, ...no];

/** `yes`, `on` and `true`, and a keyword without a value, mean yes; undefined when it is neither yes nor no. */
export function booleanOf(directive: Directive): boolean | undefined {
  const value = valueOf(directive);
  if (value === undefined || yes.includes(value)) return true;
  return no.includes(value) ? false : undefined;
}

/** A whole number as keepalived reads it, within the range; undefined when it is none. */
export function wholeNumber(text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  return number >= min && number <= max ? number : undefined;
}

/** A number with a fraction, within the range. */
export function decimal(text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined || !/^\+?\d*(\.\d*)?$/.test(text) || !/\d/.test(text)) return undefined;
  const number = Number(text);
  return number >= min && number <= max ? number : undefined;
}

/** The lines of a list, each a directive whose first word is a value. */
export function listed(settings: Settings, keyword: string): readonly Directive[] {
  return settings.all(keyword).flatMap(({ body }) => body ?? []);
}

export const text = (word: Word | undefined) => word?.text ?? "";
