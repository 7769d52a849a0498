import type { Schema } from "../../schema";
import { origin } from "../shared-attributes";

export const targetsDataSchema: Schema = {
  version: 0,
  description:
    "Where an address may be routed to, and why not elsewhere: every destination that the cloud names, and every other " +
    "service of the account that could hold an address, as far as these credentials may list them.",
  timeouts: { read: "5m" },
  attributes: {
    ip: { type: "string", mode: "required", description: "The address, or a block in CIDR notation." },
    routed_to: {
      type: "string",
      mode: "computed",
      description: "The service that it is routed to now; null when it is parked.",
    },
    targets: {
      type: {
        listOf: {
          kind: {
            type: "string",
            mode: "computed",
            description:
              "What it is: `dedicated-server`, `vps`, `cloud-project`, `private-cloud`, `load-balancer`, `hosting-reseller`, " +
              "`vmware-cloud-director`, `vrack`, or what the cloud calls it.",
          },
          service: { type: "string", mode: "computed", description: "The service's name, as a group's member has it." },
          nexthops: {
            type: { list: "string" },
            mode: "computed",
            description: "The next hops that a member may name there.",
          },
          allowed: { type: "bool", mode: "computed", description: "Whether the address may be routed there." },
          reason: { type: "string", mode: "computed", description: "Why it may not; null when it may." },
        },
      },
      mode: "computed",
      description: "All targets, by kind and name.",
    },
    ...origin,
  },
};
