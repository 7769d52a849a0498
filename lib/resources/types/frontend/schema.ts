import { protocols, samePorts } from "../../../clouds/listener";
import type { Schema } from "../../schema";
import type { Value } from "../../value";
import { sameAddresses, sameTexts } from "../address-list";
import { goesLive, live, revision } from "../going-live";
import { acknowledge, origin } from "../shared-attributes";

const bothPorts = (a: Value, b: Value) => typeof a === "string" && typeof b === "string" && samePorts(a, b);

/** What only some protocols have, by attribute. */
export const onlyWith: Readonly<Record<string, readonly string[]>> = {
  allowed_source: ["http", "tcp"],
  denied_source: ["http", "tcp"],
  default_ssl_id: ["http", "tcp"],
  ssl: ["http", "tcp"],
  hsts: ["http"],
  http_headers: ["http"],
  redirect_location: ["http"],
};

export const frontendSchema: Schema = {
  version: 0,
  description:
    "A front-end of a load balancer: where it listens and where it leads. What is left out is reset to the cloud's " +
    "default. Farms, servers and routes are the vendor's provider's; their ids go here.",
  timeouts: { create: "30m", update: "30m", delete: "30m", read: "5m" },
  attributes: {
    load_balancer: {
      type: "string",
      mode: "required",
      replace: true,
      description: "The load balancer, by its service name such as `loadbalancer-0123456789abcdef`.",
    },
    protocol: {
      type: "string",
      mode: "required",
      allowed: [...protocols],
      replace: true,
      description: "What it speaks.",
    },
    port: {
      type: "string",
      mode: "required",
      equivalent: bothPorts,
      description: "A port, a range such as `8000-8080`, or several of both separated by commas; 1 to 49151.",
    },
    zone: {
      type: "string",
      mode: "optional",
      default: "all",
      description:
        "The load balancer's zone in which it listens, such as `gra`; `all` for every one. Changed in place.",
    },
    dedicated_ips: {
      type: { list: "string" },
      mode: "optional",
      equivalent: sameAddresses,
      description:
        "Failover addresses or blocks, the only ones on which it answers. They are routed to the load balancer first " +
        "where they are not yet. Left out: it answers on all addresses of the load balancer.",
    },
    allowed_source: {
      type: { list: "string" },
      mode: "optional",
      equivalent: sameAddresses,
      description: "Addresses or blocks that may connect; all when left out. Not beside `denied_source`; not with udp.",
    },
    denied_source: {
      type: { list: "string" },
      mode: "optional",
      equivalent: sameAddresses,
      description: "Addresses or blocks that may not connect. Not beside `allowed_source`; not with udp.",
    },
    default_farm_id: {
      type: "int",
      mode: "optional",
      range: [1, Number.MAX_SAFE_INTEGER],
      description: "The farm that gets what no route takes, by id. Of the same protocol.",
    },
    default_ssl_id: {
      type: "int",
      mode: "optional",
      range: [1, Number.MAX_SAFE_INTEGER],
      description: "The certificate for names that no other one fits, by id. Not with udp.",
    },
    disabled: { type: "bool", mode: "optional", default: false, description: "Whether it is switched off." },
    display_name: { type: "string", mode: "optional", description: "The name that the vendor's manager shows." },
    ssl: {
      type: "bool",
      mode: "optional",
      default: false,
      description: "Whether connections are encrypted up to the load balancer. Not with udp.",
    },
    hsts: {
      type: "bool",
      mode: "optional",
      default: false,
      description: "Whether browsers are told to stay with HTTPS (Strict-Transport-Security). Only with http.",
    },
    http_headers: {
      type: { list: "string" },
      mode: "optional",
      equivalent: sameTexts,
      description:
        "Headers that are added to each request, such as `X-Client %ci`: `%ci` is the client's address, `%cp` its port. " +
        "Only with http.",
    },
    redirect_location: {
      type: "string",
      mode: "optional",
      description: "Where every request is redirected to, as a URL. Only with http.",
    },
    goes_live: goesLive,
    acknowledge,
    frontend_id: {
      type: "int",
      mode: "computed",
      stable: true,
      description: "The front-end's number, for the vendor's routes.",
    },
    revision,
    live,
    ...origin,
    id: {
      type: "string",
      mode: "computed",
      stable: true,
      description: "The id by which it is imported: load balancer, protocol and number.",
    },
  },
};
