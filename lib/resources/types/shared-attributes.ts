import { sameBlock } from "../../clouds/block";
import type { AttributeSchema, Attributes } from "../schema";
import type { Value } from "../value";

/** What every resource has: where it lives, so that state is never taken for another account's. */
export const origin: Attributes = {
  id: { type: "string", mode: "computed", description: "The id by which the object is imported." },
  cloud: { type: "string", mode: "computed", stable: true, description: "The cloud on which the object lives." },
  account: {
    type: "string",
    mode: "computed",
    stable: true,
    description: "The account that owns it. IONOS: the contract number.",
  },
};

export const acknowledge: AttributeSchema = {
  type: { list: "string" },
  mode: "optional",
  description: "Warnings that are known and meant, by the word that each warning names.",
};

/** A bare address and its `/32` are one, and so are the spellings of an IPv6 address. */
export function sameAddress(a: Value, b: Value): boolean {
  return typeof a === "string" && typeof b === "string" && sameBlock(a, b);
}
