/** Stacks that are broken as a whole. */
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- good JSON is spoilt here on purpose */
import { PROVIDER_SOURCE } from "../../lib/resources/schemas";
import { diagnose, expectPresentable } from "./support/diagnose";
import { testBadInput } from "./support/run-cases";
import type { BadInput } from "./support/run-cases";
import { goodStack } from "./support/stacks";
import type { GoodStack, Json } from "./support/stacks";
import { makeWorld } from "./support/world";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const USE_TERRAFORM = "Use Terraform for this stack";

/** Spoils the text of the file. */
const text = (change: (source: string) => string): NonNullable<BadInput["trial"]> => {
  return (_world, stack) => ({ stack: change(JSON.stringify(stack, undefined, 2)) });
};
const ip = (expression: string) => (stack: GoodStack) => {
  stack.resource.ipfailover_group.web.ip = expression;
};
const block = (values: Json) => (stack: GoodStack) =>
  Object.assign(stack.resource.ipfailover_ip_block.addresses as object, values);
const AT_IP = "resource.ipfailover_group.web.ip";
const AT_BLOCK = "resource.ipfailover_ip_block.addresses";

const files: readonly BadInput[] = [
  {
    what: "a comma too few",
    trial: text((source) => source.replace('"master": "a",', '"master": "a"')),
    at: "cdk.tf.json:45",
    says: ["Line 45 is where it stops being JSON"],
  },
  { what: "an empty file", trial: text(() => ""), at: "cdk.tf.json:1", says: ["Malformed JSON", "Line 1"] },
  { what: "a list of numbers", trial: text(() => "[1]"), at: "cdk.tf.json", says: ["must hold a JSON object"] },
  { what: "a text", trial: text(() => '"stack"'), at: "cdk.tf.json", says: ["must hold a JSON object"] },
  {
    what: "one resource twice",
    trial: text((source) => {
      const { ipfailover_group } = (JSON.parse(source) as GoodStack).resource;
      return JSON.stringify([JSON.parse(source), { resource: { ipfailover_group } }]);
    }),
    at: "resource.ipfailover_group.web",
    says: ['resource "ipfailover_group.web" stands there more than once'],
  },
  {
    what: "a block that there is not",
    spoil: (stack) => void (stack.resources = {}),
    at: "resources",
    says: ['No argument or block type is named "resources"'],
  },
  {
    what: "a module",
    spoil: (stack) => void (stack.module = { more: { source: "./more" } }),
    at: "module",
    says: [USE_TERRAFORM],
  },
  {
    what: "remote state",
    spoil: (stack) => void (stack.terraform.backend = { s3: { bucket: "state" } }),
    at: "terraform.backend.s3",
    says: ['kept by the backend "s3"', USE_TERRAFORM],
  },
  {
    what: "resources of another provider",
    spoil: (stack) => void Object.assign(stack.resource, { ionoscloud_server: { web: {} } }),
    at: "resource.ionoscloud_server.web",
    says: ["this stack also has ionoscloud_server.web", USE_TERRAFORM],
  },
  {
    what: "another provider of the same name",
    spoil: (stack) => void (stack.terraform.required_providers.ipfailover.source = "example/ipfailover"),
    at: "terraform.required_providers.ipfailover",
    says: [`this program is ${PROVIDER_SOURCE}`, "Give that as the source"],
  },
  {
    what: "a resource type that there is not",
    spoil: (stack) => void Object.assign(stack.resource, { ipfailover_groups: { web: {} } }),
    at: "resource.ipfailover_groups.web",
    says: ['does not support resource type "ipfailover_groups"', 'Did you mean "ipfailover_group"?'],
  },
  {
    what: "a remote provisioner",
    spoil: block({ provisioner: [{ "remote-exec": { inline: ["date"] } }] }),
    at: `${AT_BLOCK}.provisioner[0].remote-exec`,
    says: ["runs local-exec provisioners only", USE_TERRAFORM],
  },
];

