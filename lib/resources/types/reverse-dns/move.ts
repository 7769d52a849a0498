import { bareName } from "../../../clouds/host-name";
import type { MoveSource } from "../../session";
import type { ObjectValue } from "../../value";

/** State of the vendor's `ovh_ip_reverse`: `ip` is the block there, `ip_reverse` the address. */
export function moveFromOvhIpReverse({ state }: MoveSource): ObjectValue | undefined {
  return moved(state.ip_reverse, state.reverse, "ovh");
}

export function moveFromIonosReverseRecord({ state }: MoveSource): ObjectValue | undefined {
  return moved(state.ip, state.name, "ionos");
}

function moved(ip: unknown, name: unknown, cloud: string): ObjectValue | undefined {
  if (typeof ip !== "string" || typeof name !== "string") return undefined;
  return { ip, name: bareName(name), cloud };
}
