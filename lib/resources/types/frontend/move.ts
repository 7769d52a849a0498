import type { Protocol } from "../../../clouds/listener";
import type { MoveSource } from "../../session";
import { textOf } from "../../value";
import type { ObjectValue } from "../../value";
import { attributesOfRef } from "./fields";

/**
 * State of the vendor's front-ends. Those of http and tcp have the number as `id`, that of udp as `frontend_id`; the read
 * that follows fills in the fields.
 */
export function moveFromOvhFrontend(protocol: Protocol): (source: MoveSource) => ObjectValue | undefined {
  return ({ state }) => {
    const loadBalancer = textOf(state.service_name);
    const id = textOf(state.frontend_id) || textOf(state.id).split("/").at(-1) || "";
    if (loadBalancer === "" || !/^\d+$/.test(id)) return undefined;
    return {
      ...attributesOfRef({ loadBalancer, protocol, id }),
      id: `${loadBalancer}/${protocol}/${id}`,
      goes_live: "by-itself",
      cloud: "ovh",
    };
  };
}
