import type { Schema } from "../../schema";
import { origin } from "../shared-attributes";
import { networkAttributes } from "./schema";

export const groupDataSchema: Schema = {
  version: 0,
  description: "A failover group as it stands on the cloud, whoever made it.",
  timeouts: { read: "5m" },
  attributes: {
    ip: { type: "string", mode: "required", description: "The failover address." },
    network: {
      type: { object: networkAttributes },
      mode: "optional",
      description: "The LAN in which the group is registered. Required on IONOS.",
    },
    members: {
      type: {
        mapOf: {
          server: { type: "string", mode: "computed", description: "The member's server, by id." },
          nic: { type: "string", mode: "computed", description: "The member's NIC, by id." },
          availability_zone: { type: "string", mode: "computed", description: "The server's availability zone." },
        },
      },
      mode: "computed",
      description: "Everybody that has the address, by the server's name, or by the NIC's id where names repeat.",
    },
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
      description: "The target that the cloud routes the address to. Null on IONOS, where VRRP decides.",
    },
    ...origin,
  },
};
