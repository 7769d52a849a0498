/** What several new objects of one stack would claim of each other: for synthesis, which sees them all at once. */
import type { Diagnostic } from "./diagnostic";
import { propose } from "./proposal";
import { createSiblings } from "./siblings";
import { resourceTypes } from "./types";
import type { ObjectValue } from "./value";

export interface NewObject {
  readonly address: string;
  readonly type: string;
  readonly config: ObjectValue;
}

/** Each conflict is told to the later object. */
export function conflicts(
  objects: readonly NewObject[],
): readonly { readonly address: string; readonly diagnostic: Diagnostic }[] {
  const siblings = createSiblings();
  return objects.flatMap(({ address, type, config }) => {
    const resource = resourceTypes[type];
    if (!resource) return [];
    const { planned } = propose(resource.schema, null, config);
    const claimant = { address, type, id: undefined, config };
    return siblings.claim(claimant, resource.claims(planned)).map((diagnostic) => ({ address, diagnostic }));
  });
}
