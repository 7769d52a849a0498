import { TerraformIterator, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import { DataIpFailoverGroup, FailoverGroup, IpBlock, IpFailoverProvider, type FailoverGroupProps } from "../../lib";
import { Group } from "../../lib/bindings";
import { aGroup, aStack, LAN, problemsOf, twoMembers, warningsOf } from "./support/stacks";

function problemsOfGroup(props: Partial<FailoverGroupProps>): readonly string[] {
  const stack = aStack();
  aGroup(stack, "web", props);
  return problemsOf(stack);
}

describe("validation at synth", () => {
  test("reports all problems of a stack together, each at its construct", () => {
    const stack = aStack();
    new IpBlock(stack, "addresses", { location: "de/fra", size: 0 });
    const edge = new Construct(stack, "edge");
    aGroup(edge, "web", { master: "c", ip: "10.0.0.1" });
    new Group(stack, "bare", {
      ip: "203.0.113.20",
      network: LAN,
      members: { a: { server: "s", nic: "n" } },
      master: "b",
    });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/^\[production\/addresses\] .*size is 0; use a whole number from 1 to 1000/),
      expect.stringMatching(/^\[production\/edge\/web\] .*ip 10\.0\.0\.1 is a private address/),
      expect.stringMatching(/^\[production\/edge\/web\] .*master is "c", which is not in members \("a", "b"\)/),
      expect.stringMatching(/^\[production\/bare\] .*master is "b", which is not in members \("a"\)/),
    ]);
  });

  test("says the same again when the stack is synthesized again, and nothing once it is mended", () => {
    const stack = aStack();
    const group = aGroup(stack, "web", { master: "c" });
    const first = problemsOf(stack);
    expect(problemsOf(stack)).toEqual(first);
    group.resource.master = "b";
    expect([first.length, problemsOf(stack)]).toEqual([1, []]);
  });

  test("fails App.synth before anything of the stack is written", () => {
    const app = Testing.app();
    aGroup(aStack("production", app), "web", { master: "c" });
    expect(() => app.synth()).toThrow(/\[production\/web\] .*master is "c"/);
  });

  test("is not part of Testing.synth unless it is asked for", () => {
    const stack = aStack();
    aGroup(stack, "web", { master: "c" });
    expect(() => Testing.synth(stack)).not.toThrow();
    expect(() => Testing.synth(stack, true)).toThrow("master is");
  });

  test.each<[string, Partial<FailoverGroupProps>, RegExp]>([
    ["an empty group", { members: {} }, /members has no entry/],
    ["an address that is none", { ip: "203.0.113" }, /ip is "203\.0\.113"\. Write one address/],
    ["an IPv6 address on IONOS", { ip: "2001:db8::1" }, /only reserved IPv4 addresses/],
    ["a missing NIC on IONOS", { members: { a: { server: "s" } } }, /On IONOS members\["a"\]\.nic is required/],
    [
      "a role that does not exist",
      { addressRole: "main" },
      /address_role is "main"; it can be "primary" or "additional"/,
    ],
    ["a policy that does not exist", { holderPolicy: "any" }, /holder_policy is "any"/],
    ["an end that does not exist", { onDestroy: "delete" }, /on_destroy is "delete"/],
    ["a time without a unit", { timeouts: { create: "30" } }, /timeouts\.create is "30"; write a duration/],
    [
      "a priority out of range",
      { members: { a: { server: "s", nic: "n", priority: 255 } } },
      /priority is 255; use a whole number from 1 to 254/,
    ],
    [
      "one NIC for two members",
      { members: { a: { server: "s", nic: "n" }, b: { server: "t", nic: "n" } } },
      /members\["b"\]\.nic n is also the NIC of members\["a"\]/,
    ],
  ])("refuses %s", (_what, props, expected) => {
    expect(problemsOfGroup(props)).toContainEqual(expect.stringMatching(expected));
  });

  test("refuses a group without a LAN on IONOS", () => {
    const stack = aStack();
    new FailoverGroup(stack, "web", { ip: "203.0.113.10", members: twoMembers(), master: "a" });
    expect(problemsOf(stack)).toEqual([expect.stringContaining("On IONOS a failover group lives in a LAN")]);
  });

  test("asks for a LAN only where the group's own provider configuration is for IONOS", () => {
    const stack = aStack();
    const cloud = new TerraformVariable(stack, "cloud", { type: "string" }).stringValue;
    const provider = new IpFailoverProvider(stack, "other", { cloud, alias: "other", install: false });
    new FailoverGroup(stack, "web", { ip: "203.0.113.10", members: twoMembers(), master: "a", provider });
    expect(problemsOf(stack)).toEqual([]);
  });

  test("refuses a cloud that does not exist", () => {
    const stack = aStack();
    new IpFailoverProvider(stack, "second", { cloud: "nimbus", alias: "second", install: false });
    expect(problemsOf(stack)).toEqual([expect.stringMatching(/^\[production\/second\] .*cloud is "nimbus"/)]);
  });

  test("covers data sources", () => {
    const stack = aStack();
    new DataIpFailoverGroup(stack, "group", { ip: "" });
    expect(problemsOf(stack)).toContainEqual(expect.stringMatching(/^\[production\/group\] .*ip is ""/));
  });

  test("sees what an override writes over a property", () => {
    const stack = aStack();
    aGroup(stack, "web").resource.addOverride("master", "c");
    expect(problemsOf(stack)).toEqual([expect.stringContaining('master is "c"')]);
  });

  test("takes a text that only looks like an expression for what it says", () => {
    expect(problemsOfGroup({ master: "$${a}" })).toEqual([expect.stringContaining('master is "${a}"')]);
  });
});

