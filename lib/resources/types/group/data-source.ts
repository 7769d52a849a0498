import type { GroupObservation, ObservedMember } from "../../../clouds/ports/groups";
import type { DataSourceType } from "../../resource-type";
import { textOf } from "../../value";
import type { ObjectValue } from "../../value";
import { groupDataSchema } from "./data-schema";
import { draftOf, recordOf } from "./draft";
import { memberId } from "./members";
import { validateGroup } from "./rules";

export const groupData: DataSourceType = {
  schema: groupDataSchema,
  validate: ({ ip }) => validateGroup({ ip: ip ?? null }),
  check: (rules, config) =>
    rules.checkGroup?.({ ...draftOf({ ...config, members: null, master: null }), members: undefined }) ?? [],
  unsupported: (cloud) => (cloud.groups ? undefined : `${cloud.name} has no failover groups.`),

  async read({ cloud, signal }, config) {
    const ref = recordOf(config);
    const seen = await cloud.groups?.read(ref, undefined, signal);
    if (!cloud.groups || !seen) return undefined;
    const members = membersOf(seen);
    const registered = seen.registeredNic;
    // A LAN without an entry has no group; an address that is parked is one that nobody holds.
    if (!seen.route && members.length === 0 && registered === undefined) return undefined;
    const names = uniqueNames(members);
    return {
      id: cloud.groups.formatId(ref),
      members: Object.fromEntries(
        members.map((member) => [
          names.get(memberId(member)) ?? memberId(member),
          {
            server: member.server,
            nic: member.nic ?? null,
            availability_zone: member.zone ?? null,
          } satisfies ObjectValue,
        ]),
      ),
      holder: seen.route?.service ?? null,
      registered_master: registered === undefined ? null : (names.get(registered) ?? registered),
      routed_to: seen.route?.service ?? null,
    };
  },
  missing: (config) =>
    `ip ${textOf(config.ip)}: there is no failover group with it${config.network === null ? " in this account" : " on that LAN"}. Check ip and network.`,
};

/** Where the API has no list, whoever has the address is all there is to know. */
function membersOf({ members, route }: GroupObservation): readonly ObservedMember[] {
  if (members) return members;
  const server = route?.service ?? undefined;
  if (server === undefined) return [];
  const unknown = { nic: undefined, nexthop: undefined, serverName: undefined, zone: undefined, mac: undefined };
  return [{ server, ...unknown }];
}

/** The servers' names by what the cloud knows members by, or that itself where a name is missing or repeats. */
function uniqueNames(members: readonly ObservedMember[]): ReadonlyMap<string, string> {
  const count = (name: string | undefined) => members.filter((member) => member.serverName === name).length;
  return new Map(
    members.map((member) => {
      const { serverName } = member;
      return [memberId(member), serverName !== undefined && count(serverName) === 1 ? serverName : memberId(member)];
    }),
  );
}
