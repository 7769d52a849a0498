import { Fn, TerraformIterator, TerraformOutput, TerraformVariable, Testing, Token } from "cdktf";
import { Construct } from "constructs";
import { FailoverGroup, IpBlock } from "../../lib";
import { aGroup, aStack, LAN, problemsOf, resource, synthesize, twoMembers, VendorResource } from "./support/stacks";

const TYPE = "ipfailover_group";

describe("a failover group", () => {
  test("is written as the provider's schema wants it", () => {
    const stack = aStack();
    aGroup(stack, "web", { timeouts: { create: "10m" }, acknowledge: ["single-zone"], holderPolicy: "master" });
    expect(resource(stack, TYPE, "web")).toEqual({
      ip: "203.0.113.10",
      network: { datacenter_id: LAN.datacenterId, lan_id: "1" },
      members: twoMembers(),
      master: "a",
      holder_policy: "master",
      acknowledge: ["single-zone"],
      timeouts: { create: "10m" },
    });
  });

  test("takes tokens wherever a literal can stand", () => {
    const stack = aStack();
    const text = (name: string) => new TerraformVariable(stack, name, { type: "string" }).stringValue;
    const number = new TerraformVariable(stack, "number", { type: "number" }).numberValue;
    new FailoverGroup(stack, "web", {
      ip: text("ip"),
      network: { datacenterId: text("dc"), lanId: text("lan") },
      members: { a: { server: text("server"), nic: text("nic"), priority: number }, b: { server: "b", nic: "b" } },
      master: text("master"),
      addressRole: text("role"),
      holderPolicy: text("policy"),
      onDestroy: text("destroy"),
      acknowledge: new TerraformVariable(stack, "words", { type: "list(string)" }).listValue,
      timeouts: { create: text("create") },
    });
    expect(resource(stack, TYPE, "web")).toEqual({
      ip: "${var.ip}",
      network: { datacenter_id: "${var.dc}", lan_id: "${var.lan}" },
      members: {
        a: { server: "${var.server}", nic: "${var.nic}", priority: "${var.number}" },
        b: { server: "b", nic: "b" },
      },
      master: "${var.master}",
      address_role: "${var.role}",
      holder_policy: "${var.policy}",
      on_destroy: "${var.destroy}",
      acknowledge: "${var.words}",
      timeouts: { create: "${var.create}" },
    });
    expect(problemsOf(stack)).toEqual([]);
  });

  test("takes all members as one token", () => {
    const stack = aStack();
    const members = new TerraformVariable(stack, "members", { type: "any" });
    aGroup(stack, "web", { members: Token.asAny(members.value) });
    expect(resource(stack, TYPE, "web").members).toBe("${var.members}");
    expect(problemsOf(stack)).toEqual([]);
  });

  test("keeps members' names that are addresses, also next to each other", () => {
    const stack = aStack();
    const members = { "10.0.1.11": { server: "a", nic: "a" }, "10.0.11.1": { server: "b", nic: "b" } };
    aGroup(stack, "web", { members, master: "10.0.1.11" });
    expect(resource(stack, TYPE, "web").members).toEqual(members);
  });

  test("refers to resources that are given as members, by their ids", () => {
    const stack = aStack();
    const server = new VendorResource(stack, "server", "example_server");
    const nic = new VendorResource(stack, "nic", "example_nic");
    aGroup(stack, "web", { members: { a: { server, nic }, b: { server: "b", nic: "b" } } });
    expect(resource(stack, TYPE, "web").members).toMatchObject({
      a: { server: "${example_server.server.id}", nic: "${example_nic.nic.id}" },
    });
  });

  test("refers to resources that are given as its data centre and LAN", () => {
    const stack = aStack();
    const datacenterId = new VendorResource(stack, "dc", "example_datacenter");
    const lanId = new VendorResource(stack, "lan", "example_lan");
    aGroup(stack, "web", { network: { datacenterId, lanId } });
    expect(resource(stack, TYPE, "web").network).toEqual({
      datacenter_id: "${example_datacenter.dc.id}",
      lan_id: "${example_lan.lan.id}",
    });
  });

  test("hands Terraform's own arguments on", () => {
    const stack = aStack();
    const forEach = TerraformIterator.fromMap({ x: { ip: "203.0.113.10" } });
    const other = aGroup(stack, "other", { ip: "203.0.113.20", addressRole: "additional" });
    aGroup(stack, "web", {
      ip: forEach.getString("ip"),
      forEach,
      dependsOn: [other],
      lifecycle: { preventDestroy: true },
    });
    expect(resource(stack, TYPE, "web")).toMatchObject({
      ip: "${each.value.ip}",
      for_each: { x: { ip: "203.0.113.10" } },
      depends_on: ["ipfailover_group.other"],
      lifecycle: { prevent_destroy: true },
    });
  });

  test("can be waited for with dependsOn, which a plain construct silently cannot", () => {
    const stack = aStack();
    const group = aGroup(new Construct(stack, "edge"), "web");
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 1, dependsOn: [group] });
    aGroup(stack, "next", { ip: block.ip(0), dependsOn: [block], addressRole: "additional" });
    expect(resource(stack, "ipfailover_ip_block", "addresses").depends_on).toEqual([
      `ipfailover_group.${group.resource.friendlyUniqueId}`,
    ]);
    expect(resource(stack, TYPE, "next").depends_on).toEqual(["ipfailover_ip_block.addresses"]);
  });

  test("offers what the cloud tells of it as references", () => {
    const stack = aStack();
    const group = aGroup(stack, "web");
    const outputs = {
      ip: group.ip,
      master: group.master,
      holder: group.holder,
      routed: group.routedTo,
      registered: group.registeredMaster,
      zone: group.availabilityZones.lookup("a"),
      replaced: Fn.join(",", group.addressesReplaced("10.0.0.1")),
      id: group.groupId,
    };
    for (const [id, value] of Object.entries(outputs)) new TerraformOutput(stack, id, { value });
    const values = Object.entries(synthesize(stack).output ?? {}).map(([id, { value }]) => [id, value]);
    expect(Object.fromEntries(values)).toEqual({
      ip: "${ipfailover_group.web.ip}",
      master: "${ipfailover_group.web.master}",
      holder: "${ipfailover_group.web.holder}",
      routed: "${ipfailover_group.web.routed_to}",
      registered: "${ipfailover_group.web.registered_master}",
      zone: '${ipfailover_group.web.availability_zones["a"]}',
      replaced: '${join(",", ipfailover_group.web.addresses_replaced["10.0.0.1"])}',
      id: "${ipfailover_group.web.id}",
    });
  });

  test("can be reached through its resource for what it does not offer", () => {
    const stack = aStack();
    aGroup(stack, "web").resource.addOverride("members.a.priority", 200);
    expect(resource(stack, TYPE, "web")).toMatchObject({ members: { a: { server: "server-a", priority: 200 } } });
  });

  test("uses an address of a block in another stack of the app", () => {
    const app = Testing.app();
    const network = aStack("network", app);
    const block = new IpBlock(network, "addresses", { location: "de/fra", size: 1 });
    const web = aStack("web", app);
    aGroup(web, "web", { ip: block.ip(0) });
    app.synth();
    expect(resource(web, TYPE, "web").ip).toMatch(/^\$\{data\.terraform_remote_state\..*network.*\.outputs\./);
    expect(problemsOf(web)).toEqual([]);
  });
});