const expressions: readonly BadInput[] = [
  {
    what: "a reference to what nobody declared",
    spoil: ip("${ipfailover_ip_block.adresses.ips[0]}"),
    at: AT_IP,
    says: ['"adresses" has not been declared', 'Did you mean "ipfailover_ip_block.addresses"?'],
  },
  {
    what: "an attribute that the resource has not",
    spoil: ip("${ipfailover_ip_block.addresses.ip}"),
    at: AT_IP,
    says: ['attribute named "ip"', 'Did you mean "ips"?'],
  },
  { what: "a variable that nobody declared", spoil: ip("${var.ip}"), at: AT_IP, says: ['variable with the name "ip"'] },
  {
    what: "a local that nobody declared",
    spoil: ip("${local.ip}"),
    at: AT_IP,
    says: ['local value with the name "ip"'],
  },
  {
    what: "a function that there is not",
    spoil: ip("${elemnt(ipfailover_ip_block.addresses.ips, 0)}"),
    at: AT_IP,
    says: ['no function named "elemnt"', 'Did you mean "element"?'],
  },
  {
    what: "a bracket too few",
    spoil: ip("${ipfailover_ip_block.addresses.ips[0}"),
    at: AT_IP,
    says: ["Expected a closing bracket", "ips[0}"],
  },
  {
    what: "two that wait for each other",
    spoil: (stack) => {
      block({ name: "${ipfailover_group.web.master}" })(stack);
      ip("${ipfailover_ip_block.addresses.ips[0]}")(stack);
    },
    at: "",
    says: ["Cycle: ", "ipfailover_ip_block.addresses", "ipfailover_group.web"],
  },
  {
    what: "count as a word",
    spoil: block({ count: "many" }),
    at: `${AT_BLOCK}.count`,
    says: ['"count" argument value is unsuitable'],
  },
  {
    what: "depends_on of what nobody declared",
    spoil: block({ depends_on: ["ipfailover_group.nowhere"] }),
    at: `${AT_BLOCK}.depends_on[0]`,
    says: ['"nowhere" has not been declared'],
  },
  {
    what: "a variable without a value",
    spoil: (stack) => void (stack.variable = { size: { type: "number" } }),
    at: "variable.size",
    says: ['variable "size" is not set', "TF_VAR_size"],
  },
  {
    what: "a variable's value of another type",
    spoil: (stack) => void (stack.variable = { size: { type: "number" } }),
    trial: (_world, stack) => ({ stack, variables: ["size=two"] }),
    at: "variable.size",
    says: ["var.size does not fit the variable's type: a number is required"],
  },
  {
    what: "a value for a variable that nobody declared",
    trial: () => ({ variables: ["nope=1"] }),
    at: "",
    says: ['no variable "nope"'],
  },
  {
    what: "an import id that is none",
    spoil: (stack) => void (stack.import = [{ to: "ipfailover_group.web", id: "nonsense" }]),
    at: "ipfailover_group.web",
    says: ['"nonsense" is no id of ipfailover_group', "Write DATACENTER/LAN/IP"],
  },
  {
    what: "the import of a block that is not there, which is not reserved instead",
    spoil: (stack) => void (stack.import = [{ to: "ipfailover_ip_block.addresses", id: NOBODY }]),
    at: "ipfailover_ip_block.addresses",
    says: [`no object with the id "${NOBODY}"`, "Check the id"],
  },
  {
    what: "an import into what nobody declared",
    spoil: (stack) => void (stack.import = [{ to: "ipfailover_group.nowhere", id: NOBODY }]),
    at: "import[0].to",
    says: ["no resource ipfailover_group.nowhere to import into", "Declare it"],
  },
];

describe("a stack's file", () => testBadInput(files));
describe("an expression or address", () => testBadInput(expressions));

it("tells everything that is wrong with a stack at once", async () => {
  const world = await makeWorld();
  const stack = goodStack(world);
  Object.assign(stack.resource.ipfailover_group.web as object, { ip: "10.0.0.1", master: "z", on_destroy: "delete" });
  block({ size: 0, location: "Frankfurt" })(stack);
  Object.assign(stack.data.ipfailover_ip?.spare as object, { ip: "nowhere" });
  stack.resource.ipfailover_group.again = { ...(stack.resource.ipfailover_group.web as object), mster: "a" };
  const { errors } = await diagnose(world, { stack });
  await world.simulator.close();
  expect(errors.map(({ at }) => at).sort()).toEqual([
    "data.ipfailover_ip.spare: ip",
    "ipfailover_group.web: ip",
    "ipfailover_group.web: master",
    "ipfailover_group.web: on_destroy",
    "ipfailover_ip_block.addresses: location",
    "ipfailover_ip_block.addresses: size",
    "resource.ipfailover_group.again.mster",
  ]);
  for (const { text: sentence } of errors) expectPresentable(sentence, world);
});
