import type { MoveSource } from "../../session";
import { isList, isObject, textOf } from "../../value";
import type { ObjectValue } from "../../value";
import { memberValue } from "./members";

/**
 * State of the vendor's `ionoscloud_ipfailover`, which knows the registered NIC alone: the read that follows finds
 * the members.
 */
export function moveFromIonosIpFailover({ state }: MoveSource): ObjectValue | undefined {
  const { ip, datacenter_id, lan_id, nicuuid } = state;
  if (typeof ip !== "string" || typeof datacenter_id !== "string" || lan_id === undefined || lan_id === null)
    return undefined;
  return {
    ip,
    network: { datacenter_id, lan_id: textOf(lan_id) },
    members:
      typeof nicuuid === "string"
        ? { [`nic-${nicuuid}`]: memberValue({ server: "", nic: nicuuid, nexthop: undefined }) }
        : {},
    holder_policy: "any-member",
    on_destroy: "release",
    cloud: "ionos",
  };
}

/**
 * State of the vendor's `ovh_ip_move`, which knows one service: it becomes the only member, under its own name, until the
 * configuration names the members. The master is left open, so that naming another one is no order to move.
 */
export function moveFromOvhIpMove({ state }: MoveSource): ObjectValue | undefined {
  const { ip, routed_to } = state;
  if (typeof ip !== "string" || ip === "") return undefined;
  // A list of one block, or an object where the vendor moves to nested attributes.
  const block = isList(routed_to) ? routed_to[0] : routed_to;
  const service = isObject(block) ? textOf(block.service_name) : "";
  return {
    ip,
    members: service === "" ? {} : { [service]: memberValue({ server: service, nic: undefined, nexthop: undefined }) },
    holder_policy: "any-member",
    on_destroy: "release",
    cloud: "ovh",
  };
}
