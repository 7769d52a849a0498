import { Testing } from "cdktf";
import { FailoverGroup, IpBlock } from "../../lib";
import { aGroup, aStack, synthesize } from "./support/stacks";

describe("importing", () => {
  test("takes an existing object over into a construct", () => {
    const stack = aStack();
    aGroup(stack, "web").importFrom("dc/1/203.0.113.10");
    new IpBlock(stack, "addresses", { location: "de/fra", size: 1 }).importFrom("22222222-2222-4222-8222-222222222222");
    expect(synthesize(stack).import).toEqual([
      { to: "ipfailover_group.web", id: "dc/1/203.0.113.10" },
      { to: "ipfailover_ip_block.addresses", id: "22222222-2222-4222-8222-222222222222" },
    ]);
  });

  test("through another provider configuration names it", () => {
    const stack = aStack();
    const provider = stack.allProviders()[0];
    if (provider) provider.alias = "second";
    aGroup(stack, "web").importFrom("dc/1/203.0.113.10", provider);
    expect(synthesize(stack).import).toEqual([
      { to: "ipfailover_group.web", id: "dc/1/203.0.113.10", provider: "ipfailover.second" },
    ]);
  });

  test("has Terraform write the configuration where there is no construct yet, and tells the CLI so", () => {
    const stack = aStack();
    FailoverGroup.generateConfigForImport(stack, "web", "dc/1/203.0.113.10");
    IpBlock.generateConfigForImport(stack, "addresses", "22222222-2222-4222-8222-222222222222");
    expect(synthesize(stack).import).toEqual([
      { to: "ipfailover_group.web", id: "dc/1/203.0.113.10" },
      { to: "ipfailover_ip_block.addresses", id: "22222222-2222-4222-8222-222222222222" },
    ]);
    const { metadata } = (stack.toTerraform() as { "//": { metadata: Record<string, unknown> } })["//"];
    expect(metadata.importsGeneratingConfiguration).toEqual(["web", "addresses"]);
  });

  test("is written in HCL as a reference and not as a text", () => {
    const stack = aStack();
    FailoverGroup.generateConfigForImport(stack, "web", "dc/1/203.0.113.10");
    expect(Testing.synthHcl(stack)).toContain('import {\nto = ipfailover_group.web\nid = "dc/1/203.0.113.10"\n}');
  });
});
