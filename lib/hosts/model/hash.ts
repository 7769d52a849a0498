import { createHash } from "node:crypto";
import type { HaGroup } from "./model";

/** Tells whether two members were rendered from the same groups. */
export function modelHash(groups: readonly HaGroup[]): string {
  const json = JSON.stringify(groups, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
  return createHash("sha256").update(json).digest("hex").slice(0, 12);
}
