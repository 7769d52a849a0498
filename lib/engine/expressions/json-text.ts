import { numberText } from "./numbers";
import { entries, items, sortedEntries, type Typed } from "./typed";

/** As `jsonencode` writes: keys sorted, no spaces, and `<`, `>` and `&` escaped as Go does. */
export function jsonText(value: Typed): string {
  const map = entries(value);
  if (map)
    return `{${sortedEntries(map)
      .map(([key, item]) => `${quoted(key)}:${jsonText(item)}`)
      .join(",")}}`;
  const list = items(value);
  if (list) return `[${list.map(jsonText).join(",")}]`;
  if (typeof value.raw === "string") return quoted(value.raw);
  if (typeof value.raw === "number") return numberText(value.raw);
  return value.raw === null ? "null" : value.raw === true ? "true" : "false";
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
