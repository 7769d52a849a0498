import type { Schema } from "../../schema";
import { acknowledge, origin } from "../shared-attributes";

export const loadBalancerActivationSchema: Schema = {
  version: 0,
  description:
    "Makes live what is configured on a load balancer. A write to a front-end, farm, server or route is stored only, " +
    "until a refresh applies all that is stored; this resource makes that refresh, once for everything that it comes " +
    "after, and plans one whenever changes are pending, whoever made them. Destroying it does nothing: what is live " +
    "stays live.",
  timeouts: { create: "30m", update: "30m", read: "5m" },
  attributes: {
    load_balancer: {
      type: "string",
      mode: "required",
      replace: true,
      description: "The load balancer's service name, such as `loadbalancer-0123456789abcdef0123456789abcdef`.",
    },
    triggers: {
      type: { map: "string" },
      mode: "optional",
      description:
        "Values that change when something of the load balancer was written: the `revision` of each front-end and " +
        "binding, digests of the vendor's farms, servers and routes. All that they come from is applied before the " +
        "refresh. A new value that begins with `moved-`, as a `revision` can, says that an address came or went: then " +
        "every zone is refreshed, whatever is pending.",
    },
    acknowledge,
    pending_changes: {
      type: {
        listOf: {
          zone: { type: "string", mode: "computed", description: "The zone, such as `gra`." },
          number: { type: "int", mode: "computed", description: "How many changes are stored there and not live." },
        },
      },
      mode: "computed",
      description:
        "Zones with changes that are stored and not live. Whose they are the cloud does not tell. The next plan makes " +
        "them live, where that is possible.",
    },
    refreshable: {
      type: "bool",
      mode: "computed",
      description:
        "False when nothing here can make pending changes live, so that no plan tries: `refresh` is false in the " +
        "provider's configuration, or the load balancer has no front-end.",
    },
    last_refresh: {
      type: "string",
      mode: "computed",
      description: "The tasks of the last refresh that was made here, by id; null when none was needed yet.",
    },
    ...origin,
    id: { type: "string", mode: "computed", stable: true, description: "The load balancer, by which it is imported." },
  },
};
