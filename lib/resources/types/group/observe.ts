/** What the cloud tells of a group, as attributes. */
import type { GroupObservation, Route } from "../../../clouds/ports/groups";
import { isObject, knownString } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { idOfMember, memberId, memberOf, memberValue, namesById } from "./members";

/** Names for members that nobody named: they have the address, so they are in the group. */
const foreignKey = (nic: string) => `nic-${nic}`;

/** What was known of the group before: the names of its members, and who held the address. */
export interface Known {
  readonly members: Value | undefined;
  readonly master: Value | undefined;
  /** What the cloud knows the last holder by. */
  readonly holder: string | undefined;
}

export function observedAttributes(seen: GroupObservation, known: Known): ObjectValue {
  return {
    members: membersOf(seen, known.members),
    holder: seen.route ? holderOf(seen.route, known) : null,
    registered_master: registeredMaster(seen, known.members),
    routed_to: seen.route?.service ?? null,
    availability_zones: zonesOf(seen, known.members),
  };
}

/** Members that have the address, under the names that `known` gives them. */
function membersOf(seen: GroupObservation, known: Value | undefined): Value {
  if (!seen.members) return known ?? {};
  const names = namesById(known);
  return sorted(
    seen.members.map((member) => {
      const id = memberId(member);
      const key = names.get(id) ?? foreignKey(id);
      const recorded = isObject(known) ? known[key] : undefined;
      return [key, memberValue(member, isObject(recorded) ? (recorded.priority ?? null) : null)];
    }),
  );
}

/**
 * The member whose service has the address. Of several in one Public Cloud project the cloud does not tell which: it is
 * the one to which it was just routed, or else the last one known.
 */
function holderOf({ service, nexthop }: Route, { members, master, holder }: Known): string | null {
  const candidates = Object.entries(isObject(members) ? members : {}).filter(
    ([, member]) => memberOf(member).server === service,
  );
  const is = (name: string | undefined) => candidates.find(([key]) => key === name);
  const found =
    (nexthop === undefined
      ? undefined
      : candidates.find(([, member]) => (memberOf(member).nexthop ?? null) === nexthop)) ??
    is(holder === undefined ? undefined : namesById(members).get(holder)) ??
    is(knownString(master)) ??
    candidates[0];
  return found?.[0] ?? null;
}

export function lastHolder(prior: ObjectValue | null): string | undefined {
  return prior === null ? undefined : idOfMember(prior.members, prior.holder);
}

function registeredMaster({ registeredNic }: GroupObservation, known: Value | undefined): string | null {
  if (registeredNic === undefined) return null;
  return namesById(known).get(registeredNic) ?? foreignKey(registeredNic);
}

function zonesOf(seen: GroupObservation, known: Value | undefined): ObjectValue {
  const names = namesById(known);
  const zones = (seen.members ?? []).map((member) => [memberId(member), member.zone] as const);
  return sorted(zones.flatMap(([id, zone]) => (zone === undefined ? [] : [[names.get(id) ?? foreignKey(id), zone]])));
}

function sorted(entries: readonly (readonly [key: string, value: Value])[]): ObjectValue {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
