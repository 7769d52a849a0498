/** Members by what their cloud knows them by, never by the name that the user gave them. */
import type { Member } from "../../../clouds/ports/groups";
import { isObject, isUnknown, knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";

/** A NIC has one server, so it says enough; a service says enough but in a Public Cloud project, which has next hops. */
export function memberId({ server, nic, nexthop }: Member): string {
  return nic ?? (nexthop === undefined ? server : `${server} by ${nexthop}`);
}

export function memberOf(value: Value | undefined): Member {
  const member = isObject(value) ? value : {};
  return { server: textOf(member.server), nic: knownString(member.nic), nexthop: knownString(member.nexthop) };
}

export function memberValue({ server, nic, nexthop }: Member, priority: Value = null): ObjectValue {
  return { server, nic: nic ?? null, nexthop: nexthop ?? null, priority };
}

/** All members by name; undefined while any of them is not wholly known. */
export function knownMembers(members: Value | undefined): ReadonlyMap<string, Member> | undefined {
  if (!isObject(members)) return undefined;
  const entries = Object.entries(members);
  const known = ([, member]: (typeof entries)[number]) =>
    isObject(member) && ![member.server, member.nic, member.nexthop].some(isUnknown);
  return entries.every(known) ? new Map(entries.map(([key, member]) => [key, memberOf(member)])) : undefined;
}

/** What the cloud knows the member by that a name stands for, as far as it is known. */
export function idOfMember(members: Value | undefined, key: Value | undefined): string | undefined {
  const name = knownString(key);
  const member = name !== undefined && isObject(members) ? members[name] : undefined;
  const known = isObject(member) ? knownMembers({ it: member })?.get("it") : undefined;
  return known && memberId(known);
}

/** The names of members by what the cloud knows them by. */
export function namesById(members: Value | undefined): ReadonlyMap<string, string> {
  if (!isObject(members)) return new Map();
  return new Map(Object.entries(members).map(([key, member]) => [memberId(memberOf(member)), key]));
}
