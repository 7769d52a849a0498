import type { Schema } from "../../schema";
import { origin } from "../shared-attributes";

export const ipDataSchema: Schema = {
  version: 0,
  description: "One public address: the block that it belongs to, what uses it, and the failover group that it is in.",
  timeouts: { read: "5m" },
  attributes: {
    ip: { type: "string", mode: "required", description: "The address; on OVHcloud also a block." },
    type: {
      type: "string",
      mode: "computed",
      description: "What kind of address it is. IONOS: `reserved`; OVHcloud: `failover`, in a vRack `vrack`.",
    },
    location: {
      type: "string",
      mode: "computed",
      description: "Where it can be used, such as `de/fra`, or on OVHcloud `GRA`.",
    },
    block_id: { type: "string", mode: "computed", description: "The block that it belongs to." },
    routed_to: {
      type: "string",
      mode: "computed",
      description:
        "The service that the cloud routes the address to; null when it is parked, and on IONOS, where VRRP decides.",
    },
    mac: {
      type: "string",
      mode: "computed",
      description:
        "The MAC of the only NIC that has it, null when several do. OVHcloud: its virtual MAC, if it has one.",
    },
    reverse_dns: { type: "string", mode: "computed", description: "OVHcloud: the PTR record's name. Null on IONOS." },
    group_id: {
      type: "string",
      mode: "computed",
      description:
        "The failover group that it is in, as its import id; null when it is in none, and on OVHcloud, whose API knows none.",
    },
    consumers: {
      type: {
        listOf: {
          datacenter_id: { type: "string", mode: "computed", description: "The data centre's id." },
          server_id: {
            type: "string",
            mode: "computed",
            description: "The server's id; on OVHcloud the service's name.",
          },
          server_name: { type: "string", mode: "computed", description: "The server's name." },
          nic_id: { type: "string", mode: "computed", description: "The NIC's id." },
          mac: { type: "string", mode: "computed", description: "The NIC's MAC." },
        },
      },
      mode: "computed",
      description: "Everything that uses the address.",
    },
    ...origin,
  },
};
