/** What one member has to know. */
import type { HaGroup, HaMember } from "../model/model";
import { isIpv6 } from "../model/place";

export interface MemberView {
  readonly self: HaMember;
  /** Those that it belongs to. */
  readonly groups: readonly HaGroup[];
  /** For a host's first start: made from nothing that a later version or a later member could change. */
  readonly isBootstrap: boolean;
}

/** @throws Error when no group has such a member */
export function viewOf(groups: readonly HaGroup[], member: string, isBootstrap: boolean): MemberView {
  const own = groups.filter(({ members }) => members.has(member));
  const self = own[0]?.members.get(member);
  if (self) return { self, groups: own, isBootstrap };
  const known = [...new Set(groups.flatMap(({ members }) => [...members.keys()]))].join(", ");
  throw new Error(`There is no member ${member}; the members are ${known}.`);
}

/** What the member is in one of its groups. */
export function memberOf(group: HaGroup, { self }: MemberView): HaMember {
  return group.members.get(self.name) ?? self;
}

/** The others' heartbeats, in an order that does not depend on who was declared first. */
export function peersOf(group: HaGroup, { self, isBootstrap }: MemberView, family: 4 | 6): readonly string[] {
  const others = [...group.members.values()].filter(({ name }) => name !== self.name);
  const reserved = isBootstrap ? group.reservedHeartbeats.filter((one) => isIpv6(one) === (family === 6)) : [];
  const own = ownAddress(self, family);
  const all = [...others.flatMap((member) => ownAddress(member, family) ?? []), ...reserved];
  return [...new Set(all)].filter((address) => address !== own).sort();
}

export function ownAddress({ heartbeat }: HaMember, family: 4 | 6): string | undefined {
  return family === 6 ? heartbeat.address6 : heartbeat.address;
}
