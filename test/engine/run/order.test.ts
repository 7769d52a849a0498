import { isUnknown, type ObjectValue } from "../../../lib/resources/value";
import type { Outcome } from "../../../lib/resources/session";
import { problem } from "../../../lib/resources/diagnostic";
import { actions, PROVIDER, removeWorkspaces, summaries, workspace } from "./workspace";

afterEach(removeWorkspaces);

const group = (more: object = {}) => ({
  ip: "203.0.113.5",
  members: { a: { server: "s" } },
  master: "a",
  ...more,
});

function stackOf(groups: Record<string, object>, blocks: Record<string, object> = {}) {
  return {
    ...PROVIDER,
    resource: {
      ...(Object.keys(blocks).length > 0 && { ipfailover_ip_block: blocks }),
      ...(Object.keys(groups).length > 0 && { ipfailover_group: groups }),
    },
  };
}

const BLOCK = { name: "block", location: "de/fra", size: 1 };
const OF_BLOCK = { ip: "${ipfailover_ip_block.b.ips[0]}" };

describe("the order of operations", () => {
  test("lets everything of one level reach the provider together", async () => {
    const groups = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`g${i}`, group({ ...OF_BLOCK, master: `m${i}` })]),
    );
    const stack = workspace(stackOf(groups, { b: BLOCK }));
    const { applied } = await stack.apply();
    expect(applied.added).toBe(51);
    expect(stack.cloud.most.applying).toBe(50);
    await stack.plan();
    expect(stack.cloud.most.reading).toBe(51);
  });

  test("keeps to a limit when there is one", async () => {
    const groups = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`g${i}`, group()]));
    const stack = workspace(stackOf(groups));
    await stack.apply({ parallelism: 3 });
    expect(stack.cloud.most.applying).toBe(3);
    await stack.plan({ parallelism: 3 });
    expect(stack.cloud.most.reading).toBe(3);
  });

  test("destroys before it creates when an object is replaced, and what depends on it waits", async () => {
    const stack = workspace(stackOf({ g: group(OF_BLOCK) }, { b: BLOCK }));
    await stack.apply();
    stack.cloud.calls.length = 0;
    stack.write(stackOf({ g: group(OF_BLOCK) }, { b: { ...BLOCK, size: 2 } }));
    const { planned, applied } = await stack.apply();
    expect(actions(planned.plan)).toEqual({ "ipfailover_ip_block.b": "replace", "ipfailover_group.g": "update" });
    expect(planned.plan.changes[0]).toMatchObject({
      reason: "replace_because_cannot_update",
      replacePaths: [["size"]],
      createBeforeDestroy: false,
    });
    expect(applied.diagnostics).toEqual([]);
    expect(applied).toMatchObject({ added: 1, changed: 1, destroyed: 1 });
    expect(stack.cloud.calls.filter((call) => !call.startsWith("read"))).toEqual([
      "delete ipfailover_ip_block block",
      "create ipfailover_ip_block block",
      "update ipfailover_group a",
    ]);
  });

  test("creates first, updates what depends on it and destroys last with create_before_destroy", async () => {
    const block = { ...BLOCK, lifecycle: { create_before_destroy: true } };
    const stack = workspace(stackOf({ g: group(OF_BLOCK) }, { b: block }));
    await stack.apply();
    stack.cloud.calls.length = 0;
    stack.write(stackOf({ g: group(OF_BLOCK) }, { b: { ...block, size: 2 } }));
    const { planned, applied } = await stack.apply();
    expect(planned.plan.changes[0]).toMatchObject({ action: "replace", createBeforeDestroy: true });
    expect(applied.diagnostics).toEqual([]);
    expect(stack.cloud.calls.filter((call) => !call.startsWith("read"))).toEqual([
      "create ipfailover_ip_block block",
      "update ipfailover_group a",
      "delete ipfailover_ip_block block",
    ]);
    expect(stack.cloud.objects.size).toBe(2);
    expect(stack.readState().resources.flatMap(({ instances }) => instances)).toHaveLength(2);
  });

  test("creates first what something that creates first depends on", async () => {
    const first = { lifecycle: { create_before_destroy: true } };
    const stack = workspace(stackOf({ g: group({ ...OF_BLOCK, ...first }) }, { b: BLOCK }));
    await stack.apply();
    stack.write(stackOf({ g: group({ ...OF_BLOCK, ...first }) }, { b: { ...BLOCK, size: 2 } }));
    const { plan } = await stack.plan();
    expect(plan.changes[0]).toMatchObject({ action: "replace", createBeforeDestroy: true });
    const block = stack.readState().resources.find(({ type }) => type === "ipfailover_ip_block");
    expect(block?.instances[0]).toMatchObject({ create_before_destroy: true });
  });

  test("destroys what the configuration no longer has before it changes what depended on it", async () => {
    const stack = workspace(stackOf({ g: group(OF_BLOCK) }, { b: BLOCK }));
    await stack.apply();
    stack.cloud.calls.length = 0;
    stack.write(stackOf({ g: group() }));
    const { planned } = await stack.apply();
    expect(actions(planned.plan)).toEqual({ "ipfailover_group.g": "update", "ipfailover_ip_block.b": "delete" });
    expect(planned.plan.changes.at(-1)?.reason).toBe("delete_because_no_resource_config");
    expect(stack.cloud.calls.filter((call) => !call.startsWith("read"))).toEqual([
      "delete ipfailover_ip_block block",
      "update ipfailover_group a",
    ]);
  });

  test("tells a circle of references and plans nothing", async () => {
    const stack = workspace(
      stackOf(
        { g: group({ ip: "${ipfailover_ip_block.b.ips[0]}" }) },
        { b: { ...BLOCK, name: "${ipfailover_group.g.id}" } },
      ),
    );
    const { plan, applicable } = await stack.plan();
    expect(summaries(plan)).toEqual(["Cycle"]);
    expect(plan.diagnostics[0]?.detail).toContain("ipfailover_group.g");
    expect(plan.diagnostics[0]?.detail).toContain("ipfailover_ip_block.b");
    expect(applicable).toBe(false);
  });
});

