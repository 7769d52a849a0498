/**
 * JSON as text. Terraform keeps the attributes of objects that it does not touch as the very text of the file, so that
 * numbers such as 9007199254740993 or 0.1000 stay as they are; JSON.parse and JSON.stringify would alter them and
 * reorder keys that look like integers.
 */
import { isList, isUnknown, type ObjectValue, type Value } from "../../resources/value";

export interface Member {
  /** Empty in an array. */
  readonly key: string;
  readonly text: string;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** The members of an object or the items of an array, in the text's order. The text must be valid JSON. */
export function membersOf(text: string): readonly Member[] {
  const members: Member[] = [];
  let depth = 0;
  let start = 0;
  let key = "";
  const add = (end: number) => {
    const value = text.slice(start, end).trim();
    if (value !== "") members.push({ key, text: value });
    start = end + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (++depth === 1) start = at + 1;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      if (--depth === 0) add(at);
    } else if (depth !== 1) continue;
    else if (code === COMMA) add(at);
    else if (code === COLON) {
      key = JSON.parse(text.slice(start, at)) as string;
      start = at + 1;
    }
  }
  return members;
}

/** The position of the quote that ends the string. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) return end;
  }
  return text.length;
}

/** Lays the text out as Go's json.MarshalIndent does; numbers, key order and the spelling of strings stay. */
export function layOut(text: string, indent: string): string {
  const tokens = text.match(TOKEN) ?? [];
  let line = `\n${indent}`;
  let out = "";
  tokens.forEach((token, i) => {
    if (token === "{" || token === "[") {
      const empty = tokens[i + 1] === "}" || tokens[i + 1] === "]";
      line += "  ";
      out += empty ? token : token + line;
    } else if (token === "}" || token === "]") {
      line = line.slice(0, -2);
      const empty = tokens[i - 1] === "{" || tokens[i - 1] === "[";
      out += empty ? token : line + token;
    } else if (token === ",") out += token + line;
    else if (token === ":") out += ": ";
    else out += token.startsWith('"') ? escapeLikeGo(token) : token;
  });
  return out;
}

/** Go's encoder escapes what could harm in HTML. */
function escapeLikeGo(quoted: string): string {
  return quoted.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Compact JSON with sorted keys, as Terraform writes values of its own. */
export function toText(value: Value): string {
  if (isUnknown(value)) throw new Error("An unknown value cannot be written to a state.");
  if (typeof value === "number") return numberText(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(toText).join(",")}]`;
  const keys = isTyped(value) ? ["value", "type"] : Object.keys(value).sort(inByteOrder);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${toText(value[key] ?? null)}`).join(",")}}`;
}

/** A value with its type, as of attributes that have none in the schema: the one pair that Terraform does not sort. */
function isTyped(value: ObjectValue): boolean {
  const [first, second, ...others] = Object.keys(value);
  const isType = typeof value.type === "string" || isList(value.type);
  return first === "value" && second === "type" && others.length === 0 && isType;
}

/** Terraform writes no exponents. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be written to a state.`);
  const text = JSON.stringify(value);
  if (!text.includes("e")) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [, sign = "", first = "", fraction = "", exponent = "0"] = /^(-?)(\d)\.?(\d*)e-(\d+)$/.exec(text) ?? [];
  return `${sign}0.${"0".repeat(Number(exponent) - 1)}${first}${fraction}`;
}

/** Go compares the bytes of UTF-8, JavaScript the units of UTF-16; they differ beyond the surrogates. */
export function inByteOrder(a: string, b: string): number {
  if (/[\ud800-\uffff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
