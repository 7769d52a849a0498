/** What can be wrong with front-ends of load balancers and with the addresses that are bound to them. */
/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment -- good JSON is spoilt here on purpose */
import type { GoodOvhStack } from "./support/ovh-stacks";
import { testBadOvhInput } from "./support/run-cases";
import type { BadOvhInput } from "./support/run-cases";
import type { Json } from "./support/stacks";

const WEB = "ipfailover_frontend.web";
const SHOP = "ipfailover_frontend_binding.shop";
const web = (values: Json) => (stack: GoodOvhStack) =>
  Object.assign(stack.resource.ipfailover_frontend.web as object, values);
const shop = (values: Json) => (stack: GoodOvhStack) =>
  Object.assign(stack.resource.ipfailover_frontend_binding.shop as object, values);
const other = (values: Json) => (stack: GoodOvhStack) => {
  stack.resource.ipfailover_frontend.zweb = { ...stack.resource.ipfailover_frontend.web, ...values };
};
const NAME = "write the service name, such as";

const frontends: readonly BadOvhInput[] = [
  ...["load_balancer", "protocol", "port"].map((name) => ({
    what: `no ${name}`,
    spoil: web({ [name]: null }),
    at: `resource.${WEB}`,
    says: [`The argument "${name}" is required`],
  })),
  ...["my balancer", "loadbalancer-demo/http"].map((name) => ({
    what: `the load balancer "${name}"`,
    spoil: web({ load_balancer: name }),
    at: `${WEB}: load_balancer`,
    says: [`load_balancer is "${name}"`, NAME],
  })),
  {
    what: "a load balancer of somebody else's",
    spoil: web({ load_balancer: "loadbalancer-none" }),
    at: `${WEB}: load_balancer`,
    says: ["loadbalancer-none", "this account has no such load balancer", "Check the name"],
  },
  {
    what: "another protocol",
    spoil: web({ protocol: "https" }),
    at: `${WEB}: protocol`,
    says: ['protocol is "https"', '"http" or "tcp" or "udp"'],
  },
  ...["0", "49152", "080", "443-80", "80, 443", "https", "443,"].map((port) => ({
    what: `the port "${port}"`,
    spoil: web({ port }),
    at: `${WEB}: port`,
    says: [`port is "${port}"`, "Write one port from 1 to 49151", "8000-8080"],
  })),
  {
    what: "no port at all in its text",
    spoil: web({ port: " " }),
    at: `${WEB}: port`,
    says: ['port is " "', "Give it a value"],
  },
  {
    what: "a zone that the load balancer does not have",
    spoil: web({ zone: "sbg" }),
    at: `${WEB}: zone`,
    says: ['zone is "sbg"', "has gra, rbx", 'or "all"'],
  },
  ...(
    [
      ["web.example.com", "neither an address nor a block", "Write an address such as 203.0.113.10"],
      ["203.0.113.7/29", "neither an address nor a block", "Write 203.0.113.0/29"],
      ["203.0.113.0/33", "neither an address nor a block", "Write an address"],
    ] as const
  ).map(([ip, why, fix]) => ({
    what: `the dedicated address ${ip}`,
    spoil: web({ dedicated_ips: [ip] }),
    at: `${WEB}: dedicated_ips[0]`,
    says: [`dedicated_ips[0] is "${ip}"`, why, fix],
  })),
  {
    what: "a dedicated address twice, in two spellings",
    spoil: (stack, { spare }) => web({ dedicated_ips: [spare[0], `${spare[0]}/32`] })(stack),
    at: `${WEB}: dedicated_ips[1]`,
    says: ({ spare }) => [`dedicated_ips[1] is "${spare[0]}/32"`, "dedicated_ips[0] already", "Remove one"],
  },
  {
    what: "a dedicated address that is null",
    spoil: web({ dedicated_ips: [null] }),
    at: `${WEB}: dedicated_ips[0]`,
    says: ["dedicated_ips[0] is null"],
  },
  {
    what: "a dedicated address of nobody's",
    spoil: web({ dedicated_ips: ["198.51.100.9"] }),
    at: `${WEB}: dedicated_ips`,
    says: ["198.51.100.9"],
  },
  {
    what: "a dedicated address of another region",
    spoil: (stack, { far }) => web({ dedicated_ips: [far] })(stack),
    at: `${WEB}: dedicated_ips`,
    says: ({ far }) => [`${far} cannot be routed to loadbalancer-demo`, "use an address of that region"],
  },
  {
    what: "who may and who may not connect together",
    spoil: web({ allowed_source: ["192.0.2.1"], denied_source: ["192.0.2.0/24"] }),
    at: `${WEB}: denied_source`,
    says: ['["192.0.2.0/24"]', '["192.0.2.1"]', "Remove one"],
  },
  {
    what: "a source that is no address",
    spoil: web({ allowed_source: ["office"] }),
    at: `${WEB}: allowed_source[0]`,
    says: ['allowed_source[0] is "office"'],
  },
  ...["default_farm_id", "default_ssl_id"].map((name) => ({
    what: `${name} 0`,
    spoil: web({ [name]: 0 }),
    at: `${WEB}: ${name}`,
    says: [`${name} is 0`, "use a whole number from 1"],
  })),
  {
    what: "a farm that is not there",
    spoil: web({ default_farm_id: 77 }),
    at: `${WEB}: default_farm_id`,
    says: ["default_farm_id is 77", "has no http farm of that id"],
  },
  {
    what: "a farm of another protocol",
    spoil: web({ protocol: "tcp" }),
    at: `${WEB}: default_farm_id`,
    says: ["has no tcp farm of that id", "of its own protocol"],
  },
  ...(
    [
      ["udp", "allowed_source", ["192.0.2.1"], "http and tcp"],
      ["udp", "denied_source", ["192.0.2.1"], "http and tcp"],
      ["udp", "ssl", true, "http and tcp"],
      ["udp", "default_ssl_id", 5, "http and tcp"],
      ["udp", "redirect_location", "https://a.example", "http"],
      ["tcp", "hsts", true, "http"],
      ["tcp", "http_headers", ["X-A %ci"], "http"],
    ] as const
  ).map(([protocol, name, value, having]) => ({
    what: `${name} with ${protocol}`,
    spoil: web({ protocol, default_farm_id: null, [name]: value }),
    at: `${WEB}: ${name}`,
    says: [`${name} is ${JSON.stringify(value)} and protocol is "${protocol}"`, `one of ${having}`, `Remove ${name}`],
  })),
  {
    what: "a header of two lines",
    spoil: web({ http_headers: ["X-A 1\r\nX-B 2"] }),
    at: `${WEB}: http_headers[0]`,
    says: ["http_headers[0]", "on one line"],
  },
  {
    what: "a name that is empty",
    spoil: web({ display_name: "" }),
    at: `${WEB}: display_name`,
    says: ["display_name"],
  },
  {
    what: "who makes it live",
    spoil: web({ goes_live: "never" }),
    at: `${WEB}: goes_live`,
    says: ['goes_live is "never"', '"by-itself" or "with-activation"'],
  },
  {
    what: "two on one port and address",
    spoil: other({ port: "400-500", zone: "gra" }),
    at: "ipfailover_frontend.zweb: port",
    says: ['port is "400-500" in zone "gra"', "another front-end of load balancer loadbalancer-demo", "each its own"],
  },
];

