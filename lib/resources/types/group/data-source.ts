import type { ObservedMember } from "../../../clouds/cloud";
import type { DataSourceType } from "../../resource-type";
import { textOf } from "../../value";
import type { ObjectValue } from "../../value";
import { groupDataSchema } from "./data-schema";
import { draftOf, recordOf } from "./draft";
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
    if (!cloud.groups || !seen || (seen.members.length === 0 && seen.registeredNic === undefined)) return undefined;
    const names = uniqueNames(seen.members);
    const registered = seen.registeredNic;
    return {
      id: cloud.groups.formatId(ref),
      members: Object.fromEntries(
        seen.members.map(({ server, nic, zone }) => [
          names.get(nic) ?? nic,
          { server, nic, availability_zone: zone ?? null } satisfies ObjectValue,
        ]),
      ),
      holder: null,
      registered_master: registered === undefined ? null : (names.get(registered) ?? registered),
      routed_to: null,
    };
  },
  missing: (config) => `ip ${textOf(config.ip)}: there is no failover group with it on that LAN. Check ip and network.`,
};

/** The servers' names by NIC, or the NIC's id where a name is missing or repeats. */
function uniqueNames(members: readonly ObservedMember[]): ReadonlyMap<string, string> {
  const count = (name: string | undefined) => members.filter((member) => member.serverName === name).length;
  return new Map(
    members.map(({ nic, serverName }) => [nic, serverName !== undefined && count(serverName) === 1 ? serverName : nic]),
  );
}
