import { spawnSync } from "node:child_process";
import { TerraformVariable, Testing, Token, type TerraformStack } from "cdktf";
import { FailoverGroup, IpBlock } from "../../lib";
import { FailoverGate, NullProvider, type FailoverGateProps } from "../../lib/null";
import { aGroup, aStack, problemsOf, resource, synthesize, VendorResource } from "../constructs/support/stacks";

interface Gate {
  readonly triggers: Record<string, string>;
  readonly provisioner: { "local-exec": { command: string; environment: Record<string, string> } }[];
}

function aGate(
  declare?: (stack: TerraformStack) => Partial<Parameters<typeof aGroup>[2]>,
  props: Partial<FailoverGateProps> = {},
) {
  const stack = aStack();
  new NullProvider(stack, "null");
  const group = aGroup(stack, "web", declare?.(stack));
  const gate = new FailoverGate(stack, "gate", { group, ...props });
  return { stack, gate, read: () => resource(stack, "null_resource", "gate") as unknown as Gate };
}

describe("a failover gate", () => {
  test("asks the cloud for the group as it is declared", () => {
    const { command, environment } = aGate().read().provisioner[0]?.["local-exec"] ?? {};
    expect(command).toBe(
      'npx --no-install ipfailover status --cloud "$IPFAILOVER_GATE_CLOUD" --ip "$IPFAILOVER_GATE_IP" ' +
        '--network "$IPFAILOVER_GATE_NETWORK" --member "$IPFAILOVER_GATE_MEMBER_1" ' +
        '--member "$IPFAILOVER_GATE_MEMBER_2" --master "$IPFAILOVER_GATE_MASTER"',
    );
    expect(environment).toEqual({
      IPFAILOVER_GATE_CLOUD: "${ipfailover_group.web.cloud}",
      IPFAILOVER_GATE_IP: "${ipfailover_group.web.ip}",
      IPFAILOVER_GATE_NETWORK: "11111111-1111-4111-8111-111111111111/1",
      IPFAILOVER_GATE_MEMBER_1: "a=server-a/nic-a",
      IPFAILOVER_GATE_MEMBER_2: "b=server-b/nic-b",
      IPFAILOVER_GATE_MASTER: "${ipfailover_group.web.master}",
    });
  });

  test("asks for members of a cloud that routes addresses by service and next hop", () => {
    const stack = aStack();
    new NullProvider(stack, "null");
    const members = { a: { server: "ns1.example" }, b: { server: "project", nexthop: "198.51.100.3" } };
    const group = new FailoverGroup(stack, "web", { ip: "203.0.113.7", members, master: "a" });
    new FailoverGate(stack, "gate", { group });
    const gate = resource(stack, "null_resource", "gate") as unknown as Gate;
    const { environment } = gate.provisioner[0]?.["local-exec"] ?? {};
    expect(environment).toMatchObject({
      IPFAILOVER_GATE_MEMBER_1: "a=ns1.example",
      IPFAILOVER_GATE_MEMBER_2: "b=project/198.51.100.3",
    });
    expect(environment).not.toHaveProperty("IPFAILOVER_GATE_NETWORK");
  });

  test("asks again when the address, the members or the master change", () => {
    const { triggers } = aGate().read();
    expect(triggers).toEqual({
      ip: "${ipfailover_group.web.ip}",
      master: "${ipfailover_group.web.master}",
      members: '${jsonencode(["a=server-a/nic-a", "b=server-b/nic-b"])}',
    });
  });

  test("asks for members that are resources by the ids that they will have", () => {
    const { environment } =
      aGate((stack) => ({
        members: {
          a: { server: new VendorResource(stack, "server", "ionoscloud_server"), nic: "nic-a" },
          b: { server: "server-b", nic: "nic-b" },
        },
      })).read().provisioner[0]?.["local-exec"] ?? {};
    expect(environment?.IPFAILOVER_GATE_MEMBER_1).toBe("a=${ionoscloud_server.server.id}/nic-a");
  });

  test.each(["x; touch owned", "$(touch owned)", "`touch owned`", '" touch owned "', "a  b\nc"])(
    "hands %j over as one word and never as code",
    (value) => {
      const { command = "", environment = {} } =
        aGate(undefined, { command: "printf '%s\\0'" }).read().provisioner[0]?.["local-exec"] ?? {};
      const run = spawnSync("sh", ["-c", command], { env: { ...environment, IPFAILOVER_GATE_MEMBER_1: value } });
      expect(run.stdout.toString().split("\0")).toEqual(expect.arrayContaining(["--member", value]));
      expect(run.stdout.toString().split("\0")).toHaveLength(14);
    },
  );

  test("runs another command where that is given", () => {
    const { command } = aGate(undefined, { command: "/opt/ipfailover" }).read().provisioner[0]?.["local-exec"] ?? {};
    expect(command).toMatch(/^\/opt\/ipfailover status --cloud /);
  });

  test("can be waited for", () => {
    const { stack, gate } = aGate();
    new IpBlock(stack, "later", { location: "de/fra", size: 1, dependsOn: [gate] });
    expect(resource(stack, "ipfailover_ip_block", "later").depends_on).toEqual(["null_resource.gate"]);
    expect(FailoverGate.isFailoverGate(gate)).toBe(true);
  });

  test("is written as HCL with the names of its variables unchanged", () => {
    const { stack } = aGate();
    expect(Testing.synthHcl(stack)).toContain('IPFAILOVER_GATE_MEMBER_1 = "a=server-a/nic-a"');
  });

  test("refuses a group whose members it could not name", () => {
    const members = (stack: TerraformStack) => ({
      members: Token.asAny(new TerraformVariable(stack, "members", { type: "any" }).value),
    });
    expect(() => aGate(members)).toThrow(/production\/gate: a gate asks for each member of production\/web by name/);
    expect(() => aGate(() => ({ count: 2 }))).toThrow("count or forEach");
  });

  test("needs the null provider in the stack, which the framework says", () => {
    const stack = aStack();
    new FailoverGate(stack, "gate", { group: aGroup(stack, "web") });
    expect(problemsOf(stack)).toEqual([expect.stringContaining("matching provider construct")]);
    new NullProvider(stack, "null");
    expect(problemsOf(stack)).toEqual([]);
    expect(synthesize(stack).terraform?.required_providers?.null).toEqual({ source: "null", version: "3.2.4" });
  });
});
