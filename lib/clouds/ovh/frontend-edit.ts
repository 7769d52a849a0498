/** What is wanted of an existing front-end: fields as they are, or addresses beside those of others. Pure. */
import type { FrontendFields, FrontendRef } from "../ports/frontends";
import { blockOf } from "./frontend-fields";

export interface FrontendEdit {
  readonly ref: FrontendRef;
  readonly fields?: Partial<FrontendFields>;
  /** Addresses that are dedicated to it beside what is there, and that are taken off. */
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

export function applyEdits(before: FrontendFields, edits: readonly FrontendEdit[]): FrontendFields {
  return edits.reduce((fields, { fields: set = {}, add = [], remove = [] }) => {
    const wanted = { ...fields, ...set };
    if (add.length + remove.length === 0) return wanted;
    const gone = new Set(remove.map(blockOf));
    const kept = wanted.dedicatedIps.filter((ip) => !gone.has(blockOf(ip)));
    const known = new Set(kept.map(blockOf));
    return { ...wanted, dedicatedIps: [...kept, ...add.map(blockOf).filter((ip) => !known.has(ip))] };
  }, before);
}

/** The addresses that a list which somebody else replaced may have lost or got back. */
export function listedWishes({ add = [], remove = [] }: FrontendEdit): ReadonlyMap<string, boolean> {
  return new Map([
    ...remove.map((ip) => [blockOf(ip), false] as const),
    ...add.map((ip) => [blockOf(ip), true] as const),
  ]);
}
