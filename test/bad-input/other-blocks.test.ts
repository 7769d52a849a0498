/** What can be wrong with IP blocks, data sources and the provider's configuration by themselves. */
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment -- good JSON is spoilt here on purpose */
import { testBadInput } from "./support/run-cases";
import type { BadInput } from "./support/run-cases";
import type { GoodStack, Json } from "./support/stacks";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const BLOCK = "ipfailover_ip_block.addresses";
const PROVIDER = "provider.ipfailover[0]";

const block = (change: (block: Json) => void) => (stack: GoodStack) =>
  change(stack.resource.ipfailover_ip_block.addresses);
const setBlock = (values: Json) => block((one) => Object.assign(one as object, values));
const onlyAdopt = (adopt: Json) => (stack: GoodStack) => {
  stack.resource.ipfailover_ip_block.addresses = { adopt };
};
const provider = (values: Json) => (stack: GoodStack) => Object.assign(stack.provider.ipfailover[0] as object, values);

const blocks: readonly BadInput[] = [
  ...["name", "location", "size"].map((name) => ({
    what: `a block without ${name}`,
    spoil: block((one) => delete one[name]),
    at: `${BLOCK}: ${name}`,
    says: [`${name} is required to reserve a block`, "or adopt with the id of a block that exists"],
  })),
  ...["", "  "].map((name) => ({
    what: `the name "${name}"`,
    spoil: setBlock({ name }),
    at: `${BLOCK}: name`,
    says: [`name is "${name}"`, "Give it a value"],
  })),
  ...["Frankfurt", "DE/FRA", "de/fra/", "de"].map((location) => ({
    what: `the location "${location}"`,
    spoil: setBlock({ location }),
    at: `${BLOCK}: location`,
    says: [`location is "${location}"`, 'write region and place, such as "de/fra"'],
  })),
  ...[0, -1, 1.5, 1_000_000].map((size) => ({
    what: `size ${size}`,
    spoil: setBlock({ size }),
    at: `${BLOCK}: size`,
    says: [`size is ${size}`, "a whole number from 1 to 1000 addresses"],
  })),
  {
    what: "size as a word",
    spoil: setBlock({ size: "two" }),
    at: "resource.ipfailover_ip_block.addresses.size",
    says: ['"size": a number is required'],
  },
  {
    what: "adopt beside name",
    spoil: (stack) => {
      stack.resource.ipfailover_ip_block.addresses = { adopt: NOBODY, name: "web" };
    },
    at: `${BLOCK}: name`,
    says: ["name is set together with adopt", "Remove name, or remove adopt"],
  },
  { what: "adopt empty", spoil: onlyAdopt(""), at: `${BLOCK}: adopt`, says: ['adopt is ""', "Give it a value"] },
  {
    what: "adopt of a block that is not there",
    spoil: onlyAdopt(NOBODY),
    at: `${BLOCK}: adopt`,
    says: [NOBODY, "this contract has no such IP block", "Check the id"],
  },
  {
    what: "addresses of one's own choice",
    spoil: setBlock({ ips: ["203.0.113.9"] }),
    at: "resource.ipfailover_ip_block.addresses.ips",
    says: [`Can't configure a value for "ips"`],
  },
  {
    what: "two blocks of one name",
    spoil: ({ resource }) => {
      resource.ipfailover_ip_block.more = { ...(resource.ipfailover_ip_block.addresses as object) };
    },
    at: "ipfailover_ip_block.more: name",
    says: ['name "web" stands in two blocks of this stack', "Give each its own"],
  },
];

const spare = (values: Json) => (stack: GoodStack) => Object.assign(stack.data.ipfailover_ip?.spare as object, values);
const other = (values: Json) => (stack: GoodStack) =>
  Object.assign(stack.data.ipfailover_group?.other as object, values);

