import type { AttributeSchema, Attributes } from "../schema";

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
