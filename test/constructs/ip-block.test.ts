import { TerraformCount, TerraformIterator, TerraformOutput, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import { IpBlock } from "../../lib";
import { aGroup, aStack, problemsOf, resource, synthesize } from "./support/stacks";

const TYPE = "ipfailover_ip_block";

describe("an IP block", () => {
  test("hands out its addresses by index, which Terraform does not wrap around", () => {
    const stack = aStack();
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 2 });
    new TerraformOutput(stack, "second", { value: block.ip(1) });
    expect(synthesize(stack).output?.second?.value).toBe("${ipfailover_ip_block.addresses.ips[1]}");
  });

  test("takes a token for an index: a number token looks like an integer", () => {
    const stack = aStack();
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 2 });
    const which = new TerraformVariable(stack, "which", { type: "number" });
    new TerraformOutput(stack, "address", { value: block.ip(which.numberValue) });
    expect(synthesize(stack).output?.address?.value).toBe("${ipfailover_ip_block.addresses.ips[var.which]}");
    expect(problemsOf(stack)).toEqual([]);
  });

  test("reports every index beyond its literal size, and the size that would do", () => {
    const stack = aStack();
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 2 });
    block.ip(1);
    block.ip(2);
    block.ip(7);
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/^\[production\/addresses\] .*ip\(2\) is asked for, but size is 2, .* at least 3/),
      expect.stringMatching(/^\[production\/addresses\] .*ip\(7\) is asked for, but size is 2, .* at least 8/),
    ]);
  });

  test("leaves an index to Terraform when the size is a token", () => {
    const stack = aStack();
    const size = new TerraformVariable(stack, "size", { type: "number" });
    new IpBlock(stack, "addresses", { location: "de/fra", size: size.numberValue }).ip(9);
    expect(problemsOf(stack)).toEqual([]);
  });

  test.each([-1, 0.5, Number.NaN])("refuses the index %d at once", (index) => {
    const block = new IpBlock(aStack(), "addresses", { location: "de/fra", size: 2 });
    expect(() => block.ip(index)).toThrow("whole numbers from 0 on");
  });

  test("is named by stack, path, location and size when it has no name", () => {
    const stack = aStack();
    new IpBlock(new Construct(stack, "web"), "addresses", { location: "de/fra", size: 1 });
    expect(Object.values(synthesize(stack).resource?.[TYPE] ?? {})[0]?.name).toBe("production-web-addresses-de-fra-1");
  });

  test("is named anew with whatever makes it a new block, which is there before the old one goes", () => {
    const names = [
      { location: "de/fra", size: 2 },
      { location: "de/fra", size: 3 },
      { location: "de/txl", size: 2 },
    ].map((props) => {
      const stack = aStack();
      new IpBlock(stack, "addresses", props);
      return resource(stack, TYPE, "addresses").name;
    });
    expect(new Set(names).size).toBe(3);
  });

  test("is named by references where location and size are tokens", () => {
    const stack = aStack();
    const location = new TerraformVariable(stack, "location", { type: "string" }).stringValue;
    const size = new TerraformVariable(stack, "size", { type: "number" }).numberValue;
    new IpBlock(stack, "addresses", { location, size });
    expect(resource(stack, TYPE, "addresses").name).toBe("production-addresses-${var.location}-${var.size}");
  });

  test("gets other names in other stacks of an app", () => {
    const app = Testing.app();
    const names = ["blue", "green"].map((name) => {
      const stack = aStack(name, app);
      new IpBlock(stack, "addresses", { location: "de/fra", size: 1 });
      return resource(stack, TYPE, "addresses").name;
    });
    expect(names).toEqual(["blue-addresses-de-fra-1", "green-addresses-de-fra-1"]);
  });

  test("gives each instance its own default name under count and forEach", () => {
    const stack = aStack();
    new IpBlock(stack, "three", { location: "de/fra", size: 1, count: TerraformCount.of(3) });
    new IpBlock(stack, "each", { location: "de/fra", size: 1, forEach: TerraformIterator.fromList(["x", "y"]) });
    expect(resource(stack, TYPE, "three").name).toBe("production-three-de-fra-1-${count.index}");
    expect(resource(stack, TYPE, "each").name).toBe("production-each-de-fra-1-${each.key}");
    expect(problemsOf(stack)).toEqual([]);
  });

  test("that stands for several has no ip(0) of which one could tell whose it is", () => {
    const block = new IpBlock(aStack(), "three", { location: "de/fra", size: 1, count: 3 });
    expect(() => block.ip(0)).toThrow("stands for several blocks");
  });

  test("may not share a name with another block, whether written or referred to", () => {
    const stack = aStack();
    const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
    new IpBlock(stack, "one", { location: "de/fra", size: 1, name });
    new IpBlock(stack, "two", { location: "de/fra", size: 1, name });
    new IpBlock(stack, "three", { location: "de/fra", size: 1, name: "edge" });
    new IpBlock(stack, "four", { location: "de/fra", size: 1, name: "edge" });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(
        /^\[production\/two\] IP block name "\$\{var\.name\}" is claimed twice\..*The other one is production\/one\./,
      ),
      expect.stringMatching(
        /^\[production\/four\] IP block name "edge" is claimed twice\..*The other one is production\/three\./,
      ),
    ]);
  });

  test("may not give one written name to several instances", () => {
    const stack = aStack();
    new IpBlock(stack, "addresses", { location: "de/fra", size: 1, name: "edge", count: 2 });
    expect(problemsOf(stack)).toEqual([expect.stringContaining("Several blocks have one name")]);
  });

  test("that exists already is adopted by its id and has no name or size of ours", () => {
    const stack = aStack();
    IpBlock.fromBlockId(stack, "addresses", "22222222-2222-4222-8222-222222222222");
    expect(resource(stack, TYPE, "addresses")).toEqual({ adopt: "22222222-2222-4222-8222-222222222222" });
  });

  test("is replaced before it goes when a group uses one of its addresses, and only then", () => {
    const stack = aStack();
    const used = new IpBlock(stack, "used", { location: "de/fra", size: 1, lifecycle: { preventDestroy: true } });
    new IpBlock(stack, "spare", { location: "de/fra", size: 1 });
    aGroup(stack, "web", { ip: used.ip(0) });
    expect(resource(stack, TYPE, "used").lifecycle).toEqual({ create_before_destroy: true, prevent_destroy: true });
    expect(resource(stack, TYPE, "spare").lifecycle).toBeUndefined();
  });

  test("keeps the order of replacement that the user chose", () => {
    const stack = aStack();
    const lifecycle = { createBeforeDestroy: false };
    const block = new IpBlock(stack, "used", { location: "de/fra", size: 1, lifecycle });
    aGroup(stack, "web", { ip: block.ip(0) });
    expect(resource(stack, TYPE, "used").lifecycle).toEqual({ create_before_destroy: false });
  });
});
