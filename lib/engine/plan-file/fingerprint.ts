/** Tells whether a configuration is the one that a plan was made of, without keeping any of it: it may hold secrets. */
import { createHash } from "node:crypto";

/** Where things stand in files, and the files' place, may differ. */
const IRRELEVANT = new Set(["at", "directory", "statePath", "warnings"]);

export function fingerprint(config: object): string {
  const hash = createHash("sha256");
  feed(config, hash.update.bind(hash));
  return hash.digest("hex");
}

/** Each part ends in a way that makes different values different texts. */
function feed(value: unknown, add: (text: string) => unknown): void {
  if (value instanceof Map) {
    add("m{");
    for (const [key, member] of value) {
      add(`${JSON.stringify(key)}:`);
      feed(member, add);
      add(",");
    }
    add("}");
  } else if (Array.isArray(value)) {
    add("[");
    for (const item of value) {
      feed(item, add);
      add(",");
    }
    add("]");
  } else if (typeof value === "object" && value !== null) {
    add("{");
    const members = Object.entries(value).filter(([key, member]) => !IRRELEVANT.has(key) && member !== undefined);
    for (const [key, member] of members.sort(([a], [b]) => (a < b ? -1 : 1))) {
      add(`${JSON.stringify(key)}:`);
      feed(member, add);
      add(",");
    }
    add("}");
  } else add(typeof value === "string" ? JSON.stringify(value) : String(value));
}
