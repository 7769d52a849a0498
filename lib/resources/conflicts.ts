/** What several new objects of one stack would claim of each other: for synthesis, which sees them all at once. */
import type { Diagnostic } from "./diagnostic";
import { propose } from "./proposal";
import { createSiblings } from "./siblings";
import { resourceTypes } from "./types";
import { isUnknown, type ObjectValue } from "./value";

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
    const claimant = { address, type, id: undefined, config };
    const claims = resource.claims(wanted(propose(resource.schema, null, config).planned, config));
    return siblings.claim(claimant, claims).map((diagnostic) => ({ address, diagnostic }));
  });
}

/** Without what only the cloud could fill in: that is absent here, unlike what an expression leaves open. */
function wanted(planned: ObjectValue, config: ObjectValue): ObjectValue {
  const entries = Object.entries(planned).map(([name, value]) => [
    name,
    (config[name] ?? null) === null && isUnknown(value) ? null : value,
  ]);
  return Object.fromEntries(entries) as ObjectValue;
}
