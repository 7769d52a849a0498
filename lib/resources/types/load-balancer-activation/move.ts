import type { MoveSource } from "../../session";
import type { ObjectValue } from "../../value";

/** State of the vendor's `ovh_iploadbalancing_refresh`. Its keepers have no names, so they do not become triggers. */
export function moveFromOvhRefresh({ state }: MoveSource): ObjectValue | undefined {
  const { service_name } = state;
  if (typeof service_name !== "string") return undefined;
  return { id: service_name, load_balancer: service_name, cloud: "ovh" };
}
