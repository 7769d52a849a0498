/** What can be wrong with OVHcloud's credentials and endpoints, with virtual MACs and with reverse DNS. */
/* eslint-disable @typescript-eslint/no-unsafe-return -- good JSON is spoilt here on purpose */
import { diagnose } from "./support/diagnose";
import { goodOvhStack } from "./support/ovh-stacks";
import type { GoodOvhStack } from "./support/ovh-stacks";
import { makeOvhWorld } from "./support/ovh-world";
import type { OvhWorld } from "./support/ovh-world";
import { testBadOvhInput } from "./support/run-cases";
import type { BadOvhInput } from "./support/run-cases";
import type { Json } from "./support/stacks";

const PROVIDER = "provider.ipfailover[0]";
const MAC = "ipfailover_virtual_mac.web";
const REVERSE = "ipfailover_reverse_dns.web";

const provider = (values: Json) => (stack: GoodOvhStack) =>
  Object.assign(stack.provider.ipfailover[0] as object, values);
const mac = (values: Json) => (stack: GoodOvhStack) =>
  Object.assign(stack.resource.ipfailover_virtual_mac.web as object, values);
const reverse = (values: Json) => (stack: GoodOvhStack) =>
  Object.assign(stack.resource.ipfailover_reverse_dns.web as object, values);

const NO_KEYS = {
  OVH_APPLICATION_KEY: undefined,
  OVH_APPLICATION_SECRET: undefined,
  OVH_CONSUMER_KEY: undefined,
  HOME: undefined,
};
/** Nothing but these, whatever the stack has. */
const env = (values: Readonly<Record<string, string>>) => (_world: OvhWorld, stack: GoodOvhStack) => ({
  stack,
  env: { ...NO_KEYS, ...values },
});

const credentials: readonly BadOvhInput[] = [
  {
    what: "no credentials at all",
    trial: env({}),
    at: PROVIDER,
    says: ["Set application_key, application_secret and consumer_key", "OVH_CONSUMER_KEY", "ovh.conf", "access_token"],
  },
  {
    what: "keys without a consumer key",
    trial: env({ OVH_APPLICATION_KEY: "ak", OVH_APPLICATION_SECRET: "as" }),
    at: PROVIDER,
    says: [
      "application_key and application_secret are set and consumer_key is not",
      "Set consumer_key, or OVH_CONSUMER_KEY",
    ],
  },
  {
    what: "keys without a secret",
    spoil: provider({ application_key: "ak", consumer_key: "ck" }),
    trial: env({}),
    at: PROVIDER,
    says: ["application_key and consumer_key are set and application_secret is not", "OVH_APPLICATION_SECRET"],
  },
  {
    what: "a service account without secret",
    trial: env({ OVH_CLIENT_ID: "EU.1" }),
    at: PROVIDER,
    says: ["client_id is set and client_secret is not", "OVH_CLIENT_SECRET"],
  },
  {
    what: "a service account and keys in the environment",
    trial: () => ({ env: { OVH_CLIENT_ID: "EU.1", OVH_CLIENT_SECRET: "s" } }),
    at: PROVIDER,
    says: ["OVH_CONSUMER_KEY, OVH_CLIENT_ID and OVH_CLIENT_SECRET are set", "Keep one of"],
  },
  {
    what: "an access token and keys in the configuration",
    spoil: provider({ access_token: "t0ken", application_key: "ak" }),
    at: PROVIDER,
    says: ["application_key and access_token are set", "Keep one of"],
  },
  {
    what: "a secret that was copied with its line break",
    trial: () => ({ env: { OVH_CONSUMER_KEY: "c0nsumer\n" } }),
    at: PROVIDER,
    says: ["consumer_key holds a blank, a line break", "Correct it, or OVH_CONSUMER_KEY"],
  },
  {
    what: "a service account where there are none",
    spoil: provider({ endpoint: "kimsufi-eu" }),
    trial: env({ OVH_CLIENT_ID: "EU.1", OVH_CLIENT_SECRET: "s" }),
    at: PROVIDER,
    says: ["kimsufi-eu has no service accounts", "Use application_key, application_secret and consumer_key"],
  },
  { what: "an empty consumer key", spoil: provider({ consumer_key: "" }), at: PROVIDER, says: ['consumer_key is ""'] },
  ...["ovh-fr", "eu.api.ovh.com"].map((endpoint) => ({
    what: `the endpoint "${endpoint}"`,
    spoil: provider({ endpoint }),
    at: PROVIDER,
    says: [`endpoint is "${endpoint}"`, "ovh-eu, ovh-ca, ovh-us", "https://HOST/1.0"],
  })),
  ...["https://eu.api.ovh.com/v2", "ftp://eu.api.ovh.com", "https://me:hunter2@eu.api.ovh.com/1.0"].map((endpoint) => ({
    what: `the endpoint ${endpoint}`,
    spoil: provider({ endpoint }),
    at: PROVIDER,
    says: ["endpoint is no URL of API v1", "without user name and query", "OVH_ENDPOINT"],
  })),
  ...[-1, 1.5, 100_000].map((requests_per_minute) => ({
    what: `${requests_per_minute} requests a minute`,
    spoil: provider({ requests_per_minute }),
    at: PROVIDER,
    says: [`requests_per_minute is ${requests_per_minute}`, "a whole number from 0 to 60000"],
  })),
  {
    what: "what is another cloud's",
    spoil: provider({ contract_number: "31999999" }),
    at: PROVIDER,
    says: ['contract_number is set and cloud is "ovh"', "Remove it", "consumer_key"],
  },
];

