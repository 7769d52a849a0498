import type { Schema } from "../../schema";
import { acknowledge, origin, sameAddress } from "../shared-attributes";

export const ipBlockSchema: Schema = {
  version: 0,
  description:
    "Public addresses to use: on IONOS reserved here (`name`, `location` and `size`), or a block that exists already " +
    "and is only used (`adopt`). Destroying gives a reserved block back; an adopted one is left as it is. On OVHcloud, " +
    "where an address is ordered and paid for, blocks are only adopted.",
  timeouts: { create: "30m", update: "30m", delete: "30m", read: "5m" },
  attributes: {
    name: {
      type: "string",
      mode: "optional-computed",
      description:
        "The block's name, unique on the contract: it is how a block is found again whose creation was cut off. " +
        "Required to reserve; changed in place.",
    },
    location: {
      type: "string",
      mode: "optional-computed",
      stable: true,
      replace: true,
      description: "Where the addresses can be used, such as `de/fra`. Required to reserve.",
    },
    size: {
      type: "int",
      mode: "optional-computed",
      stable: true,
      unit: "addresses",
      range: [1, 1000],
      replace: true,
      description: "How many addresses to reserve. Required to reserve.",
    },
    adopt: {
      type: "string",
      mode: "optional",
      replace: true,
      equivalent: sameAddress,
      description:
        "A block that exists already, instead of reserving one: its id, or on OVHcloud the address or the block in CIDR " +
        "notation. It is never given back.",
    },
    ips: {
      type: { list: "string" },
      mode: "computed",
      stable: true,
      description:
        "The block's addresses. Their order never changes, whatever order the cloud answers in. Empty for a network of " +
        "more than 4096 addresses. On OVHcloud a block moves as a whole: a group of it takes `id`.",
    },
    description: {
      type: "string",
      mode: "optional-computed",
      description:
        "OVHcloud: what the account's list says of the block. Changed in place; left out, it stays as it is.",
    },
    type: {
      type: "string",
      mode: "computed",
      description: "OVHcloud: what kind of address it is, `failover` or in a vRack `vrack`. Null on IONOS.",
    },
    country: {
      type: "string",
      mode: "computed",
      description: "OVHcloud: the country it is registered in, such as `fr`. Null on IONOS.",
    },
    campus: {
      type: "string",
      mode: "computed",
      description: "OVHcloud: the place that it belongs to, such as `GRA`. Null on IONOS.",
    },
    regions: {
      type: { list: "string" },
      mode: "computed",
      description: "OVHcloud: where it can be routed to, such as `eu-west-gra`. Null on IONOS.",
    },
    routed_to: {
      type: "string",
      mode: "computed",
      description: "OVHcloud: the service that it is routed to; null when it is parked. Null on IONOS.",
    },
    acknowledge,
    ...origin,
    id: {
      type: "string",
      mode: "computed",
      stable: true,
      description: "The block's id, by which it is imported; on OVHcloud the address or block itself.",
    },
  },
};
