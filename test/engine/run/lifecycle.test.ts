import { UNKNOWN } from "../../../lib/resources/value";
import { actions, PROVIDER, removeWorkspaces, summaries, workspace } from "./workspace";

afterEach(removeWorkspaces);

const BLOCK = { name: "block", location: "de/fra", size: 1 };

function blocks(named: Record<string, object>, more: object = {}) {
  return { ...PROVIDER, resource: { ipfailover_ip_block: named }, ...more };
}

describe("lifecycle", () => {
  test("prevent_destroy refuses a replacement and a destruction", async () => {
    const lifecycle = { prevent_destroy: true };
    const stack = workspace(blocks({ b: { ...BLOCK, lifecycle } }));
    await stack.apply();
    stack.write(blocks({ b: { ...BLOCK, size: 2, lifecycle } }));
    expect(summaries((await stack.plan()).plan)).toEqual(["Instance cannot be destroyed"]);
    expect(summaries((await stack.plan({ mode: "destroy" })).plan)).toEqual(["Instance cannot be destroyed"]);
  });

  test.each([
    ["one attribute", ["name"], { name: "other" }],
    ["a path into a map", ["timeouts.create"], { timeouts: { create: "2h", delete: "1h" } }],
    ["everything", "all", { name: "other", size: 7, location: "es/vit" }],
  ])("ignore_changes leaves %s as it is", async (_what, ignored, change) => {
    const lifecycle = { ignore_changes: ignored };
    const timeouts = { create: "1h", delete: "1h" };
    const stack = workspace(blocks({ b: { ...BLOCK, timeouts, lifecycle } }));
    await stack.apply();
    stack.write(blocks({ b: { ...BLOCK, timeouts, ...change, lifecycle } }));
    expect(actions((await stack.plan()).plan)).toEqual({});
    stack.write(blocks({ b: { ...BLOCK, timeouts, ...change } }));
    expect(actions((await stack.plan()).plan)).not.toEqual({});
  });

  test("replace_triggered_by makes a new object when the other one changes, whole or in one attribute", async () => {
    const lifecycle = (what: string) => ({ replace_triggered_by: [what] });
    const of = (name: string, size: string) =>
      blocks({
        a: { ...BLOCK, name, acknowledge: [size] },
        whole: { ...BLOCK, lifecycle: lifecycle("ipfailover_ip_block.a") },
        part: { ...BLOCK, lifecycle: lifecycle("ipfailover_ip_block.a.name") },
      });
    const stack = workspace(of("one", "x"));
    await stack.apply();
    stack.write(of("one", "y"));
    const { plan } = await stack.plan();
    expect(actions(plan)).toEqual({ "ipfailover_ip_block.a": "update", "ipfailover_ip_block.whole": "replace" });
    expect(plan.changes[1]?.reason).toBe("replace_by_triggers");
    stack.write(of("two", "x"));
    expect(actions((await stack.plan()).plan)).toMatchObject({ "ipfailover_ip_block.part": "replace" });
  });

  test("a replacement that is asked for is made", async () => {
    const stack = workspace(blocks({ b: { ...BLOCK, count: 2 } }));
    await stack.apply();
    const { plan } = await stack.plan({ replace: ["ipfailover_ip_block.b[1]"] });
    expect(actions(plan)).toEqual({ "ipfailover_ip_block.b[1]": "replace" });
    expect(plan.changes.at(-1)).toMatchObject({ reason: "replace_by_request", after: { id: UNKNOWN } });
  });

  test("a precondition that does not hold stops the resource before anything is asked", async () => {
    const precondition = [{ condition: "${var.size > 3}", error_message: "Too small: ${var.size}." }];
    const stack = workspace(
      blocks({ b: { ...BLOCK, lifecycle: { precondition } } }, { variable: { size: { default: 2 } } }),
    );
    const { plan } = await stack.plan();
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        summary: "Resource precondition failed",
        detail: "Too small: 2.",
        address: "ipfailover_ip_block.b",
      }),
    ]);
  });

  test("a postcondition is judged once the object is known, and what depends on it is left out", async () => {
    const postcondition = { condition: '${self.ips[0] == "192.0.2.1"}', error_message: "Got ${self.ips[0]}." };
    const stack = workspace({
      ...PROVIDER,
      resource: {
        ipfailover_ip_block: { b: { ...BLOCK, lifecycle: { postcondition } } },
        ipfailover_group: {
          g: { ip: "${ipfailover_ip_block.b.ips[0]}", members: { a: { server: "s" } }, master: "a" },
        },
      },
    });
    const { planned, applied } = await stack.apply();
    expect(planned.plan.diagnostics).toEqual([]);
    expect(applied.diagnostics).toEqual([
      expect.objectContaining({ summary: "Resource postcondition failed", detail: "Got 203.0.113.10." }),
    ]);
    expect(stack.readState().resources.map(({ type }) => type)).toEqual(["ipfailover_ip_block"]);
  });
});