const bindings: readonly BadOvhInput[] = [
  ...["load_balancer", "ips"].map((name) => ({
    what: `no ${name}`,
    spoil: shop({ [name]: null }),
    at: `resource.${SHOP}`,
    says: [`The argument "${name}" is required`],
  })),
  { what: "no address", spoil: shop({ ips: [] }), at: `${SHOP}: ips`, says: ["ips has no entry", "at least one"] },
  {
    what: "an address that is none",
    spoil: shop({ ips: ["203.0.113"] }),
    at: `${SHOP}: ips[0]`,
    says: ['ips[0] is "203.0.113"'],
  },
  {
    what: "an address twice",
    spoil: (stack, { spare }) => shop({ ips: [spare[1], spare[1]] })(stack),
    at: `${SHOP}: ips[1]`,
    says: ["ips[1]", "ips[0] already"],
  },
  {
    what: "an address of another region",
    spoil: (stack, { far }) => shop({ ips: [far] })(stack),
    at: `${SHOP}: ips`,
    says: ({ far }) => [`${far} cannot be routed to loadbalancer-demo`],
  },
  {
    what: "a front-end without its number",
    spoil: shop({ frontend: { protocol: "http" } }),
    at: `resource.${SHOP}.frontend`,
    says: ['attribute "id" is required'],
  },
  ...["web", "0", "12a"].map((id) => ({
    what: `the front-end "${id}"`,
    spoil: shop({ frontend: { protocol: "http", id } }),
    at: `${SHOP}: frontend.id`,
    says: [`frontend.id is "${id}"`, 'such as "4242"'],
  })),
  {
    what: "a front-end of another protocol",
    spoil: shop({ frontend: { protocol: "sctp", id: "1" } }),
    at: `${SHOP}: frontend.protocol`,
    says: ['frontend.protocol is "sctp"', '"udp"'],
  },
  {
    what: "a front-end that is not there",
    spoil: shop({ frontend: { protocol: "http", id: "77" } }),
    at: `${SHOP}: frontend.id`,
    says: ["loadbalancer-demo has no http front-end 77", "Check protocol and number"],
  },
  {
    what: "what becomes of it",
    spoil: shop({ on_destroy: "delete" }),
    at: `${SHOP}: on_destroy`,
    says: ['on_destroy is "delete"', '"keep" or "release"'],
  },
  {
    what: "the same address for the same front-end once more",
    spoil: ({ resource }) => {
      resource.ipfailover_frontend_binding.zshop = { ...resource.ipfailover_frontend_binding.shop };
    },
    at: "ipfailover_frontend_binding.zshop: ips",
    says: ["is in two bindings of front-end loadbalancer-demo/http/", "Remove it from one of them"],
  },
  {
    what: "an address of a group",
    spoil: ({ resource }, { spare, server }) => {
      resource.ipfailover_group = {
        zgroup: { ip: spare[1], members: { a: { server } }, master: "a", acknowledge: ["single-member"] },
      };
    },
    at: "ipfailover_group.zgroup: ip",
    says: ({ spare }) => [`ip: ${spare[1]} is in two places of this stack`, "one group", "one load balancer"],
  },
];

const looked: readonly BadOvhInput[] = [
  {
    what: "a load balancer of somebody else's",
    spoil: (stack) =>
      Object.assign(stack.data.ipfailover_load_balancer.all as object, { load_balancer: "ip-192.0.2.9" }),
    at: "data.ipfailover_load_balancer.all: load_balancer",
    says: ["load_balancer ip-192.0.2.9", "this account has no such load balancer"],
  },
  {
    what: "no service name",
    spoil: (stack) => Object.assign(stack.data.ipfailover_load_balancer.all as object, { load_balancer: "a/b" }),
    at: "data.ipfailover_load_balancer.all: load_balancer",
    says: ['load_balancer is "a/b"', NAME],
  },
];

describe("a front-end", () => testBadOvhInput(frontends));
describe("a front-end binding", () => testBadOvhInput(bindings));
describe("the data source of a load balancer", () => testBadOvhInput(looked));
