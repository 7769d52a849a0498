import { TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import fc from "fast-check";
import { constructId, IpBlock } from "../../lib";
import { aGroup, aStack, problemsOf, synthesize } from "./support/stacks";

describe("construct ids", () => {
  test("keep two addresses apart that CDKTF would give one name", () => {
    const stack = aStack();
    new IpBlock(stack, "10.0.1.11", { location: "de/fra", size: 1 });
    new IpBlock(stack, "10.0.11.1", { location: "de/fra", size: 1 });
    expect(Object.keys(synthesize(stack).resource?.ipfailover_ip_block ?? {})).toEqual([
      "ip-10-0-1-11",
      "ip-10-0-11-1",
    ]);
  });

  test("stay as they are when Terraform accepts them", () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,40}$/), (id) => constructId(id) === id));
  });

  test("become names that Terraform accepts, whatever text they are made from", () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (id) => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(constructId(id))));
  });

  test("differ for different addresses", () => {
    const addresses = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(fc.property(addresses, addresses, (a, b) => a === b || constructId(a) !== constructId(b)));
  });

  test.each([
    ["203.0.113.10", "ip-203-0-113-10"],
    ["203.0.113.0/28", "ip-203-0-113-0-28"],
    ["2001:db8::1", "ip-2001-db8--1"],
    ["1st", "_1st"],
    ["web group", "web-group"],
  ])("%s becomes %s", (id, expected) => {
    expect(constructId(id)).toBe(expected);
  });

  test("refuse a token with a sentence instead of burying it in a name", () => {
    const stack = aStack();
    const name = new TerraformVariable(stack, "name", { type: "string" });
    expect(() => new IpBlock(stack, name.stringValue, { location: "de/fra", size: 1 })).toThrow("must be plain text");
  });
});

describe("Terraform names in a stack", () => {
  test("that are given twice are a problem of the second, whoever made the elements", () => {
    const stack = aStack();
    new IpBlock(stack, "web", { location: "de/fra", size: 1 });
    new TerraformOutput(stack, "a.b", { value: "one" });
    new TerraformOutput(stack, "ab", { value: "two" });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/^\[production\/ab\] id: its Terraform name output\.ab is that of production\/a\.b too/),
    ]);
  });

  test("that begin with a digit are a problem", () => {
    const stack = aStack();
    aGroup(new Construct(stack, "10.0.0.1"), "web");
    expect(problemsOf(stack)).toEqual([expect.stringContaining("must begin with a letter or an underscore")]);
  });

  test("are judged for each stack by itself, also when one stack is inside another", () => {
    const outer = aStack("outer");
    const inner = aStack("inner", outer);
    for (const stack of [outer, inner]) new IpBlock(stack, "web", { location: "de/fra", size: 1 });
    expect(problemsOf(outer)).toEqual([]);
    expect(problemsOf(inner)).toEqual([]);
  });
});
