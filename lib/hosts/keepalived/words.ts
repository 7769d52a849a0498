/**
 * Words of a line. Two ways of reading exist in keepalived and are used in different places: the plain one knows double
 * quotes only; a script's command line also knows single quotes and escapes.
 * Sources: keepalived 2.2.7, lib/parser.c, alloc_strvec_r() and alloc_strvec_quoted_escaped(); keepalived.conf(5),
 * "Quoted strings".
 */
import { positionAt } from "./placed-text";
import type { PlacedText } from "./placed-text";
import type { Position } from "./position";

export interface Word {
  readonly text: string;
  readonly position: Position;
}

export interface Words {
  readonly words: readonly Word[];
  /** Where a quote opens that nothing closes: the words from there on are lost. */
  readonly openQuote?: Position;
}

const blank = /[ \t\f\n\r\v]/;

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && blank.test(text.charAt(at))) at += 1;
  return at;
}

export function plainWords(line: PlacedText): Words {
  const { text } = line;
  const words: Word[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const position = positionAt(line, at);
    if (text.charAt(at) === '"') {
      const close = text.indexOf('"', at + 1);
      if (close < 0) return { words, openQuote: position };
      words.push({ text: text.slice(at + 1, close), position });
      at = close + 1;
    } else {
      const start = at;
      while (at < text.length && !blank.test(text.charAt(at)) && text.charAt(at) !== '"') at += 1;
      words.push({ text: text.slice(start, at), position });
    }
    at = skipBlanks(text, at);
  }
  return { words };
}

/** A script with its arguments, as keepalived splits it before it runs it. */
export function commandWords(line: PlacedText): Words {
  const { text } = line;
  const words: Word[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const position = positionAt(line, at);
    const word = readCommandWord(text, at);
    if (word === undefined) return { words, openQuote: position };
    words.push({ text: word.text, position });
    at = skipBlanks(text, word.end);
  }
  return { words };
}

function readCommandWord(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  let result = "";
  let quote = "";
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\\") {
      const escape = readEscape(text, at + 1);
      if (escape === undefined) return undefined;
      result += escape.text;
      at = escape.end;
    } else if (quote !== "") {
      if (character === quote) quote = "";
      else result += character;
      at += 1;
    } else if (character === '"' || character === "'") {
      quote = character;
      at += 1;
    } else if (blank.test(character)) {
      break;
    } else {
      result += character;
      at += 1;
    }
  }
  return quote === "" ? { text: result, end: at } : undefined;
}

const namedEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function readEscape(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const rest = text.slice(at);
  if (rest === "") return undefined;
  const hex = /^x([0-9a-fA-F]+)/.exec(rest);
  if (hex?.[1] !== undefined) return { text: byte(parseInt(hex[1].slice(-2), 16)), end: at + hex[0].length };
  const control = /^c(.)/s.exec(rest);
  if (control?.[1] !== undefined) return { text: byte(control[1].charCodeAt(0) & 0x1f), end: at + 2 };
  const octal = /^[0-7]{1,3}/.exec(rest);
  if (octal) return { text: byte(parseInt(octal[0], 8)), end: at + octal[0].length };
  const character = rest.charAt(0);
  return { text: namedEscapes[character] ?? character, end: at + 1 };
}

const byte = (value: number) => String.fromCharCode(value & 0xff);
