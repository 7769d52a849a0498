import { TerraformVariable } from "cdktf";
import { ActiveActivePair, type ActiveActivePairProps, IpBlock } from "../../lib";
import { aStack, LAN, problemsOf, synthesize, twoMembers } from "./support/stacks";

function aPair(props: Partial<ActiveActivePairProps> = {}) {
  const stack = aStack();
  const pair = new ActiveActivePair(stack, "web", {
    network: LAN,
    members: twoMembers(),
    addresses: { a: "203.0.113.10", b: "203.0.113.11" },
    ...props,
  });
  const groups = Object.values(synthesize(stack).resource?.ipfailover_group ?? {});
  const ofMaster = (master: string) => groups.find((group) => group.master === master) ?? {};
  return { stack, pair, a: ofMaster("a"), b: ofMaster("b") };
}

describe("an active-active pair", () => {
  test("is two groups over the same members with opposite masters", () => {
    const { a, b } = aPair();
    expect(a).toMatchObject({ ip: "203.0.113.10", master: "a", members: { a: { nic: "nic-a" }, b: { nic: "nic-b" } } });
    expect(b).toMatchObject({ ip: "203.0.113.11", master: "b", members: { a: { nic: "nic-a" }, b: { nic: "nic-b" } } });
  });

  test("gives each NIC exactly one primary address, and so passes the stack's check", () => {
    const { stack, a, b } = aPair();
    expect([a.address_role, b.address_role]).toEqual(["primary", "additional"]);
    expect(problemsOf(stack)).toEqual([]);
  });

  test("lets the user say whose address is the primary one", () => {
    const { a, b } = aPair({ primary: "b" });
    expect([a.address_role, b.address_role]).toEqual(["additional", "primary"]);
  });

  test("gives the higher priority to each address's master", () => {
    const { a, b } = aPair();
    expect(a.members).toMatchObject({ a: { priority: 100 }, b: { priority: 50 } });
    expect(b.members).toMatchObject({ a: { priority: 50 }, b: { priority: 100 } });
  });

  test("leaves priorities alone that are tokens, whose numbers mean nothing yet", () => {
    const scratch = aStack("scratch");
    const priority = new TerraformVariable(scratch, "priority", { type: "number" }).numberValue;
    const { a, b } = aPair({
      members: { a: { server: "a", nic: "a", priority }, b: { server: "b", nic: "b", priority: 5 } },
    });
    expect(a.members).toEqual(b.members);
  });

  test("has no roles where there is no LAN, as on clouds that route the address", () => {
    const stack = aStack();
    const members = { a: { server: "server-a" }, b: { server: "server-b" } };
    new ActiveActivePair(stack, "web", { members, addresses: { a: "203.0.113.10", b: "203.0.113.11" } });
    const groups = Object.values(synthesize(stack).resource?.ipfailover_group ?? {});
    expect(groups.map(({ address_role }) => address_role)).toEqual([undefined, undefined]);
  });

  test("stands for both groups in dependsOn", () => {
    const { stack, pair, b } = aPair();
    const waiting = new IpBlock(stack, "later", { location: "de/fra", size: 1, dependsOn: [pair] });
    const synthesized = synthesize(stack).resource;
    const last = pair.group("b").resource.friendlyUniqueId;
    const first = pair.group("a").resource.friendlyUniqueId;
    expect(synthesized?.ipfailover_ip_block?.[waiting.resource.friendlyUniqueId]?.depends_on).toEqual([
      `ipfailover_group.${last}`,
    ]);
    expect(b.depends_on).toEqual([`ipfailover_group.${first}`]);
  });

  test("hands out each group by its master, and says who they are when asked for another", () => {
    const { pair } = aPair();
    expect(pair.group("a").declaredMembers).toMatchObject({ a: { nic: "nic-a" }, b: { nic: "nic-b" } });
    expect(() => pair.group("c")).toThrow("has no member c; its members are a, b");
  });

  test.each<[string, Partial<ActiveActivePairProps>]>([
    ["one member", { members: { a: { server: "a" } } }],
    ["an address for nobody", { addresses: { a: "203.0.113.10", c: "203.0.113.11" } }],
    ["a third address", { addresses: { a: "203.0.113.10", b: "203.0.113.11", c: "203.0.113.12" } }],
    ["a primary who is no member", { primary: "c" }],
  ])("refuses %s with the names that do not fit", (_what, props) => {
    expect(() => aPair(props)).toThrow(/production\/web: a pair has two members .* members: a/);
  });
});
