/** What can be wrong with groups, blocks and look-ups of addresses on OVHcloud. */
/* eslint-disable @typescript-eslint/no-unsafe-member-access -- good JSON is spoilt here on purpose */
import type { GoodOvhStack } from "./support/ovh-stacks";
import type { MovingWorld, OvhWorld } from "./support/ovh-world";
import { testBadOvhInput } from "./support/run-cases";
import type { BadOvhInput } from "./support/run-cases";

const GROUP = "ipfailover_group.web";
const BLOCK = "ipfailover_ip_block.shop";
type Values = string | object | ((world: MovingWorld) => string | object);

const valuesOf = (values: Values, { moving }: OvhWorld): string | object =>
  typeof values === "function" ? (values as (world: MovingWorld) => string | object)(moving) : values;
const set = (type: string, name: string) => (values: Values) => (stack: GoodOvhStack, world: OvhWorld) =>
  void Object.assign(stack.resource[type]?.[name] as object, valuesOf(values, world));
const group = set("ipfailover_group", "web");
const block = set("ipfailover_ip_block", "shop");
const memberB = (values: Values) => (stack: GoodOvhStack, world: OvhWorld) => {
  stack.resource.ipfailover_group.web.members.b = valuesOf(values, world);
};
const look = (type: string, ip: Values) => (stack: GoodOvhStack, world: OvhWorld) => {
  stack.data[type].web.ip = valuesOf(ip, world);
};
const says =
  (...texts: readonly (string | ((world: MovingWorld) => string))[]) =>
  ({ moving }: OvhWorld) =>
    texts.map((text) => (typeof text === "string" ? text : text(moving)));
const ONE_ADDRESS = "Write one address, such as 203.0.113.10, or a block, such as 203.0.113.16/28";

const groups: readonly BadOvhInput[] = [
  { what: "an ip that is none", spoil: group({ ip: "web" }), at: `${GROUP}: ip`, says: ['ip is "web"', ONE_ADDRESS] },
  {
    what: "a block by another address than its first",
    spoil: group({ ip: "198.51.100.17/28" }),
    at: `${GROUP}: ip`,
    says: ['ip is "198.51.100.17/28"', "write 198.51.100.16/28"],
  },
  {
    what: "a private block",
    spoil: group({ ip: "10.0.0.0/28" }),
    at: `${GROUP}: ip`,
    says: ["ip 10.0.0.0/28 is a private address"],
  },
  {
    what: "an address of a larger block",
    spoil: group(({ inBlock }: MovingWorld) => ({ ip: inBlock })),
    at: `${GROUP}: ip`,
    says: says(({ inBlock, block }) => `ip ${inBlock} is part of the block ${block}`, "Set ip to 198.51.100.16/28"),
  },
  {
    what: "an address of somebody else",
    spoil: group({ ip: "198.51.100.200" }),
    at: `${GROUP}: ip`,
    says: ["ip 198.51.100.200 is no address of this account", "the provider's credentials"],
  },
  {
    what: "a server's own address",
    spoil: group(({ dedicated }: MovingWorld) => ({ ip: dedicated })),
    at: `${GROUP}: ip`,
    says: says(({ dedicated }) => `ip ${dedicated} cannot move`, "its type is dedicated", "Use an additional IP"),
  },
  {
    what: "an address that shares its virtual MAC and must move",
    spoil: group(({ shared }: MovingWorld) => ({ ip: shared[0], holder_policy: "master" })),
    at: `${GROUP}: ip`,
    says: says(
      ({ shared }) => `ip ${shared[0]} cannot move`,
      ({ shared }) => shared[1],
      "off that MAC first",
    ),
  },
  {
    what: "a network, which is IONOS's",
    spoil: group({ network: { datacenter_id: "dc", lan_id: "1" } }),
    at: `${GROUP}: network`,
    says: ["network is set and OVHcloud has no such thing", "Remove it"],
  },
  {
    what: "an address role, which is IONOS's",
    spoil: group({ address_role: "primary" }),
    at: `${GROUP}: address_role`,
    says: ["address_role is set and OVHcloud has no such thing", "Remove it"],
  },
  {
    what: "a member's NIC",
    spoil: memberB(({ other }: MovingWorld) => ({ server: other, nic: "nic-1" })),
    at: `${GROUP}: members.b.nic`,
    says: ['members["b"].nic is set and OVHcloud has no such thing', "name it in server"],
  },
  {
    what: "a vRack as a member",
    spoil: memberB({ server: "pn-1234" }),
    at: `${GROUP}: members.b.server`,
    says: ['members["b"].server is pn-1234, a vRack', "Name a dedicated server"],
  },
  {
    what: "a next hop that is no address",
    spoil: memberB(({ project }: MovingWorld) => ({ server: project, nexthop: "instance-1" })),
    at: `${GROUP}: members.b.nexthop`,
    says: ['members["b"].nexthop is "instance-1"', "Write the address of an instance"],
  },
  {
    what: "a next hop that the project has not",
    spoil: memberB(({ project }: MovingWorld) => ({ server: project, nexthop: "198.51.100.98" })),
    at: `${GROUP}: members.b.nexthop`,
    says: says("198.51.100.98 is no next hop of", ({ nexthop }) => `Use ${nexthop}`),
  },
  {
    what: "a next hop of a dedicated server",
    spoil: memberB(({ other, nexthop }: MovingWorld) => ({ server: other, nexthop })),
    at: `${GROUP}: members.b.nexthop`,
    says: says(({ nexthop, other }) => `${nexthop} is no next hop of ${other}`, "Remove nexthop"),
  },
  {
    what: "a member that is not there",
    spoil: memberB({ server: "ns9.example.net" }),
    at: `${GROUP}: members.b.server`,
    says: ["this account has no service ns9.example.net", "Check its name"],
  },
  {
    what: "a member of another region",
    spoil: memberB(({ farServer }: MovingWorld) => ({ server: farServer })),
    at: `${GROUP}: members.b.server`,
    says: says(({ farServer }) => `${farServer} is in BHS`, "between GRA, RBX and SBG"),
  },
  {
    what: "a VPS for a block of a dedicated server",
    spoil: (stack, world) => {
      group(({ blockOnServer }: MovingWorld) => ({ ip: blockOnServer }))(stack, world);
      stack.resource.ipfailover_group.web.members = {
        a: { server: world.moving.other },
        b: { server: world.moving.vps },
      };
    },
    at: `${GROUP}: members.b.server`,
    says: says(({ vps }) => `members["b"].server ${vps}`, "only single addresses move", "Use a single address"),
  },
  {
    what: "one service twice",
    spoil: (stack, { server }) => {
      stack.resource.ipfailover_group.web.members.b = { server };
    },
    at: `${GROUP}: members.b.server`,
    says: ({ server }) => [`members["b"].server ${server} is also the service of members["a"]`, "Remove one of them"],
  },
  {
    what: "one next hop twice",
    spoil: (stack, { moving: { project: server, nexthop } }) => {
      stack.resource.ipfailover_group.web.members = { a: { server, nexthop }, b: { server, nexthop } };
    },
    at: `${GROUP}: members.b.server`,
    says: says(({ project, nexthop }) => `${project} by ${nexthop} is also the service of members["a"]`),
  },
  {
    what: "an address in two groups, in two spellings",
    spoil: ({ resource }, { moving }) => {
      const { web } = resource.ipfailover_group;
      resource.ipfailover_group.zzz = { ...(web as object), ip: `${moving.ip}/32` };
    },
    at: "ipfailover_group.zzz: ip",
    says: says(({ ip }) => `ip: ${ip} is in two places of this stack`),
  },
];

