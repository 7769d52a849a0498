/** A group as IONOS has it: in a LAN, each member with a NIC there. The static rules demand both before anything else. */
import type { AddressRole, GroupRecord, GroupRef, GroupSpec, Member, Network } from "../ports/groups";

export interface LanGroup extends GroupRef {
  readonly network: Network;
}

export interface LanMember extends Member {
  readonly nic: string;
}

export interface LanGroupSpec extends LanGroup {
  readonly members: ReadonlyMap<string, LanMember>;
  readonly master: string;
  readonly role: AddressRole;
}

export interface LanGroupRecord extends LanGroup {
  readonly members: readonly LanMember[];
  /** VRRP decides, and the API cannot know. */
  readonly holder: undefined;
}

export function lanGroup({ ip, network }: GroupRef): LanGroup {
  if (!network) throw new Error(`The failover group of ${ip} has no network: set network to the members' public LAN.`);
  return { ip, network };
}

export function lanGroupSpec(spec: GroupSpec): LanGroupSpec {
  const members = [...spec.members].map(([key, member]) => [key, lanMember(member)] as const);
  return { ...lanGroup(spec), members: new Map(members), master: spec.master, role: spec.role ?? "primary" };
}

export function lanGroupRecord(record: GroupRecord): LanGroupRecord {
  return { ...lanGroup(record), members: record.members.map(lanMember), holder: undefined };
}

function lanMember(member: Member): LanMember {
  return { ...member, nic: member.nic ?? "" };
}
