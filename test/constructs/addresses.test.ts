/** Terraform addresses are what state is kept by: when one changes, Terraform destroys and makes anew. */
import { Construct } from "constructs";
import { ActiveActivePair, DataIpFailoverAddress, DataIpFailoverGroup, FailoverGroup, IpBlock } from "../../lib";
import { Group } from "../../lib/bindings";
import { aGroup, aStack, LAN, synthesize, twoMembers } from "./support/stacks";

function addressesOf(stack: ReturnType<typeof aStack>): string[] {
  const { resource = {}, data = {} } = synthesize(stack);
  const named = (kinds: Record<string, object>, prefix: string) =>
    Object.entries(kinds).flatMap(([type, names]) => Object.keys(names).map((name) => `${prefix}${type}.${name}`));
  return [...named(resource, ""), ...named(data, "data.")];
}

describe("the Terraform address", () => {
  test("of a construct at the top of a stack is its plain id", () => {
    const stack = aStack();
    new IpBlock(stack, "addresses", { location: "de/fra", size: 1 });
    aGroup(stack, "web");
    new DataIpFailoverGroup(stack, "group", { ip: "203.0.113.10" });
    new DataIpFailoverAddress(stack, "address", { ip: "203.0.113.10" });
    expect(addressesOf(stack)).toEqual([
      "ipfailover_group.web",
      "ipfailover_ip_block.addresses",
      "data.ipfailover_group.group",
      "data.ipfailover_ip.address",
    ]);
  });

  test("is the same with the generated binding as with the construct around it", () => {
    const [bare, wrapped] = [aStack(), aStack()];
    new Group(bare, "web", { ip: "203.0.113.10", members: twoMembers(), master: "a" });
    aGroup(wrapped, "web");
    expect(addressesOf(wrapped)).toEqual(addressesOf(bare));
  });

  test("of a nested construct is its path and a hash of it, which never change", () => {
    const stack = aStack();
    const edge = new Construct(stack, "edge");
    new IpBlock(edge, "addresses", { location: "de/fra", size: 2 });
    new FailoverGroup(edge, "203.0.113.10", { ip: "203.0.113.10", members: twoMembers(), master: "a" });
    new ActiveActivePair(edge, "pair", {
      network: LAN,
      members: twoMembers(),
      addresses: { a: "203.0.113.11", b: "203.0.113.12" },
    });
    expect(addressesOf(stack)).toEqual([
      "ipfailover_group.edge_ip-203-0-113-10_40E1A5E7",
      "ipfailover_group.edge_pair_a_B8949440",
      "ipfailover_group.edge_pair_b_5BCBBDC9",
      "ipfailover_ip_block.edge_addresses_C68B7846",
    ]);
  });

  test("does not depend on the order in which members are written", () => {
    const [one, other] = [aStack(), aStack()];
    const { a, b } = twoMembers();
    aGroup(one, "web", { members: { a, b } });
    aGroup(other, "web", { members: { b, a } });
    expect(synthesize(one)).toEqual(synthesize(other));
  });

  test("can be overridden on the resource", () => {
    const stack = aStack();
    aGroup(stack, "web").resource.overrideLogicalId("legacy_name");
    expect(addressesOf(stack)).toEqual(["ipfailover_group.legacy_name"]);
  });
});
