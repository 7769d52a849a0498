import { actions, PROVIDER, removeWorkspaces, summaries, workspace } from "./workspace";

afterEach(removeWorkspaces);

const BLOCK = { name: "block", location: "de/fra", size: 1 };
const GROUP = { ip: "203.0.113.5", members: { a: { server: "s" } }, master: "a" };

const blocks = (named: Record<string, object>, more: object = {}) => ({
  ...PROVIDER,
  resource: { ipfailover_ip_block: named },
  ...more,
});

describe("moved blocks", () => {
  test("follow a new name, with what is recorded as depending on it", async () => {
    const of = (name: string, more: object = {}) => ({
      ...PROVIDER,
      resource: {
        ipfailover_ip_block: { [name]: BLOCK },
        ipfailover_group: { g: { ...GROUP, ip: `\${ipfailover_ip_block.${name}.ips[0]}` } },
      },
      ...more,
    });
    const stack = workspace(of("old"));
    await stack.apply();
    stack.write(of("new", { moved: [{ from: "ipfailover_ip_block.old", to: "ipfailover_ip_block.new" }] }));
    const { planned, applied } = await stack.apply();
    expect(actions(planned.plan)).toEqual({});
    expect(planned.applicable).toBe(true);
    expect(planned.plan.changes[0]).toMatchObject({ previousAddress: { name: "old" }, address: { name: "new" } });
    expect(applied.diagnostics).toEqual([]);
    const { resources } = stack.readState();
    expect(resources.map(({ type, name }) => [type, name])).toEqual([
      ["ipfailover_group", "g"],
      ["ipfailover_ip_block", "new"],
    ]);
    expect(resources[0]?.instances[0]).toMatchObject({ dependencies: ["ipfailover_ip_block.new"] });
    expect((await stack.plan()).applicable).toBe(false);
  });

  test("follow one after another, whatever order they stand in", async () => {
    const stack = workspace(blocks({ a: BLOCK }));
    await stack.apply();
    const moved = [
      { from: "ipfailover_ip_block.b", to: 'ipfailover_ip_block.c["k"]' },
      { from: "ipfailover_ip_block.a", to: "ipfailover_ip_block.b" },
    ];
    stack.write(blocks({ c: { ...BLOCK, for_each: { k: 1 } } }, { moved }));
    const { plan } = await stack.plan();
    expect(actions(plan)).toEqual({});
    expect(plan.changes[0]).toMatchObject({ address: { name: "c", key: "k" }, previousAddress: { name: "a" } });
  });

  test("take objects over from another provider's type, and reading fills in the rest", async () => {
    const stack = workspace({
      ...PROVIDER,
      resource: { ipfailover_group: { web: GROUP } },
      moved: [{ from: "ionoscloud_ipfailover.web", to: "ipfailover_group.web" }],
    });
    const attributes = { id: "there", ip: "203.0.113.5", nicuuid: "n" };
    const known = { ...GROUP, members: { a: { server: "s", nic: null, nexthop: null, priority: null } } };
    stack.cloud.objects.set("there", {
      type: "ipfailover_group",
      value: { ...known, id: "there", holder_policy: "any-member", on_destroy: "release", cloud: "fake" },
    });
    stack.writeState({
      version: 4,
      terraform_version: "1.11.4",
      serial: 3,
      lineage: "l",
      outputs: {},
      resources: [
        {
          mode: "managed",
          type: "ionoscloud_ipfailover",
          name: "web",
          provider: 'provider["registry.terraform.io/ionos-cloud/ionoscloud"]',
          instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
        },
      ],
      check_results: null,
    });
    const { planned, applied } = await stack.apply();
    expect(planned.plan.diagnostics).toEqual([]);
    expect(applied.diagnostics).toEqual([]);
    expect(stack.cloud.calls[0]).toBe("read ipfailover_group 203.0.113.5");
    expect(actions(planned.plan)).toEqual({});
    expect(stack.readState().resources).toEqual([
      expect.objectContaining({
        type: "ipfailover_group",
        provider: 'provider["registry.terraform.io/cdktf-ip-failover/ipfailover"]',
      }),
    ]);
  });

  test("are refused while the old name is still there", async () => {
    const moved = [{ from: "ipfailover_ip_block.a", to: "ipfailover_ip_block.b" }];
    const stack = workspace(blocks({ a: BLOCK, b: BLOCK }, { moved }));
    expect(summaries((await stack.plan()).plan)).toEqual(["Moved object still exists"]);
  });
});

describe("import blocks", () => {
  test("take an existing object over by its id, and a second plan needs nothing", async () => {
    const stack = workspace(
      blocks(
        { b: BLOCK },
        { import: [{ to: "ipfailover_ip_block.b", id: "${var.id}" }], variable: { id: { default: "there" } } },
      ),
    );
    stack.cloud.objects.set("there", {
      type: "ipfailover_ip_block",
      value: { ...BLOCK, id: "there", ips: ["192.0.2.9"] },
    });
    const { planned, applied } = await stack.apply();
    expect(planned.plan.diagnostics).toEqual([]);
    expect(actions(planned.plan)).toEqual({});
    expect(planned.applicable).toBe(true);
    expect(planned.plan.changes[0]).toMatchObject({ importing: "there" });
    expect(planned.plan.drift).toEqual([]);
    expect(applied.diagnostics).toEqual([]);
    expect(stack.readState().resources[0]?.instances[0]).toMatchObject({
      attributes: { ips: ["192.0.2.9"], timeouts: null },
    });
    expect((await stack.plan()).applicable).toBe(false);
  });

  test("tell an id that nothing has", async () => {
    const stack = workspace(blocks({ b: BLOCK }, { import: [{ to: "ipfailover_ip_block.b", id: "nowhere" }] }));
    expect(summaries((await stack.plan()).plan)).toEqual(["Cannot import non-existent remote object"]);
  });
});

describe("removed blocks", () => {
  test("let an object go without destroying it", async () => {
    const stack = workspace(blocks({ a: BLOCK, b: { ...BLOCK, name: "other" } }));
    await stack.apply();
    const removed = [{ from: "ipfailover_ip_block.b", lifecycle: { destroy: false } }];
    stack.write(blocks({ a: BLOCK }, { removed }));
    const { planned } = await stack.apply();
    expect(actions(planned.plan)).toEqual({});
    expect(planned.plan.forgotten).toEqual([{ mode: "managed", type: "ipfailover_ip_block", name: "b" }]);
    expect(stack.cloud.objects.size).toBe(2);
    expect(stack.readState().resources.map(({ name }) => name)).toEqual(["a"]);
  });
});
