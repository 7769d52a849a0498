import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  DataIpFailoverLoadBalancer,
  DataIpFailoverTargets,
  FailoverGroup,
  IpFailoverProvider,
  ReverseDns,
  VirtualMac,
} from "../../lib";
import { problemsOf, resource, synthesize } from "./support/stacks";

function aStack(cloud = "ovh"): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "shop");
  new IpFailoverProvider(stack, cloud, { cloud, install: false });
  return stack;
}

const members = { a: { server: "ns1.example" }, b: { server: "ns2.example" } };

test("a virtual MAC has the addresses of groups, and a name resolves back from one", () => {
  const stack = aStack();
  const group = new FailoverGroup(stack, "web", { ip: "203.0.113.10", members, master: "a" });
  const mac = new VirtualMac(stack, "vm", { addresses: [group.ip], type: "vmware", name: "web" });
  new ReverseDns(stack, "name", {
    ip: group.ip,
    name: "web.example.com",
    dependsOn: [mac],
    timeouts: { create: "2m" },
  });
  expect(resource(stack, "ipfailover_virtual_mac", "vm")).toMatchObject({
    addresses: ["${ipfailover_group.web.ip}"],
    type: "vmware",
    name: "web",
  });
  expect(resource(stack, "ipfailover_reverse_dns", "name")).toMatchObject({
    ip: "${ipfailover_group.web.ip}",
    name: "web.example.com",
    depends_on: ["ipfailover_virtual_mac.vm"],
    timeouts: { create: "2m" },
  });
  expect(problemsOf(stack)).toEqual([]);
});

test("what exists already is taken over by its id", () => {
  const stack = aStack();
  new VirtualMac(stack, "vm", { addresses: ["203.0.113.10"] }).importFrom("203.0.113.10");
  ReverseDns.generateConfigForImport(stack, "name", "203.0.113.10");
  expect(synthesize(stack).import).toEqual([
    { to: "ipfailover_virtual_mac.vm", id: "203.0.113.10" },
    { to: "ipfailover_reverse_dns.name", id: "203.0.113.10" },
  ]);
});

test("what cannot be is told at synth: a MAC without addresses, an address in two, a name that is none", () => {
  const stack = aStack();
  new VirtualMac(stack, "none", { addresses: [] });
  new VirtualMac(stack, "one", { addresses: ["203.0.113.10"] });
  new VirtualMac(stack, "two", { addresses: ["203.0.113.10/32"] });
  new ReverseDns(stack, "name", { ip: "203.0.113.10", name: "web example" });
  const problems = problemsOf(stack);
  for (const id of ["none", "two", "name"]) {
    expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^\\[shop/${id}\\] `)));
  }
  expect(problems).not.toContainEqual(expect.stringMatching(/^\[shop\/one\]/));
});

test("a virtual MAC is told at synth to be impossible on IONOS, with the reason", () => {
  const stack = aStack("ionos");
  new VirtualMac(stack, "vm", { addresses: ["203.0.113.10"] });
  expect(problemsOf(stack)).toEqual([expect.stringMatching(/^\[shop\/vm\] .*IONOS has no virtual MACs: every NIC/)]);
});

test("what the cloud has is looked up: where an address may go, and a load balancer as it is", () => {
  const stack = aStack();
  const targets = new DataIpFailoverTargets(stack, "where", { ip: "203.0.113.10" });
  const loadBalancer = new DataIpFailoverLoadBalancer(stack, "shop", {
    loadBalancer: "loadbalancer-a",
    dependsOn: [targets],
  });
  new TerraformOutput(stack, "seen", { value: [targets.routedTo, loadBalancer.zones] });
  expect(synthesize(stack)).toMatchObject({
    data: {
      ipfailover_targets: { where: { ip: "203.0.113.10" } },
      ipfailover_load_balancer: {
        shop: { load_balancer: "loadbalancer-a", depends_on: ["data.ipfailover_targets.where"] },
      },
    },
    output: {
      seen: { value: ["${data.ipfailover_targets.where.routed_to}", "${data.ipfailover_load_balancer.shop.zones}"] },
    },
  });
  expect(problemsOf(stack)).toEqual([]);
});