describe("a failure", () => {
  const failing = (type: string): Outcome => ({
    state: null,
    diagnostics: [problem([], "Refused", `the cloud refuses ${type}`)],
  });

  test("stops only what depends on it, and every one is told", async () => {
    const stack = workspace(
      stackOf(
        { g: group(OF_BLOCK), free: group({ master: "free" }) },
        { b: { ...BLOCK, name: "bad" }, c: { ...BLOCK, name: "worse" }, d: { ...BLOCK, name: "good" } },
      ),
    );
    stack.cloud.onApply = (type, { planned }) =>
      planned?.name === "bad" || planned?.name === "worse" ? failing(type) : undefined;
    const { applied } = await stack.apply();
    expect(summaries(applied)).toEqual(["Refused", "Refused"]);
    expect(applied.diagnostics.map(({ address }) => address)).toEqual([
      "ipfailover_ip_block.b",
      "ipfailover_ip_block.c",
    ]);
    expect(applied.added).toBe(2);
    expect(stack.cloud.calls).not.toContain("create ipfailover_group a");
    expect(stack.cloud.calls).toContain("create ipfailover_group free");

    stack.cloud.onApply = () => undefined;
    const again = await stack.apply();
    expect(actions(again.planned.plan)).toEqual({
      "ipfailover_ip_block.b": "create",
      "ipfailover_ip_block.c": "create",
      "ipfailover_group.g": "create",
    });
    expect(again.applied.diagnostics).toEqual([]);
  });

  test("that leaves something behind taints it, and the next run makes it anew", async () => {
    const stack = workspace(stackOf({}, { b: BLOCK }));
    stack.cloud.onApply = (_type, { planned }) => {
      const known = Object.entries(planned ?? {}).map(([name, value]) => [name, isUnknown(value) ? null : value]);
      const value: ObjectValue = {
        ...(Object.fromEntries(known) as ObjectValue),
        id: "half",
        ips: [],
        cloud: "fake",
        account: "1",
      };
      stack.cloud.objects.set("half", { type: "ipfailover_ip_block", value });
      return { state: value, diagnostics: [problem([], "Half done", "The rest is missing.")] };
    };
    await stack.apply();
    expect(stack.readState().resources[0]?.instances[0]).toMatchObject({ status: "tainted" });
    stack.cloud.onApply = () => undefined;
    const { planned, applied } = await stack.apply();
    expect(planned.plan.changes[0]).toMatchObject({ action: "replace", reason: "replace_because_tainted" });
    expect(applied).toMatchObject({ added: 1, destroyed: 1, diagnostics: [] });
    expect(stack.readState().resources[0]?.instances[0]).not.toHaveProperty("status");
  });

  test("to make the new one puts the old one back in its place with create_before_destroy", async () => {
    const block = { ...BLOCK, lifecycle: { create_before_destroy: true } };
    const stack = workspace(stackOf({}, { b: block }));
    await stack.apply();
    const before = stack.readState().resources;
    stack.write(stackOf({}, { b: { ...block, size: 2 } }));
    stack.cloud.onApply = (type, { planned }) => (planned ? failing(type) : undefined);
    const { applied } = await stack.apply();
    expect(summaries(applied)).toEqual(["Refused"]);
    expect(stack.readState().resources).toEqual(before);
  });

  test("to destroy the old one leaves it deposed, and the next run destroys it", async () => {
    const block = { ...BLOCK, lifecycle: { create_before_destroy: true } };
    const stack = workspace(stackOf({}, { b: block }));
    await stack.apply();
    stack.write(stackOf({}, { b: { ...block, size: 2 } }));
    stack.cloud.onApply = (type, { planned, prior }) =>
      planned ? undefined : { state: prior, diagnostics: failing(type).diagnostics };
    await stack.apply();
    expect(stack.readState().resources[0]?.instances.map((instance) => "deposed" in instance)).toEqual([false, true]);
    stack.cloud.onApply = () => undefined;
    const { planned, applied } = await stack.apply();
    expect(actions(planned.plan)).toEqual({ "ipfailover_ip_block.b deposed": "delete" });
    expect(applied.diagnostics).toEqual([]);
    expect(stack.readState().resources[0]?.instances).toHaveLength(1);
    expect(stack.cloud.objects.size).toBe(1);
  });

  test("of an update keeps the object as it was", async () => {
    const stack = workspace(stackOf({ g: group() }));
    await stack.apply();
    const before = stack.readState().resources;
    stack.write(stackOf({ g: group({ ip: "203.0.113.9" }) }));
    stack.cloud.onApply = (type, { prior }) => ({ state: prior, diagnostics: failing(type).diagnostics });
    const { applied } = await stack.apply();
    expect(summaries(applied)).toEqual(["Refused"]);
    expect(stack.readState().resources).toEqual(before);
  });

  test("of the provider to do what it planned is told as such", async () => {
    const stack = workspace(stackOf({ g: group() }));
    stack.cloud.onApply = (_type, { planned }) => ({
      state: { ...planned, id: "g", ip: "203.0.113.66" },
      diagnostics: [],
    });
    const { applied } = await stack.apply();
    expect(new Set(summaries(applied))).toEqual(
      new Set([
        "Provider returned invalid result object after apply",
        "Provider produced inconsistent result after apply",
      ]),
    );
    expect(stack.readState().resources[0]?.instances[0]).toMatchObject({ attributes: { ip: "203.0.113.66" } });
  });
});

describe("an interruption", () => {
  test("lets nothing new start, and what is under way is recorded", async () => {
    const controller = new AbortController();
    const stack = workspace(stackOf({ g: group(OF_BLOCK) }, { b: BLOCK }));
    stack.cloud.onApply = () => {
      controller.abort();
      return undefined;
    };
    const { applied } = await stack.apply({ signal: controller.signal });
    expect(applied.interrupted).toBe(true);
    expect(applied.added).toBe(1);
    expect(stack.cloud.calls).toEqual(["create ipfailover_ip_block block"]);
    expect(stack.readState().resources.map(({ type }) => type)).toEqual(["ipfailover_ip_block"]);
  });

  test("while planning makes a plan that cannot be applied", async () => {
    const stack = workspace(stackOf({ g: group() }));
    const { interrupted, applicable } = await stack.plan({ signal: AbortSignal.abort() });
    expect({ interrupted, applicable }).toEqual({ interrupted: true, applicable: false });
  });
});