const blocks: readonly BadOvhInput[] = [
  {
    what: "a block to be ordered",
    spoil: ({ resource }) => {
      resource.ipfailover_ip_block.shop = { name: "shop", location: "de/fra", size: 1 };
    },
    at: `${BLOCK}: name`,
    says: ["name, location, size", "costs money and is never done here", "set adopt to the address or block"],
  },
  {
    what: "a block of nothing",
    spoil: ({ resource }) => {
      resource.ipfailover_ip_block.shop = {};
    },
    at: `${BLOCK}: adopt`,
    says: ["adopt is not set", "Set adopt to a block that exists"],
  },
  {
    what: "adopt of a name",
    spoil: block({ adopt: "shop" }),
    at: `${BLOCK}: adopt`,
    says: ['adopt is "shop"', "Write an address"],
  },
  {
    what: "adopt by another address than the first",
    spoil: block({ adopt: "198.51.100.17/28" }),
    at: `${BLOCK}: adopt`,
    says: ['adopt is "198.51.100.17/28"', "Write 198.51.100.16/28"],
  },
  {
    what: "adopt of an address of a block",
    spoil: block(({ inBlock }: MovingWorld) => ({ adopt: inBlock })),
    at: `${BLOCK}: adopt`,
    says: says(
      ({ inBlock, block }) => `adopt ${inBlock} is part of the block ${block}`,
      ({ block }) => `Set adopt to ${block}`,
    ),
  },
  {
    what: "adopt of somebody else's",
    spoil: block({ adopt: "198.51.100.200" }),
    at: `${BLOCK}: adopt`,
    says: ["adopt 198.51.100.200 is no address of this account"],
  },
  {
    what: "an empty description",
    spoil: block({ description: "" }),
    at: `${BLOCK}: description`,
    says: ['description is ""', "Give it a value"],
  },
];

const lookUps: readonly BadOvhInput[] = [
  ...["ipfailover_targets", "ipfailover_ip"].flatMap((type): readonly BadOvhInput[] => [
    {
      what: `${type} of a name`,
      spoil: look(type, "web"),
      at: `data.${type}.web: ip`,
      says: ['ip is "web"', ONE_ADDRESS],
    },
    {
      what: `${type} of somebody else's address`,
      spoil: look(type, "198.51.100.200"),
      at: `data.${type}.web: ip`,
      says: ["ip 198.51.100.200 is no address of this account"],
    },
  ]),
  {
    what: "targets of an address of a block",
    spoil: look("ipfailover_targets", ({ inBlock }: MovingWorld) => inBlock),
    at: "data.ipfailover_targets.web: ip",
    says: says(({ inBlock, block }) => `ip ${inBlock} is part of the block ${block}`),
  },
];

describe("a group on OVHcloud", () => testBadOvhInput(groups));
describe("a block on OVHcloud", () => testBadOvhInput(blocks));
describe("a look-up of an address on OVHcloud", () => testBadOvhInput(lookUps));
