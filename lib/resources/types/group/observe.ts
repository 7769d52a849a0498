/** What the cloud tells of a group, as attributes. */
import type { GroupObservation } from "../../../clouds/cloud";
import { isObject } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { memberOf } from "./draft";

/** Names for members that nobody named: they have the address, so they are in the group. */
const foreignKey = (nic: string) => `nic-${nic}`;

/** The member names of a state or plan, by NIC. */
function namesByNic(members: Value | undefined): ReadonlyMap<string, string> {
  if (!isObject(members)) return new Map();
  return new Map(Object.entries(members).map(([key, member]) => [memberOf(member).nic, key]));
}

/** Members that have the address, under the names that `known` gives them. */
export function membersOf(observation: GroupObservation, known: Value | undefined): ObjectValue {
  const names = namesByNic(known);
  return Object.fromEntries(
    observation.members
      .map(({ server, nic }) => {
        const key = names.get(nic) ?? foreignKey(nic);
        const recorded = isObject(known) ? known[key] : undefined;
        const priority = isObject(recorded) ? (recorded.priority ?? null) : null;
        return [key, { server, nic, priority }] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export function registeredMaster(observation: GroupObservation, known: Value | undefined): string | null {
  const { registeredNic } = observation;
  if (registeredNic === undefined) return null;
  return namesByNic(known).get(registeredNic) ?? foreignKey(registeredNic);
}

export function zonesOf(observation: GroupObservation, known: Value | undefined): ObjectValue {
  const names = namesByNic(known);
  return Object.fromEntries(
    observation.members
      .flatMap(({ nic, zone }) => (zone === undefined ? [] : [[names.get(nic) ?? foreignKey(nic), zone] as const]))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
