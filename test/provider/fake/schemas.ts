/** Tables that have every type of attribute once, and everything that can be said of one. */
import type { Attributes, Schema } from "../../../lib/resources/schema";

const description = "An attribute.";

export const providerSchema: Schema = {
  version: 0,
  description: "A double.",
  attributes: {
    cloud: { type: "string", mode: "required", description },
    endpoint: { type: "string", mode: "optional", description: "The file that is the cloud." },
    token: { type: "string", mode: "optional", sensitive: true, description },
  },
};

const networkAttributes: Attributes = {
  lan_id: { type: "string", mode: "required", description },
  note: { type: "string", mode: "optional", description },
};

const memberAttributes: Attributes = {
  server: { type: "string", mode: "required", description },
  priority: { type: "int", mode: "optional", description },
  address: { type: "string", mode: "computed", description },
};

const ruleAttributes: Attributes = {
  port: { type: "int", mode: "required", description },
  protocol: { type: "string", mode: "optional", default: "tcp", description },
};

export const thingSchema: Schema = {
  version: 2,
  description: "A thing in **Markdown**.",
  timeouts: { create: "30m", update: "30m", delete: "30m", read: "5m" },
  attributes: {
    name: { type: "string", mode: "required", description },
    behaviour: { type: "string", mode: "optional", description: "What goes wrong with it, and when." },
    text: { type: "string", mode: "optional", description },
    size: { type: "int", mode: "optional", description },
    enabled: { type: "bool", mode: "optional", description },
    location: { type: "string", mode: "optional", replace: true, description },
    policy: { type: "string", mode: "optional", default: "any", description },
    secret: { type: "string", mode: "optional", sensitive: true, description },
    tags: { type: { list: "string" }, mode: "optional", description },
    labels: { type: { map: "string" }, mode: "optional", description },
    groups: { type: { map: "strings" }, mode: "optional", description },
    network: { type: { object: networkAttributes }, mode: "optional", description },
    members: { type: { mapOf: memberAttributes }, mode: "optional", description },
    rules: { type: { listOf: ruleAttributes }, mode: "optional", description },
    id: { type: "string", mode: "computed", description },
    revision: { type: "int", mode: "computed", description },
  },
};

export const otherSchema: Schema = {
  version: 0,
  description: "Another type, to move things from.",
  attributes: {
    name: { type: "string", mode: "required", description },
    id: { type: "string", mode: "computed", description },
    revision: { type: "int", mode: "computed", description },
  },
};

export const thingDataSchema: Schema = {
  version: 0,
  description: "A thing that exists.",
  timeouts: { read: "5m" },
  attributes: {
    name: { type: "string", mode: "required", description },
    text: { type: "string", mode: "computed", description },
    size: { type: "int", mode: "computed", description },
    rules: {
      type: { listOf: { port: { type: "int", mode: "computed", description } } },
      mode: "computed",
      description,
    },
  },
};
