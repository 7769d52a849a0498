/** A group's attributes as the cloud's port takes them. */
import type { GroupDraft, GroupRecord, GroupSpec, Member } from "../../../clouds/cloud";
import { isObject, isUnknown, knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";

/** undefined: not known yet; null: left out. */
function textDraft(value: Value | undefined): string | null | undefined {
  if (value === undefined || value === null) return null;
  return isUnknown(value) ? undefined : textOf(value);
}

export function draftOf(config: ObjectValue): GroupDraft {
  const { network, members } = config;
  return {
    ip: textDraft(config.ip) ?? undefined,
    network: isObject(network)
      ? { datacenterId: textDraft(network.datacenter_id) ?? undefined, lanId: textDraft(network.lan_id) ?? undefined }
      : isUnknown(network)
        ? undefined
        : null,
    members: isObject(members)
      ? new Map(
          Object.entries(members).flatMap(([key, member]) =>
            isObject(member)
              ? [[key, { server: textDraft(member.server) ?? undefined, nic: textDraft(member.nic) }] as const]
              : isUnknown(member)
                ? [[key, { server: undefined, nic: undefined }] as const]
                : [],
          ),
        )
      : undefined,
    master: textDraft(config.master) ?? undefined,
    role: (textDraft(config.address_role) ?? undefined) as GroupDraft["role"],
  };
}

/** Everything is known at apply. */
export function specOf(planned: ObjectValue): GroupSpec {
  const record = recordOf(planned);
  const members = isObject(planned.members) ? planned.members : {};
  return {
    ip: record.ip,
    network: record.network,
    members: new Map(Object.entries(members).map(([key, member]) => [key, memberOf(member)])),
    master: textOf(planned.master),
    role: planned.address_role === "additional" ? "additional" : "primary",
  };
}

export function recordOf(state: ObjectValue): GroupRecord {
  const network = isObject(state.network) ? state.network : {};
  const members = isObject(state.members) ? Object.values(state.members) : [];
  return {
    ip: textOf(state.ip),
    network: { datacenterId: textOf(network.datacenter_id), lanId: textOf(network.lan_id) },
    members: members.map(memberOf),
  };
}

export function memberOf(value: Value | undefined): Member {
  const member = isObject(value) ? value : {};
  return { server: textOf(member.server), nic: textOf(member.nic) };
}

/** The NIC of the member that a key names, as far as it is known. */
export function nicOf(members: Value | undefined, key: Value | undefined): string | undefined {
  const name = knownString(key);
  if (name === undefined || !isObject(members)) return undefined;
  const member = members[name];
  return isObject(member) ? knownString(member.nic) : undefined;
}