describe("validation between resources", () => {
  test.each([
    ["written twice", "203.0.113.10", "203.0.113.10/32"],
    ["referred to twice", "${var.address}", "${var.address}"],
  ])("refuses an address that is %s", (_how, one, other) => {
    const stack = aStack();
    aGroup(stack, "one", { ip: one });
    aGroup(stack, "two", { ip: other, addressRole: "additional" });
    expect(problemsOf(stack)).toContainEqual(
      expect.stringMatching(
        /^\[production\/two\] Address .* is claimed twice\. ip: .*The other one is production\/one\./,
      ),
    );
  });

  test("refuses a NIC that would have two primary addresses in one LAN", () => {
    const stack = aStack();
    aGroup(stack, "one");
    aGroup(stack, "two", { ip: "203.0.113.11", members: { a: { server: "server-a", nic: "nic-a" } } });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(
        /^\[production\/two\] The primary address of NIC nic-a in LAN \S+ is claimed twice\..*The other one is production\/one\./,
      ),
    ]);
  });

  test.each<[string, Partial<FailoverGroupProps>]>([
    ["additional", { addressRole: "additional" }],
    ["in another LAN", { network: { ...LAN, lanId: "2" } }],
  ])("allows a NIC in a second group when it is %s there", (_how, props) => {
    const stack = aStack();
    aGroup(stack, "one");
    aGroup(stack, "two", { ip: "203.0.113.11", ...props });
    expect(problemsOf(stack)).toEqual([]);
  });

  test("refuses to keep an address whose block is given back with the stack", () => {
    const stack = aStack();
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 1 });
    aGroup(stack, "web", { ip: block.ip(0), onDestroy: "keep" });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/^\[production\/web\] .*on_destroy is "keep".*production\/addresses is reserved/),
    ]);
  });

  test("allows to keep an address of a block that is only used here", () => {
    const stack = aStack();
    const block = IpBlock.fromBlockId(stack, "addresses", "22222222-2222-4222-8222-222222222222");
    aGroup(stack, "web", { ip: block.ip(0), onDestroy: "keep" });
    expect(problemsOf(stack)).toEqual([]);
  });

  test("does not compare what differs in each instance", () => {
    const stack = aStack();
    const members = (each: TerraformIterator) => ({ a: { server: "s", nic: each.getString("nic") } });
    for (const id of ["one", "two"]) {
      const forEach = TerraformIterator.fromMap({ x: { ip: `203.0.113.${id.length}`, nic: id } });
      aGroup(stack, id, { ip: forEach.getString("ip"), members: members(forEach), forEach });
    }
    expect(problemsOf(stack)).toEqual([]);
  });
});

describe("advice at synth", () => {
  const single = { members: { a: { server: "s", nic: "n" } } };

  test("is an annotation and no error, and appears once however often the stack is synthesized", () => {
    const stack = aStack();
    aGroup(stack, "web", single);
    expect(problemsOf(stack)).toEqual([]);
    expect(problemsOf(stack)).toEqual([]);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^\[production\/web\] The group has one member only/)]);
  });

  test("is silent once it is acknowledged", () => {
    const stack = aStack();
    aGroup(stack, "web", { ...single, acknowledge: ["single-member"] });
    problemsOf(stack);
    expect(warningsOf(stack)).toEqual([]);
  });

  test("warns of two configurations of one account, which cannot put their changes together", () => {
    const stack = aStack();
    const second = { cloud: "ionos", alias: "second", install: false };
    new IpFailoverProvider(stack, "second", second);
    new IpFailoverProvider(stack, "third", { ...second, alias: "third", contractNumber: "31" });
    problemsOf(stack);
    expect(warningsOf(stack)).toEqual([
      expect.stringMatching(/^\[production\/second\] Two provider configurations use one account/),
    ]);
  });
});
