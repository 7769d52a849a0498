import { UNKNOWN } from "../../../lib/resources/value";
import { actions, PROVIDER, removeWorkspaces, summaries, workspace } from "./workspace";

afterEach(removeWorkspaces);

const STACK = {
  ...PROVIDER,
  resource: { ipfailover_ip_block: { b: { name: "block", location: "de/fra", size: 1 } } },
  output: { name: { value: "${ipfailover_ip_block.b.name}" } },
};

function change(stack: ReturnType<typeof workspace>, part: object) {
  const [id, object] = [...stack.cloud.objects][0]!;
  stack.cloud.objects.set(id, { ...object, value: { ...object.value, ...part } });
}

describe("reading", () => {
  test("tells what changed outside, and plans it back", async () => {
    const stack = workspace(STACK);
    await stack.apply();
    change(stack, { name: "renamed" });
    const { plan } = await stack.plan();
    expect(plan.drift).toEqual([
      expect.objectContaining({
        action: "update",
        before: expect.objectContaining({ name: "block" }) as unknown,
        after: expect.objectContaining({ name: "renamed" }) as unknown,
      }),
    ]);
    expect(actions(plan)).toEqual({ "ipfailover_ip_block.b": "update" });
    expect(plan.changes[0]).toMatchObject({ before: { name: "renamed" }, after: { name: "block" } });
  });

  test("makes again what is gone", async () => {
    const stack = workspace(STACK);
    await stack.apply();
    stack.cloud.objects.clear();
    const { planned, applied } = await stack.apply();
    expect(planned.plan.drift).toMatchObject([{ action: "delete", after: null }]);
    expect(actions(planned.plan)).toEqual({ "ipfailover_ip_block.b": "create" });
    expect(applied.diagnostics).toEqual([]);
    expect(stack.cloud.objects.size).toBe(1);
  });

  test("does not destroy what is gone already", async () => {
    const stack = workspace(STACK);
    await stack.apply();
    stack.cloud.objects.clear();
    stack.cloud.calls.length = 0;
    const { planned } = await stack.apply({ mode: "destroy" });
    expect(actions(planned.plan)).toEqual({});
    expect(stack.cloud.calls).toEqual(["read ipfailover_ip_block block"]);
    expect(stack.readState().resources).toEqual([]);
  });

  test("is left out with refresh: false", async () => {
    const stack = workspace(STACK);
    await stack.apply();
    change(stack, { name: "renamed" });
    stack.cloud.calls.length = 0;
    const { plan } = await stack.plan({ refresh: false });
    expect(stack.cloud.calls).toEqual([]);
    expect(actions(plan)).toEqual({});
  });

  test("only records with refresh-only, outputs too", async () => {
    const stack = workspace(STACK);
    await stack.apply();
    change(stack, { name: "renamed" });
    const { planned, applied } = await stack.apply({ mode: "refresh-only" });
    expect(actions(planned.plan)).toEqual({});
    expect(planned.applicable).toBe(true);
    expect(applied.diagnostics).toEqual([]);
    expect(stack.cloud.calls).not.toContain("update ipfailover_ip_block renamed");
    expect(stack.readState()).toMatchObject({
      outputs: { name: { value: "renamed" } },
      resources: [{ instances: [{ attributes: { name: "renamed" } }] }],
    });
  });

  test("refuses objects of a newer version and of other providers", async () => {
    const stack = workspace(STACK);
    await stack.apply();
    const state = stack.readState();
    state.resources[0]!.instances[0]!.schema_version = 99;
    stack.writeState(state);
    expect(summaries((await stack.plan()).plan)).toEqual(["Resource instance managed by newer provider version"]);
    state.resources[0]!.type = "ionoscloud_server";
    stack.writeState(state);
    const { plan } = await stack.plan();
    expect(summaries(plan)).toEqual(["State of other providers or modules"]);
    expect(plan.diagnostics[0]?.detail).toMatch(/ionoscloud_server\.b.*Use Terraform/);
  });
});

describe("data sources", () => {
  const stackOf = (data: object, resource: object = {}) => ({
    ...PROVIDER,
    data: { ipfailover_ip: { d: data } },
    ...(Object.keys(resource).length > 0 && { resource }),
    output: { location: { value: "${data.ipfailover_ip.d.location}" } },
  });
  const RESOURCE = STACK.resource;

  test("are read while planning when everything is known", async () => {
    const stack = workspace(stackOf({ ip: "203.0.113.1" }));
    const { plan, state } = await stack.plan();
    expect(actions(plan)).toEqual({});
    expect(plan.outputs).toMatchObject([{ action: "create", after: "de/fra" }]);
    expect(state.resources).toMatchObject([{ mode: "data", objects: [{ attributes: { location: "de/fra" } }] }]);
  });

  test.each([
    ["their configuration is not known", { ip: "${ipfailover_ip_block.b.ips[0]}" }, "read_because_config_unknown"],
    [
      "what they wait for changes",
      { ip: "203.0.113.1", depends_on: ["ipfailover_ip_block.b"] },
      "read_because_dependency_pending",
    ],
  ])("are left to apply as long as %s", async (_what, data, reason) => {
    const stack = workspace(stackOf(data, RESOURCE));
    const { planned, applied } = await stack.apply();
    expect(planned.plan.changes.find(({ address }) => address.mode === "data")).toMatchObject({
      action: "read",
      reason,
      after: { location: UNKNOWN },
    });
    expect(applied.diagnostics).toEqual([]);
    expect(stack.readState().outputs).toMatchObject({ location: { value: "de/fra" } });
    expect((await stack.plan()).applicable).toBe(false);
  });
});

describe("provider configurations", () => {
  const of = (more: object) => ({
    terraform: PROVIDER.terraform,
    provider: { ipfailover: [{ cloud: "ionos" }, { alias: "other", cloud: "ionos", ...more }] },
    resource: {
      terraform_data: { account: { input: "4711" } },
      ipfailover_ip_block: {
        a: { name: "a", location: "x", size: 1 },
        b: { name: "b", location: "x", size: 1, provider: "ipfailover.other" },
        c: { name: "c", location: "x", size: 1, provider: "ipfailover.other" },
      },
    },
  });

  test("are opened once each, with what they refer to, and closed at the end", async () => {
    const stack = workspace(of({ contract_number: "${terraform_data.account.output}" }));
    const { planned, applied } = await stack.apply();
    expect(planned.plan.diagnostics).toEqual([]);
    expect(applied.diagnostics).toEqual([]);
    expect(stack.cloud.opened.map(({ contract_number }) => contract_number)).toEqual([null, UNKNOWN, null, "4711"]);
    expect(stack.cloud.closed).toBe(4);
    expect(stack.readState().resources.map(({ name, provider }) => [name, provider])).toContainEqual([
      "b",
      'provider["registry.terraform.io/cdktf-ip-failover/ipfailover"].other',
    ]);
    const destroyed = await stack.apply({ mode: "destroy" });
    expect(destroyed.applied.diagnostics).toEqual([]);
    expect(stack.cloud.objects.size).toBe(0);
  });

  test("that do not fit their schema are told with their place", async () => {
    const stack = workspace(of({ tokenn: "x" }));
    const { plan } = await stack.plan();
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        summary: "Unsupported argument",
        detail: 'An argument named "tokenn" is not expected here. Did you mean "token"?',
      }),
    ]);
    expect(plan.diagnostics[0]?.source?.path).toBe("provider.ipfailover[1].tokenn");
  });
});
