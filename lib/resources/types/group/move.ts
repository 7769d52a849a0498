import type { MoveSource } from "../../session";
import { textOf } from "../../value";
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
