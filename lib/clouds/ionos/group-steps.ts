/**
 * The order of API steps that makes, changes and takes apart a failover group, as values: the plan shows them and the
 * executor carries them out. Pure, so that every order can be tested against the API's rules:
 *
 * - an entry's NIC must hold the address (R2), and an address on a second NIC needs the entry first (R7);
 * - an entry can go only when no other NIC holds the address (R3); the registered NIC may change to one that has it (R5).
 */
import type { AddressRole } from "../ports/groups";
import { hasRole } from "./address-list";

export type Step =
  | {
      readonly do: "put";
      readonly nic: string;
      readonly ip: string;
      readonly role: AddressRole;
      readonly replacing?: string;
    }
  | { readonly do: "take"; readonly nic: string; readonly ip: string }
  | { readonly do: "register"; readonly nic: string; readonly ip: string }
  | { readonly do: "unregister"; readonly ip: string };

/** Steps that can go side by side. */
export type Stage = readonly Step[];

/** One address on one LAN as it is now. */
export interface Present {
  readonly registered: string | undefined;
  /** The addresses of each NIC that has the address, in the NIC's order. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
}

export interface Target {
  readonly ip: string;
  readonly role: AddressRole;
  /** NICs, the master's among them. */
  readonly members: readonly string[];
  readonly master: string;
  /** The registered NIC shall be the master's, even where another member's would do. */
  readonly moveMaster: boolean;
}

/** Brings one address to its target. */
export function stepsTo(target: Target, present: Present): readonly Stage[] {
  const { ip, role, members, master } = target;
  const put = (nic: string): Step => ({ do: "put", nic, ip, role });
  const needs = (nic: string) => !hasRole(present.holders.get(nic) ?? [], ip, role);
  const strangers = [...present.holders.keys()].filter((nic) => !members.includes(nic));
  const { registered } = present;

  if (registered === undefined) {
    // Without an entry only one NIC may hold the address, and it must be the master's.
    const others = [...present.holders.keys()].filter((nic) => nic !== master);
    return stages(
      others.map((nic) => ({ do: "take", nic, ip })),
      needs(master) ? [put(master)] : [],
      [{ do: "register", nic: master, ip }],
      members.filter((nic) => nic !== master && (needs(nic) || others.includes(nic))).map(put),
    );
  }
  const next = target.moveMaster || !members.includes(registered) ? master : registered;
  return stages(
    members.filter(needs).map(put),
    next === registered ? [] : [{ do: "register", nic: next, ip }],
    strangers.map((nic) => ({ do: "take", nic, ip })),
  );
}

/** Takes an address off everything, the registered NIC last. */
export function stepsAway(ip: string, present: Present): readonly Stage[] {
  const { registered } = present;
  const take = (nic: string): Step => ({ do: "take", nic, ip });
  const holders = [...present.holders.keys()];
  return stages(
    holders.filter((nic) => nic !== registered).map(take),
    registered === undefined ? [] : [{ do: "unregister", ip }],
    holders.filter((nic) => nic === registered).map(take),
  );
}

/**
 * Changes a group's address in place: the new one works before the old one goes, and members other than the two
 * masters swap them in one write.
 */
export function stepsToReadress(
  target: Target,
  present: Present,
  old: { readonly ip: string; readonly present: Present },
): readonly Stage[] {
  const arrival = stepsTo(target, present);
  const departing = old.present.registered;
  const swaps = (step: Step) =>
    step.do === "put" && step.nic !== target.master && step.nic !== departing && old.present.holders.has(step.nic);
  const swapped = arrival.map((stage) =>
    stage.map((step) => (step.do === "put" && swaps(step) ? { ...step, replacing: old.ip } : step)),
  );
  const gone = new Set(swapped.flat().flatMap((step) => (step.do === "put" && step.replacing ? [step.nic] : [])));
  const holders = new Map([...old.present.holders].filter(([nic]) => !gone.has(nic)));
  return [...swapped, ...stepsAway(old.ip, { ...old.present, holders })];
}

function stages(...all: readonly Stage[]): readonly Stage[] {
  return all.filter((stage) => stage.length > 0);
}

/** A step as a sentence, for the plan. */
export function describeStep(step: Step, nameOf: (nic: string) => string): string {
  switch (step.do) {
    case "put":
      return step.replacing === undefined
        ? `put ${step.ip} on ${nameOf(step.nic)} as ${step.role} address`
        : `put ${step.ip} on ${nameOf(step.nic)} in place of ${step.replacing}`;
    case "take":
      return `take ${step.ip} off ${nameOf(step.nic)}`;
    case "register":
      return `register ${step.ip} in the LAN with ${nameOf(step.nic)}`;
    case "unregister":
      return `remove ${step.ip} from the LAN's failover groups`;
  }
}
