import { sameBlock } from "../../../clouds/block";
import { sameName } from "../../../clouds/host-name";
import type { Schema } from "../../schema";
import { acknowledge, origin } from "../shared-attributes";

export const reverseDnsSchema: Schema = {
  version: 0,
  description:
    "Reverse DNS: the name to which one address resolves back, its PTR record. On OVHcloud the name must already " +
    "resolve to the address, and what is not known there yet is waited for; on IONOS it is a record of Cloud DNS, " +
    "which takes tokens only.",
  timeouts: { create: "5m", update: "5m", delete: "5m", read: "5m" },
  attributes: {
    ip: {
      type: "string",
      mode: "required",
      replace: true,
      equivalent: (a, b) => typeof a === "string" && typeof b === "string" && sameBlock(a, b),
      description: "The address, IPv4 or IPv6. It may be one of a larger block.",
    },
    name: {
      type: "string",
      mode: "required",
      equivalent: (a, b) => typeof a === "string" && typeof b === "string" && sameName(a, b),
      description: "The full host name, such as `mail.example.com`. Changed in place; a dot at its end means nothing.",
    },
    acknowledge,
    ...origin,
  },
};
