/** What can be wrong with a group by itself, before anybody asks the cloud. */
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment -- good JSON is spoilt here on purpose */
import { testBadInput } from "./support/run-cases";
import type { BadInput } from "./support/run-cases";
import type { GoodStack, Json } from "./support/stacks";

const web = (change: (group: Json) => void) => (stack: GoodStack) => change(stack.resource.ipfailover_group.web);
const set = (values: Json) => web((group) => Object.assign(group as object, values));
const without = (name: string) => web((group: Record<string, Json>) => delete group[name]);
const memberB = (values: Json) => web((group) => Object.assign(group.members.b as object, values));

const HERE = "ipfailover_group.web";
/** Where Terraform's own rules name the place in the file. */
const FILE = "resource.ipfailover_group.web";
const ONE_ADDRESS = "Write one address, such as 203.0.113.10";
const OURS = "Use an address of an ipfailover_ip_block";

const addresses: readonly BadInput[] = [
  { what: "no ip", spoil: without("ip"), at: FILE, says: ['The argument "ip" is required'] },
  { what: "ip null", spoil: set({ ip: null }), at: FILE, says: ['The argument "ip" is required'] },
  { what: "ip empty", spoil: set({ ip: "" }), at: `${HERE}: ip`, says: ['ip is ""', "Give it a value"] },
  ...["web.example.com", "203.0.113.10/32", "203.0.113", "203.0.113.010", " 203.0.113.10"].map((ip) => ({
    what: `ip "${ip}"`,
    spoil: set({ ip }),
    at: `${HERE}: ip`,
    says: [`ip is "${ip}"`, ONE_ADDRESS],
  })),
  {
    what: "a private ip",
    spoil: set({ ip: "10.0.0.1" }),
    at: `${HERE}: ip`,
    says: ["10.0.0.1 is a private address", OURS],
  },
  { what: "ip of loopback", spoil: set({ ip: "127.0.0.1" }), at: `${HERE}: ip`, says: ["a loopback address", OURS] },
  { what: "ip link-local", spoil: set({ ip: "169.254.1.1" }), at: `${HERE}: ip`, says: ["link-local", OURS] },
  { what: "ip of multicast", spoil: set({ ip: "224.0.0.18" }), at: `${HERE}: ip`, says: ["multicast", OURS] },
  {
    what: "IPv6 on IONOS",
    spoil: set({ ip: "2001:db8::1" }),
    at: `${HERE}: ip`,
    says: ["only reserved IPv4 addresses", "2001:db8::1", OURS],
  },
  { what: "a list of ips", spoil: set({ ip: ["203.0.113.1"] }), at: `${FILE}.ip`, says: ['"ip": string required'] },
];

const networks: readonly BadInput[] = [
  {
    what: "no network on IONOS",
    spoil: without("network"),
    at: `${HERE}: network`,
    says: ["set network to { datacenter_id, lan_id }"],
  },
  { what: "network as text", spoil: set({ network: "1" }), at: `${FILE}.network`, says: ["object required"] },
  ...["datacenter_id", "lan_id"].map((name) => ({
    what: `network without ${name}`,
    spoil: web((group) => delete group.network[name]),
    at: `${FILE}.network`,
    says: [`attribute "${name}" is required`],
  })),
  {
    what: "an empty lan_id",
    spoil: web((group) => (group.network.lan_id = "")),
    at: `${HERE}: network.lan_id`,
    says: ['network.lan_id is ""', "Give it a value"],
  },
  {
    what: "network with an attribute that it has not",
    spoil: web((group) => (group.network.lan_ids = "1")),
    at: `${FILE}.network`,
    says: ['there is no attribute "lan_ids"', 'did you mean "lan_id"'],
  },
];

