/** A group's attributes as the cloud's port takes them. */
import type { AddressRole, GroupDraft, GroupRecord, GroupSpec, MemberDraft } from "../../../clouds/ports/groups";
import { isObject, isUnknown, textOf } from "../../value";
import type { ObjectValue, Unknown, Value } from "../../value";
import { memberOf } from "./members";

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
            isObject(member) || isUnknown(member) ? [[key, memberDraft(member)] as const] : [],
          ),
        )
      : undefined,
    master: textDraft(config.master) ?? undefined,
    role: (textDraft(config.address_role) ?? undefined) as GroupDraft["role"],
  };
}

function memberDraft(member: ObjectValue | Unknown): MemberDraft {
  if (isUnknown(member)) return { server: undefined, nic: undefined, nexthop: undefined };
  return {
    server: textDraft(member.server) ?? undefined,
    nic: textDraft(member.nic),
    nexthop: textDraft(member.nexthop),
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
    role: roleOf(planned),
  };
}

export function recordOf(state: ObjectValue): GroupRecord {
  const { network } = state;
  const members = isObject(state.members) ? state.members : {};
  const holder = members[textOf(state.holder)];
  return {
    ip: textOf(state.ip),
    network: isObject(network)
      ? { datacenterId: textOf(network.datacenter_id), lanId: textOf(network.lan_id) }
      : undefined,
    members: Object.values(members).map(memberOf),
    holder: holder === undefined ? undefined : memberOf(holder),
  };
}

export function roleOf({ address_role }: ObjectValue): AddressRole | undefined {
  return address_role === "primary" || address_role === "additional" ? address_role : undefined;
}
