import type { Attributes, Schema } from "../../schema";
import { acknowledge, origin, sameAddress } from "../shared-attributes";

const memberAttributes = {
  server: {
    type: "string",
    mode: "required",
    description:
      "The member's server: its id on IONOS, on OVHcloud the name of the service, such as `ns1234567.ip-192-0-2.eu`. " +
      "There it may also be a VPS, a Public Cloud project or a hosted private cloud.",
  },
  nic: {
    type: "string",
    mode: "optional",
    description: "IONOS, where it is required: the server's NIC on the group's LAN, by id.",
  },
  nexthop: {
    type: "string",
    mode: "optional",
    description:
      "OVHcloud: the address of the instance in a Public Cloud project that the failover address is routed to. The " +
      "API takes it and never tells it.",
  },
  priority: {
    type: "int",
    mode: "optional",
    range: [1, 254],
    description: "The member's VRRP priority: the highest one that is alive holds the address. No API call uses it.",
  },
} as const;

export const networkAttributes = {
  datacenter_id: { type: "string", mode: "required", description: "The data centre's id." },
  lan_id: {
    type: "string",
    mode: "required",
    description: "The LAN's id, a small number such as `1`. It must be public.",
  },
} as const;

/** What the cloud tells of a group, whoever made it. */
export const observedAttributes: Attributes = {
  holder: {
    type: "string",
    mode: "computed",
    description: "The member that holds the address now. Null on IONOS, whose API cannot know.",
  },
  registered_master: {
    type: "string",
    mode: "computed",
    description: "IONOS: the member whose NIC is registered in the LAN's entry; null when there is no entry.",
  },
  routed_to: {
    type: "string",
    mode: "computed",
    description:
      "The service that the cloud routes the address to; null when it is parked, and on IONOS, where VRRP decides.",
  },
};

export const groupSchema: Schema = {
  version: 0,
  description:
    "A failover group: one address, the members that may hold it and the master that holds it first. On IONOS the " +
    "address is put on every member's NIC and registered in the LAN, in the order that the API demands; VRRP on the " +
    "hosts decides who holds it. On OVHcloud the API routes the address to one member at a time.",
  timeouts: { create: "30m", update: "30m", delete: "30m", read: "5m" },
  attributes: {
    ip: {
      type: "string",
      mode: "required",
      equivalent: sameAddress,
      description:
        "The failover address: a public address of this account, or on OVHcloud a whole block such as " +
        "`203.0.113.16/28`. Changed in place.",
    },
    network: {
      type: {
        object: networkAttributes,
      },
      mode: "optional",
      replace: true,
      description: "IONOS, where it is required: the LAN in which the members share the address.",
    },
    members: {
      type: { mapOf: memberAttributes },
      mode: "required",
      description:
        "Who may hold the address, by names of your choice. Members are compared by what the cloud knows them by: " +
        "another name for the same member costs no request.",
    },
    master: {
      type: "string",
      mode: "required",
      description:
        "The member that holds the address at first, by its name in `members`. It is an initial value: when the " +
        "address has moved to another member since, nothing is done. Editing it is an order to move.",
    },
    address_role: {
      type: "string",
      mode: "optional-computed",
      allowed: ["primary", "additional"],
      description:
        "IONOS: whether the address is the NIC's `primary` one (default), from which the gateway is derived, or an " +
        "`additional` one behind it.",
    },
    holder_policy: {
      type: "string",
      mode: "optional",
      default: "any-member",
      allowed: ["any-member", "master"],
      description: "Which holder is right: `any-member`, or only the `master`, which takes a moved address back.",
    },
    on_destroy: {
      type: "string",
      mode: "optional",
      default: "release",
      allowed: ["release", "keep"],
      description:
        "`release` takes the group apart, which parks the address on OVHcloud if a member has it; `keep` leaves " +
        "everything on the cloud as it is.",
    },
    acknowledge,
    ...observedAttributes,
    availability_zones: {
      type: { map: "string" },
      mode: "computed",
      description: "IONOS: each member's availability zone, by its name in `members`.",
    },
    addresses_replaced: {
      type: { map: "strings" },
      mode: "computed",
      description:
        "Addresses that members' NICs had before and lost, by the member's name: IONOS drops an automatically " +
        "assigned address once a NIC's addresses are set.",
    },
    ...origin,
  },
};