const data: readonly BadInput[] = [
  {
    what: "no ip",
    spoil: spare({ ip: null }),
    at: "data.ipfailover_ip.spare",
    says: ['The argument "ip" is required'],
  },
  {
    what: "an ip that is none",
    spoil: spare({ ip: "nowhere" }),
    at: "data.ipfailover_ip.spare: ip",
    says: ['ip is "nowhere"', "Write one address"],
  },
  {
    what: "an ip of nobody's",
    spoil: spare({ ip: "198.51.100.77" }),
    at: "data.ipfailover_ip.spare: ip",
    says: ["198.51.100.77 is in no IP block of this contract", "Check the address"],
  },
  {
    what: "an attribute that it has not",
    spoil: spare({ ips: "198.51.100.77" }),
    at: "data.ipfailover_ip.spare.ips",
    says: ['An argument named "ips" is not expected here', 'Did you mean "ip"?'],
  },
  {
    what: "a group without network",
    spoil: other({ network: null }),
    at: "data.ipfailover_group.other: network",
    says: ["set network to { datacenter_id, lan_id }"],
  },
  {
    what: "a group that is not there",
    spoil: (stack, { ips }) => other({ ip: ips[1] })(stack),
    at: "data.ipfailover_group.other: ip",
    says: ["there is no failover group with it on that LAN", "Check ip and network"],
  },
];

const NO_TOKEN = { IONOS_TOKEN: undefined };
const providers: readonly BadInput[] = [
  { what: "no cloud", spoil: provider({ cloud: null }), at: PROVIDER, says: ['The argument "cloud" is required'] },
  {
    what: "a cloud that is none",
    spoil: provider({ cloud: "mars" }),
    at: PROVIDER,
    says: ['"mars"; it can be "ionos"'],
  },
  {
    what: "a contract number in letters",
    spoil: provider({ contract_number: "mine" }),
    at: PROVIDER,
    says: ['contract_number is "mine"', "digits only", "Correct it"],
  },
  {
    what: "such a contract number in the environment",
    trial: () => ({ env: { IONOS_CONTRACT_NUMBER: "mine" } }),
    at: PROVIDER,
    says: ['contract_number is "mine"', "Correct it, or IONOS_CONTRACT_NUMBER"],
  },
  {
    what: "no credentials",
    trial: () => ({ env: NO_TOKEN }),
    at: PROVIDER,
    says: ["token is not set", "Set it, or IONOS_TOKEN, or both username and password"],
  },
  {
    what: "a user name without password",
    trial: () => ({ env: { ...NO_TOKEN, IONOS_USERNAME: "me" } }),
    at: PROVIDER,
    says: ["username is set and password is not", "Set password, or IONOS_PASSWORD"],
  },
  {
    what: "a password without user name",
    spoil: provider({ password: "hunter2" }),
    trial: (_world, stack) => ({ stack, env: NO_TOKEN }),
    at: PROVIDER,
    says: ["password is set and username is not", "IONOS_USERNAME"],
  },
  { what: "an empty token", spoil: provider({ token: "" }), at: PROVIDER, says: ['token is ""', "Give it a value"] },
  ...["ftp://127.0.0.1", "http://[", "not a url"].map((endpoint) => ({
    what: `the endpoint "${endpoint}"`,
    spoil: provider({ endpoint }),
    at: PROVIDER,
    says: ["endpoint is no valid URL", "Write it as https://HOST"],
  })),
  {
    what: "an attribute that it has not",
    spoil: provider({ tokn: "x" }),
    at: `${PROVIDER}.tokn`,
    says: ['An argument named "tokn" is not expected here', 'Did you mean "token"?'],
  },
  {
    what: "an alias that nobody declared",
    spoil: ({ resource }) => {
      resource.ipfailover_group.web.provider = "ipfailover.east";
    },
    at: "resource.ipfailover_group.web.provider",
    says: ["There is no provider configuration ipfailover.east"],
  },
];

describe("an IP block", () => testBadInput(blocks));
describe("a data source", () => testBadInput(data));
describe("the provider's configuration", () => testBadInput(providers));
