import { Aspects, Testing, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { aGroup, aStack, problemsOf, resource, VendorResource, warningsOf } from "./support/stacks";

function groupWith(stack: TerraformStack, server: VendorResource, nic?: VendorResource) {
  return aGroup(stack, "web", {
    members: { a: { server, nic: nic ?? "nic-a" }, b: { server: "server-b", nic: "nic-b" } },
  });
}

describe("a member that is a resource of the vendor's bindings", () => {
  test("has its NIC's addresses left to the group, and is replaced before it goes", () => {
    const stack = aStack();
    const server = new VendorResource(stack, "server", "ionoscloud_server");
    groupWith(stack, server, new VendorResource(stack, "nic", "ionoscloud_nic"));
    expect(resource(stack, "ionoscloud_nic", "nic").lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ["ips"],
    });
    expect(resource(stack, "ionoscloud_server", "server").lifecycle).toEqual({ create_before_destroy: true });
  });

  test("has the addresses of a NIC inside the server left to the group", () => {
    const stack = aStack();
    groupWith(stack, new VendorResource(stack, "server", "ionoscloud_server", { nic: { lan: 1 } }));
    expect(resource(stack, "ionoscloud_server", "server").lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ["nic[0].ips"],
    });
  });

  test("keeps the rest of its lifecycle", () => {
    const stack = aStack();
    const lifecycle = { preventDestroy: true, ignoreChanges: ["dhcp", "ips"] };
    const server = new VendorResource(stack, "server", "ionoscloud_server", { lifecycle: { ignoreChanges: "all" } });
    groupWith(stack, server, new VendorResource(stack, "nic", "ionoscloud_nic", { lifecycle }));
    expect(resource(stack, "ionoscloud_nic", "nic").lifecycle).toEqual({
      create_before_destroy: true,
      prevent_destroy: true,
      ignore_changes: ["dhcp", "ips"],
    });
    expect(resource(stack, "ionoscloud_server", "server").lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: "all",
    });
  });

  test("keeps a lifecycle that is set after the group was made", () => {
    const stack = aStack();
    const nic = new VendorResource(stack, "nic", "ionoscloud_nic");
    groupWith(stack, new VendorResource(stack, "server", "ionoscloud_server"), nic);
    nic.lifecycle = { ignoreChanges: ["name"] };
    expect(resource(stack, "ionoscloud_nic", "nic").lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ["name", "ips"],
    });
  });

  test("in another stack is made fit as well, although that stack may be written first", () => {
    const app = Testing.app();
    const servers = aStack("servers", app);
    const nic = new VendorResource(servers, "nic", "ionoscloud_nic");
    const seen: unknown[] = [];
    Aspects.of(servers).add({ visit: (node: IConstruct) => void (node === nic && seen.push({ ...nic.lifecycle })) });
    groupWith(aStack("web", app), new VendorResource(servers, "server", "ionoscloud_server"), nic);
    Testing.synth(servers);
    expect(seen).toEqual([{ createBeforeDestroy: true, ignoreChanges: ["ips"] }]);
  });

  test("keeps the order of replacement that the user chose, with a warning that says what follows, once", () => {
    const stack = aStack();
    const lifecycle = { createBeforeDestroy: false };
    const server = new VendorResource(stack, "server", "ionoscloud_server", { lifecycle });
    groupWith(stack, server);
    problemsOf(stack);
    problemsOf(stack);
    expect(resource(stack, "ionoscloud_server", "server").lifecycle).toEqual({ create_before_destroy: false });
    expect(warningsOf(stack).filter((text) => text.includes("createBeforeDestroy is false"))).toHaveLength(1);
  });

  test("of a vendor that needs nothing is left as it is", () => {
    const stack = aStack();
    groupWith(stack, new VendorResource(stack, "server", "example_server"));
    expect(resource(stack, "example_server", "server").lifecycle).toBeUndefined();
  });
});
