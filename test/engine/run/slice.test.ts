import { UNKNOWN } from "../../../lib/resources/value";
import { PROVIDER, actions, removeWorkspaces, workspace } from "./workspace";

afterEach(removeWorkspaces);

const STACK = {
  ...PROVIDER,
  resource: {
    ipfailover_ip_block: { addresses: { name: "web", location: "de/fra", size: 2 } },
    ipfailover_group: {
      web: {
        ip: "${ipfailover_ip_block.addresses.ips[1]}",
        network: { datacenter_id: "d", lan_id: 1 },
        members: { a: { server: "s1", nic: "n1", priority: "100" }, b: { server: "s2", nic: "n2" } },
        master: "a",
      },
    },
  },
  output: { address: { value: "${ipfailover_group.web.ip}" } },
};

describe("a stack of one block and one group", () => {
  test("is planned with what is unknown, made in order, then needs nothing, and goes in reverse", async () => {
    const stack = workspace(STACK);
    const { planned, applied } = await stack.apply();
    expect(planned.plan.diagnostics).toEqual([]);
    expect(actions(planned.plan)).toEqual({
      "ipfailover_ip_block.addresses": "create",
      "ipfailover_group.web": "create",
    });
    const group = planned.plan.changes[1]!.after!;
    expect(group.ip).toBe(UNKNOWN);
    expect(group.network).toEqual({ datacenter_id: "d", lan_id: "1" });
    expect(group.members).toEqual({
      a: { server: "s1", nic: "n1", nexthop: null, priority: 100 },
      b: { server: "s2", nic: "n2", nexthop: null, priority: null },
    });
    expect(applied.diagnostics).toEqual([]);
    expect(applied).toMatchObject({ added: 2, changed: 0, destroyed: 0, interrupted: false });
    expect(stack.cloud.calls).toEqual(["create ipfailover_ip_block web", "create ipfailover_group a"]);
    expect(stack.readState().outputs).toEqual({ address: { value: "203.0.113.11", type: "string" } });

    const second = await stack.plan();
    expect(actions(second.plan)).toEqual({});
    expect(second.plan.drift).toEqual([]);
    expect(second.applicable).toBe(false);
    expect(second.plan.outputs.map(({ action }) => action)).toEqual(["no-op"]);

    stack.cloud.calls.length = 0;
    const destroyed = await stack.apply({ mode: "destroy" });
    expect(destroyed.applied.diagnostics).toEqual([]);
    expect(stack.cloud.calls.filter((call) => call.startsWith("delete"))).toEqual([
      "delete ipfailover_group a",
      "delete ipfailover_ip_block web",
    ]);
    expect(stack.cloud.objects.size).toBe(0);
    expect(stack.readState()).toMatchObject({ resources: [], outputs: {} });
  });
});