const members: readonly BadInput[] = [
  { what: "no members", spoil: without("members"), at: FILE, says: ['The argument "members" is required'] },
  {
    what: "members empty",
    spoil: set({ members: {} }),
    at: `${HERE}: members`,
    says: ["Name at least the master", "{ a = { server, nic } }"],
  },
  { what: "members as a list", spoil: set({ members: [] }), at: `${FILE}.members`, says: ["map of object required"] },
  {
    what: "a member that is null",
    spoil: web((group) => (group.members.b = null)),
    at: `${HERE}: members.b`,
    says: ["members.b is null", "leave it out"],
  },
  {
    what: "a member as text",
    spoil: web((group) => (group.members.b = "web-b")),
    at: `${FILE}.members.b`,
    says: ['element "b": object required'],
  },
  {
    what: "a member without server",
    spoil: web((group) => delete group.members.b.server),
    at: `${FILE}.members.b`,
    says: ['element "b": attribute "server" is required'],
  },
  {
    what: "a member without nic on IONOS",
    spoil: web((group) => delete group.members.b.nic),
    at: `${HERE}: members.b.nic`,
    says: ['members["b"].nic is required', "set it to the id of the server's NIC"],
  },
  {
    what: "a member with an empty nic",
    spoil: memberB({ nic: "" }),
    at: `${HERE}: members.b.nic`,
    says: ['members.b.nic is ""', "Give it a value"],
  },
  {
    what: "a member with a misspelt attribute",
    spoil: memberB({ prority: 3 }),
    at: `${FILE}.members.b`,
    says: ['there is no attribute "prority"', 'did you mean "priority"'],
  },
  ...[0, 255, 1.5, -1].map((priority) => ({
    what: `priority ${priority}`,
    spoil: memberB({ priority }),
    at: `${HERE}: members.b.priority`,
    says: [`members.b.priority is ${priority}`, "a whole number from 1 to 254"],
  })),
  {
    what: "priority as a word",
    spoil: memberB({ priority: "high" }),
    at: `${FILE}.members.b.priority`,
    says: ['element "priority": a number is required'],
  },
  {
    what: "one NIC as two members",
    spoil: web((group) => (group.members.b = { ...group.members.a })),
    at: `${HERE}: members.b.nic`,
    says: ({ members: known }) => [`members["b"].nic ${known.a?.nic ?? ""} is also the NIC of members["a"]`, "Remove"],
  },
];

const others: readonly BadInput[] = [
  { what: "no master", spoil: without("master"), at: FILE, says: ['The argument "master" is required'] },
  {
    what: "master empty",
    spoil: set({ master: "" }),
    at: `${HERE}: master`,
    says: ['master is ""', "Give it a value"],
  },
  {
    what: "master that is no member",
    spoil: set({ master: "z" }),
    at: `${HERE}: master`,
    says: ['master is "z"', 'not in members ("a", "b")', "Name one of them"],
  },
  ...Object.entries({ address_role: "secondary", holder_policy: "any", on_destroy: "delete" }).map(([name, value]) => ({
    what: `${name} "${value}"`,
    spoil: set({ [name]: value }),
    at: `${HERE}: ${name}`,
    says: [`${name} is "${value}"; it can be "`],
  })),
  {
    what: "acknowledge as text",
    spoil: set({ acknowledge: "same-zone" }),
    at: `${FILE}.acknowledge`,
    says: ["list of string required"],
  },
  {
    what: "acknowledge with a null",
    spoil: set({ acknowledge: [null, "replaces-address"] }),
    at: `${HERE}: acknowledge[0]`,
    says: ["acknowledge[0] is null", "leave it out"],
  },
  { what: "timeouts as text", spoil: set({ timeouts: "10m" }), at: `${FILE}.timeouts`, says: ["object required"] },
  ...["10 minutes", "0s", "-5m", "10"].map((create) => ({
    what: `a timeout of "${create}"`,
    spoil: set({ timeouts: { create } }),
    at: `${HERE}: timeouts.create`,
    says: [`timeouts.create is "${create}"`, 'write a duration such as "90s"'],
  })),
  {
    what: "a timeout of an operation that is not",
    spoil: set({ timeouts: { creat: "10m" } }),
    at: `${FILE}.timeouts`,
    says: ['there is no attribute "creat"', 'did you mean "create"'],
  },
  {
    what: "a value for what the cloud decides",
    spoil: set({ holder: "a" }),
    at: `${FILE}.holder`,
    says: [`Can't configure a value for "holder"`],
  },
  {
    what: "an attribute that is misspelt",
    spoil: set({ on_destoy: "keep" }),
    at: `${FILE}.on_destoy`,
    says: ['An argument named "on_destoy" is not expected here', 'Did you mean "on_destroy"?'],
  },
];

describe("a group's ip", () => testBadInput(addresses));
describe("a group's network", () => testBadInput(networks));
describe("a group's members", () => testBadInput(members));
describe("the rest of a group", () => testBadInput(others));
