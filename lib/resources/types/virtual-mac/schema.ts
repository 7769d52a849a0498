import type { Schema } from "../../schema";
import { acknowledge, origin } from "../shared-attributes";
import { sameAddresses } from "./addresses";

export const virtualMacSchema: Schema = {
  version: 0,
  description:
    "A virtual MAC: the MAC address of a virtual machine on a dedicated server, for one or more addresses that are " +
    "routed to that server. It goes along when its address moves to another server that can have virtual MACs. " +
    "OVHcloud does not move an address that shares its MAC with others.",
  timeouts: { create: "30m", update: "30m", delete: "30m", read: "5m" },
  attributes: {
    addresses: {
      type: { list: "string" },
      mode: "required",
      equivalent: sameAddresses,
      description:
        "The IPv4 addresses that have the MAC, at least one, in any order. All must be routed to one dedicated server. " +
        "Changed in place: the MAC stays as long as one address is left.",
    },
    type: {
      type: "string",
      mode: "optional",
      default: "ovh",
      allowed: ["ovh", "vmware"],
      replace: true,
      description: "Whose hypervisor accepts the MAC: `ovh` for all but VMware ESXi, which wants `vmware`.",
    },
    name: {
      type: "string",
      mode: "optional",
      default: "failover",
      replace: true,
      description: "The virtual machine's name, as the cloud's console shows it. The API cannot change it.",
    },
    acknowledge,
    mac: {
      type: "string",
      mode: "computed",
      stable: true,
      description: "The MAC address, which the virtual machine's interface must have.",
    },
    server: {
      type: "string",
      mode: "computed",
      description: "The server to which the addresses are routed now: it follows the holder.",
    },
    ...origin,
  },
};
