/**
 * Conflicts between the objects of one run, judged on planned values: a sibling that gives something up in the same
 * run is no conflict. Nobody tells a provider which resource it is planning, so each claim carries what tells
 * an object from its own replacement.
 */
import { problem } from "./diagnostic";
import type { AttributePath, Diagnostic } from "./diagnostic";
import { sameValue } from "./value";
import type { ObjectValue } from "./value";

/** Something that only one object may have. */
export interface Claim {
  /** `address 203.0.113.10`: equal when two objects want the same. */
  readonly what: string;
  readonly path: AttributePath;
  /** Said to the second one who claims it. */
  readonly detail: string;
  /** Who may have it together: those that say the same word. Left out, one object alone. */
  readonly sharedBy?: string;
  /** Claims of one field, such as ports of one host, that are not equal and may yet be in each other's way. */
  readonly field?: { readonly name: string; readonly value: unknown; meets(other: unknown): boolean };
}

export interface Claimant {
  /** The object's address. Terraform does not tell it. */
  readonly address: string | undefined;
  readonly type: string;
  readonly id: string | undefined;
  readonly config: ObjectValue;
}

export interface Siblings {
  /** Registers an object's claims and answers the conflicts with those that others made. */
  claim(claimant: Claimant, claims: readonly Claim[]): readonly Diagnostic[];
  /** Registers what turned out to be an object's only when it was made. What somebody claimed before stays theirs. */
  add(claimant: Claimant, claims: readonly Claim[]): void;
  /** The types of the objects that have claimed it so far. What an object depends on is planned, and claims, before it. */
  readonly claimedBy: (what: string) => readonly string[];
}

export function createSiblings(): Siblings {
  /** Of one thing: who has it. Several only when all of them share it. */
  const holders = new Map<string, readonly Holder[]>();
  const claimed = new Map<string, readonly string[]>();
  const holdersOf = (what: string) => holders.get(what) ?? [];
  return {
    claim(claimant, claims) {
      const { address } = claimant;
      if (address !== undefined) {
        // Planned again, an object claims what it wants now and nothing of what it wanted before.
        for (const what of claimed.get(address) ?? []) {
          holders.set(
            what,
            holdersOf(what).filter((holder) => holder.claimant.address !== address),
          );
        }
        claimed.set(address, claims.map(placeOf));
      }
      return claims.flatMap((claim) => {
        const place = placeOf(claim);
        const others = holdersOf(place).filter((holder) => !isSameObject(holder.claimant, claimant));
        const other = others.find((holder) => !goTogether(holder.claim, claim))?.claimant;
        if (other) return [problem(claim.path, `${claim.what} is claimed twice`, detailOf(claim, other))];
        holders.set(place, [...others, { claimant, claim }]);
        return [];
      });
    },
    claimedBy: (what) => holdersOf(what).map(({ claimant }) => claimant.type),
    add(claimant, claims) {
      for (const claim of claims) {
        const held = holdersOf(placeOf(claim));
        if (held.every((other) => goTogether(other.claim, claim)))
          holders.set(placeOf(claim), [...held, { claimant, claim }]);
      }
    },
  };
}

interface Holder {
  readonly claimant: Claimant;
  readonly claim: Claim;
}

function detailOf({ detail }: Claim, { address }: Claimant): string {
  return address === undefined ? detail : `${detail} The other one is ${address}.`;
}

/** Where claims are held against each other. */
const placeOf = ({ what, field }: Claim) => field?.name ?? what;

function goTogether(a: Claim, b: Claim): boolean {
  if (a.field && b.field) return !b.field.meets(a.field.value);
  return a.sharedBy !== undefined && a.sharedBy === b.sharedBy;
}

/** The same object planned again, or its replacement, which is planned as a create with the same configuration. */
function isSameObject(a: Claimant, b: Claimant): boolean {
  if (a.address !== undefined && b.address !== undefined) return a.address === b.address;
  if (a.type !== b.type) return false;
  if (a.id !== undefined && b.id !== undefined) return a.id === b.id;
  return (a.id !== undefined || b.id !== undefined) && sameValue(a.config, b.config);
}
