import type { Schema } from "../../schema";
import { origin } from "../shared-attributes";

export const loadBalancerDataSchema: Schema = {
  version: 0,
  description:
    "A load balancer as it is configured, whoever did it: the addresses that are routed to it, its front-ends and zones, " +
    "and what is not live yet.",
  timeouts: { read: "5m" },
  attributes: {
    load_balancer: {
      type: "string",
      mode: "required",
      description: "The load balancer's service name, such as `loadbalancer-0123456789abcdef0123456789abcdef`.",
    },
    display_name: { type: "string", mode: "computed", description: "The name that the vendor's manager shows." },
    state: { type: "string", mode: "computed", description: "What state the service is in, such as `ok`." },
    ipv4: { type: "string", mode: "computed", description: "Its own IPv4 address." },
    ipv6: { type: "string", mode: "computed", description: "Its own IPv6 address; null when it has none." },
    zones: { type: { list: "string" }, mode: "computed", description: "Its zones, in alphabetical order." },
    vrack: { type: "string", mode: "computed", description: "The vRack that it is in; null when it is in none." },
    ips: {
      type: { list: "string" },
      mode: "computed",
      description: "The failover addresses and blocks that are routed to it, in CIDR, sorted.",
    },
    frontends: {
      type: {
        listOf: {
          protocol: { type: "string", mode: "computed", description: "`http`, `tcp` or `udp`." },
          frontend_id: { type: "int", mode: "computed", description: "The front-end's number." },
          port: { type: "string", mode: "computed", description: "Its ports." },
          zone: { type: "string", mode: "computed", description: "Its zone, or `all`." },
          dedicated_ips: {
            type: { list: "string" },
            mode: "computed",
            description: "The only addresses and blocks on which it answers, in CIDR, sorted; empty: on all.",
          },
          default_farm_id: { type: "int", mode: "computed", description: "Its default farm, by id." },
          disabled: { type: "bool", mode: "computed", description: "Whether it is switched off." },
          display_name: { type: "string", mode: "computed", description: "The name that the vendor's manager shows." },
        },
      },
      mode: "computed",
      description: "Its front-ends as they are stored, by protocol and number.",
    },
    pending_changes: {
      type: {
        listOf: {
          zone: { type: "string", mode: "computed", description: "The zone, such as `gra`." },
          number: { type: "int", mode: "computed", description: "How many changes are stored there and not live." },
        },
      },
      mode: "computed",
      description: "Zones with changes that are stored and not live. Whose they are the cloud does not tell.",
    },
    running_tasks: {
      type: {
        listOf: {
          id: { type: "string", mode: "computed", description: "The task's id." },
          action: { type: "string", mode: "computed", description: "What it does, such as `refreshIplb`." },
          status: { type: "string", mode: "computed", description: "`todo`, `doing` or `blocked`." },
          zones: { type: { list: "string" }, mode: "computed", description: "The zones that it concerns." },
        },
      },
      mode: "computed",
      description: "Tasks of the load balancer that have not ended, the oldest first.",
    },
    ...origin,
  },
};
