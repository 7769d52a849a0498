import type { Schema } from "../../schema";
import { origin } from "../shared-attributes";
import { networkAttributes, observedAttributes } from "./schema";

export const groupDataSchema: Schema = {
  version: 0,
  description: "A failover group as it stands on the cloud, whoever made it.",
  timeouts: { read: "5m" },
  attributes: {
    ip: {
      type: "string",
      mode: "required",
      description: "The failover address, or on OVHcloud a block in CIDR notation.",
    },
    network: {
      type: { object: networkAttributes },
      mode: "optional",
      description: "IONOS, where it is required: the LAN in which the group is registered.",
    },
    members: {
      type: {
        mapOf: {
          server: {
            type: "string",
            mode: "computed",
            description: "The member's server, by id; on OVHcloud the name of the service.",
          },
          nic: { type: "string", mode: "computed", description: "IONOS: the member's NIC, by id." },
          availability_zone: {
            type: "string",
            mode: "computed",
            description: "IONOS: the server's availability zone.",
          },
        },
      },
      mode: "computed",
      description:
        "Everybody that has the address. IONOS: by the server's name, or by the NIC's id where names repeat. OVHcloud: " +
        "the one service that it is routed to, by its name.",
    },
    ...observedAttributes,
    ...origin,
  },
};
