import { protocols } from "../../../clouds/listener";
import type { Schema } from "../../schema";
import { sameAddresses } from "../address-list";
import { goesLive, live, revision } from "../going-live";
import { acknowledge, origin } from "../shared-attributes";

export const frontendBindingSchema: Schema = {
  version: 0,
  description:
    "Failover addresses for a load balancer: for all of it, or as dedicated addresses of one front-end that exists " +
    "already, beside those that it has from others. They are routed to the load balancer where they are not yet.",
  timeouts: { create: "30m", update: "30m", delete: "30m", read: "5m" },
  attributes: {
    load_balancer: {
      type: "string",
      mode: "required",
      description:
        "The load balancer, by its service name such as `loadbalancer-0123456789abcdef`. Changed in place: the addresses " +
        "move.",
    },
    ips: {
      type: { list: "string" },
      mode: "required",
      equivalent: sameAddresses,
      description: "The failover addresses or blocks, at least one. Changed in place.",
    },
    frontend: {
      type: {
        object: {
          protocol: {
            type: "string",
            mode: "required",
            allowed: [...protocols],
            description: "What the front-end speaks.",
          },
          id: { type: "string", mode: "required", description: "The front-end's number." },
        },
      },
      mode: "optional",
      description:
        "The front-end that answers on the addresses, and on no others than its dedicated ones. Left out, they serve every " +
        "front-end without dedicated addresses. Changed in place. For an `ipfailover_frontend` use its `dedicated_ips`.",
    },
    on_destroy: {
      type: "string",
      mode: "optional",
      default: "keep",
      allowed: ["keep", "release"],
      description:
        "What becomes of the addresses' route when they leave the binding: `keep` leaves them with the load balancer, " +
        "`release` parks those that no front-end has any more. The front-end loses them either way.",
    },
    goes_live: goesLive,
    acknowledge,
    routed_ips: {
      type: { list: "string" },
      mode: "computed",
      description:
        "Those of the binding's addresses that are routed to the load balancer, also when the front-end has lost them: what " +
        "`release` parks.",
    },
    revision,
    live,
    ...origin,
  },
};
