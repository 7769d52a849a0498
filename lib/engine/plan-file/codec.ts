/** Plans as JSON: what is unknown has a spelling of its own, which nothing that a user writes can be mistaken for. */
import { isUnknown, UNKNOWN } from "../../resources/value";

const MARK = "?";

/** `{"?": 1}` is unknown; an object of the user's that has that key is wrapped. */
export function toPlainJson(value: unknown): unknown {
  if (isUnknown(value)) return { [MARK]: 1 };
  if (Array.isArray(value)) return value.map(toPlainJson);
  if (typeof value !== "object" || value === null) return value;
  const plain = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlainJson(member)]));
  return MARK in value ? { [MARK]: 0, value: plain } : plain;
}

export function fromPlainJson(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(fromPlainJson);
  if (typeof json !== "object" || json === null) return json;
  if (!(MARK in json)) return membersFrom(json);
  if (json[MARK] === 1) return UNKNOWN;
  return "value" in json ? membersFrom(json.value as object) : {};
}

function membersFrom(json: object): unknown {
  return Object.fromEntries(Object.entries(json).map(([key, member]) => [key, fromPlainJson(member)]));
}
