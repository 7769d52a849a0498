import type { Schema } from "../../schema";
import { acknowledge, origin } from "../shared-attributes";

export const ipBlockSchema: Schema = {
  version: 0,
  description:
    "Public addresses to use: reserved here (`name`, `location` and `size`), or a block that exists already and is " +
    "only used (`adopt`). Destroying gives a reserved block back; an adopted one is left as it is.",
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
      description: "The id of a block that exists already, instead of reserving one. It is never given back.",
    },
    ips: {
      type: { list: "string" },
      mode: "computed",
      stable: true,
      description: "The block's addresses. Their order never changes, whatever order the cloud answers in.",
    },
    acknowledge,
    ...origin,
    id: { type: "string", mode: "computed", stable: true, description: "The block's id, by which it is imported." },
  },
};
