/** What of a group is not as it was declared, a sentence each. */
import { isObject } from "../resources/value";
import type { ObjectValue } from "../resources/value";

/** What a group's drift is told from. */
export interface GroupHolding {
  readonly master: string;
  /** Null where the cloud's API cannot know, as on IONOS, and when no member holds the address. */
  readonly holder: string | null;
  /** The service that a cloud routes the address to; null when it is parked, and on IONOS. */
  readonly routedTo: string | null;
  readonly registeredMaster: string | null;
  readonly members: readonly MemberStatus[];
}

export interface MemberStatus {
  readonly name: string;
  readonly server: string;
  readonly nic: string | null;
  readonly nexthop: string | null;
  readonly zone: string | null;
  readonly hasAddress: boolean;
  readonly declared: boolean;
}

/** Without a network the cloud routes the address, to one member at a time. */
export function isRouted({ network }: ObjectValue): boolean {
  return !isObject(network);
}

export function driftOf(group: GroupHolding, declared: ObjectValue): readonly string[] {
  return isRouted(declared) ? driftOfRoute(group, declared) : driftInLan(group, declared);
}

export function goneSentence(declared: ObjectValue): string {
  return isRouted(declared) ? "the account has no such address" : "its LAN or data centre is gone";
}

function driftOfRoute({ holder, routedTo, master }: GroupHolding, declared: ObjectValue) {
  if (routedTo === null) return ["the address is parked: no member has it"];
  if (holder === null) return [`the address is routed to ${routedTo}, which is no member`];
  if (declared.holder_policy !== "master" || holder === master) return [];
  return [`the address is routed to ${holder}, and holder_policy asks for the master, ${master}`];
}

function driftInLan({ members, registeredMaster, master }: GroupHolding, declared: ObjectValue) {
  const isMember = members.some(({ name, declared }) => name === registeredMaster && declared);
  return [
    ...members
      .filter(({ declared, hasAddress }) => declared && !hasAddress)
      .map(({ name }) => `member ${name} lacks the address`),
    ...members
      .filter(({ declared }) => !declared)
      .map(({ nic }) => `NIC ${nic ?? ""} has the address and is no member`),
    ...(registeredMaster === null
      ? ["the address is not registered in the LAN"]
      : isMember
        ? []
        : [`the address is registered with ${registeredMaster}, which is no member`]),
    ...(declared.holder_policy === "master" && registeredMaster !== null && registeredMaster !== master
      ? [`the address is registered with ${registeredMaster}, and holder_policy asks for the master, ${master}`]
      : []),
  ];
}