const macs: readonly BadOvhInput[] = [
  { what: "no addresses", spoil: mac({ addresses: null }), at: `resource.${MAC}`, says: ['"addresses" is required'] },
  { what: "an empty list", spoil: mac({ addresses: [] }), at: `${MAC}: addresses`, says: ["addresses has no entry"] },
  ...["203.0.113.0/28", "2001:db8::1", "web.example.com", ""].map((address) => ({
    what: `the address "${address}"`,
    spoil: mac({ addresses: [address] }),
    at: `${MAC}: addresses[0]`,
    says: [`addresses[0] is "${address}"`, "single IPv4 addresses, such as 203.0.113.10"],
  })),
  {
    what: "an address twice",
    spoil: (stack, { ips }) => mac({ addresses: [ips[0], `${ips[0]}/32`] })(stack),
    at: `${MAC}: addresses[1]`,
    says: ["and addresses[0] is the same address", "Remove one"],
  },
  {
    what: "a type that there is not",
    spoil: mac({ type: "xen" }),
    at: `${MAC}: type`,
    says: ['type is "xen"', '"ovh" or "vmware"'],
  },
  { what: "an empty name", spoil: mac({ name: "" }), at: `${MAC}: name`, says: ['name is ""', "Give it a value"] },
  {
    what: "a MAC of one's own choice",
    spoil: mac({ mac: "02:00:00:aa:bb:cc" }),
    at: `resource.${MAC}.mac`,
    says: [`Can't configure a value for "mac"`],
  },
  {
    what: "an address of somebody else's",
    spoil: mac({ addresses: ["198.51.100.9"] }),
    at: `${MAC}: addresses`,
    says: ["198.51.100.9 is in no block of this account", "Check the address"],
  },
  {
    what: "addresses on two servers",
    spoil: (stack, { ips, elsewhere }) => mac({ addresses: [ips[0], elsewhere], acknowledge: ["shared-mac"] })(stack),
    at: `${MAC}: addresses`,
    says: ["is on ns1.example.net", "is on ns2.example.net", "or make a virtual MAC for each"],
  },
  {
    what: "an address that has one already",
    spoil: (stack, { taken }) => mac({ addresses: [taken] })(stack),
    at: `${MAC}: addresses`,
    says: ['(type ovh, name "by hand") already', "Import that with the id"],
  },
  {
    what: "a server without virtual MACs",
    spoil: (stack, { withoutMacs }) => mac({ addresses: [withoutMacs] })(stack),
    at: `${MAC}: addresses`,
    says: ["old.example.net does not support virtual MACs", "Route the addresses to a server that does"],
  },
  {
    what: "a server that has all it may have",
    spoil: (stack, { withoutRoom }) => mac({ addresses: [withoutRoom] })(stack),
    at: `${MAC}: addresses`,
    says: ["small.example.net has 1 of 1 virtual MACs already", "let addresses share one"],
  },
  {
    what: "one address in two of them",
    spoil: ({ resource }, { ips }) => {
      resource.ipfailover_virtual_mac.zweb = { addresses: [`${ips[0]}/32`] };
    },
    at: "ipfailover_virtual_mac.zweb: addresses",
    says: ["is in two ipfailover_virtual_mac of this stack", "leave it in one of them"],
  },
];

const names: readonly BadOvhInput[] = [
  { what: "no ip", spoil: reverse({ ip: null }), at: `resource.${REVERSE}`, says: ['The argument "ip" is required'] },
  ...["nowhere", "203.0.113.256"].map((ip) => ({
    what: `the ip "${ip}"`,
    spoil: reverse({ ip }),
    at: `${REVERSE}: ip`,
    says: [`ip "${ip}" is no IP address`, "203.0.113.10 or 2001:db8::10"],
  })),
  {
    what: "a block",
    spoil: reverse({ ip: "203.0.113.0/28" }),
    at: `${REVERSE}: ip`,
    says: ['ip "203.0.113.0/28" is a block', "Reverse DNS is of one address"],
  },
  {
    what: "an ip of somebody else's",
    spoil: reverse({ ip: "198.51.100.9" }),
    at: `${REVERSE}: ip`,
    says: ["198.51.100.9 is in no block of this account"],
  },
  {
    what: "no name",
    spoil: reverse({ name: null }),
    at: `resource.${REVERSE}`,
    says: ['The argument "name" is required'],
  },
  ...(
    [
      ["web", "it has one part only"],
      ["*.example.com", "not to a wildcard"],
      ["wéb.example.com", "in the form that begins with xn--"],
      ["web..example.com", '"" is no part of a host name'],
      ["-web.example.com", '"-web" is no part of a host name'],
      [`${"a".repeat(64)}.example.com`, "it is too long for DNS"],
    ] as const
  ).map(([name, why]) => ({
    what: `the name "${name}"`,
    spoil: reverse({ name }),
    at: `${REVERSE}: name`,
    says: [`name is "${name}": `, why, "Write a full host name"],
  })),
  {
    what: "two names for one address",
    spoil: ({ resource }, { ips }) => {
      resource.ipfailover_reverse_dns.zweb = { ip: `${ips[0]}/32`, name: "other.example.com" };
    },
    at: "ipfailover_reverse_dns.zweb: ip",
    says: ["has two ipfailover_reverse_dns in this stack", "Remove one"],
  },
];

it("is not refused: the good stack", async () => {
  const world = await makeOvhWorld();
  expect(await diagnose(world, { stack: goodOvhStack(world) })).toEqual({ errors: [], warnings: [] });
  await world.simulator.close();
});

describe("OVHcloud in the provider's configuration", () => testBadOvhInput(credentials));
describe("a virtual MAC", () => testBadOvhInput(macs));
describe("reverse DNS", () => testBadOvhInput(names));