describe("instances", () => {
  test("of count and for_each are made, told apart and taken away by their keys", async () => {
    const of = (count: number, keys: string[]) => ({
      ...PROVIDER,
      resource: {
        ipfailover_ip_block: {
          many: { ...BLOCK, count, name: "many-${count.index}" },
          each: {
            ...BLOCK,
            for_each: Object.fromEntries(keys.map((key) => [key, key.length])),
            name: "${each.key}",
            size: "${each.value}",
          },
        },
      },
      output: {
        names: { value: "${ipfailover_ip_block.many[*].name}" },
        sizes: { value: "${{for k, b in ipfailover_ip_block.each : k => b.size}}" },
      },
    });
    const stack = workspace(of(2, ["x", "yy"]));
    const { applied } = await stack.apply();
    expect(applied.diagnostics).toEqual([]);
    expect(stack.readState().outputs).toMatchObject({
      names: { value: ["many-0", "many-1"] },
      sizes: { value: { x: 1, yy: 2 } },
    });
    stack.write(of(1, ["yy", "z"]));
    const { plan } = await stack.plan();
    expect(
      plan.changes
        .filter(({ action }) => action !== "no-op")
        .map(({ address, action, reason }) => [address.key, action, reason]),
    ).toEqual([
      [1, "delete", "delete_because_count_index"],
      ["x", "delete", "delete_because_each_key"],
      ["z", "create", undefined],
    ]);
  });

  test.each([
    ["count", { count: "${length(ipfailover_ip_block.a.id)}" }, "Invalid count argument"],
    ["for_each", { for_each: "${toset([ipfailover_ip_block.a.id])}" }, "Invalid for_each argument"],
    ["a list for for_each", { for_each: ["a"] }, "Invalid for_each argument"],
    ["a negative count", { count: -1 }, "Invalid count argument"],
  ])("cannot be planned with %s that cannot be known or used", async (_what, repetition, summary) => {
    const stack = workspace(blocks({ a: BLOCK, b: { ...BLOCK, ...repetition } }));
    expect(summaries((await stack.plan()).plan)).toEqual([summary]);
  });
});

describe("targets", () => {
  const STACK = {
    ...PROVIDER,
    resource: {
      ipfailover_ip_block: { a: BLOCK, b: BLOCK },
      ipfailover_group: { g: { ip: "${ipfailover_ip_block.a.ips[0]}", members: { a: { server: "s" } }, master: "a" } },
    },
  };

  test("come with what they depend on", async () => {
    const stack = workspace(STACK);
    const { plan } = await stack.plan({ targets: ["ipfailover_group.g"] });
    expect(actions(plan)).toEqual({ "ipfailover_ip_block.a": "create", "ipfailover_group.g": "create" });
    expect(summaries(plan)).toEqual(["Resource targeting is in effect"]);
  });

  test("are destroyed with what depends on them", async () => {
    const stack = workspace(STACK);
    await stack.apply();
    const { plan } = await stack.plan({ mode: "destroy", targets: ["ipfailover_ip_block.a"] });
    expect(actions(plan)).toEqual({ "ipfailover_ip_block.a": "delete", "ipfailover_group.g": "delete" });
  });
});

test.each([
  ["an object", { create: "1h" }, { create: "1h" }],
  ["a list of one object", [{ create: "1h" }], { create: "1h" }],
  ["an empty list, which is none", [], null],
])("timeouts may be %s, as in Terraform's JSON", async (_what, timeouts, read) => {
  const { plan } = await workspace(blocks({ b: { ...BLOCK, timeouts } })).plan();
  expect(summaries(plan)).toEqual([]);
  const planned = plan.changes[0]?.after?.timeouts ?? null;
  expect(planned).toEqual(read === null ? null : expect.objectContaining(read));
});
