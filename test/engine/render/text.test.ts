import fc from "fast-check";
import {
  applyComplete,
  painter,
  renderDiagnostics,
  renderOutputs,
  renderPlanText,
  renderProgress,
  renderStillAtWork,
} from "../../../lib/engine/render";
import { schemas } from "../../../lib/resources/schemas";
import { arbitraryPlan, change, planOf, SECRET, visibleTexts } from "./plans";

const plain = painter(false);
const text = (plan: Parameters<typeof renderPlanText>[0], options = {}) =>
  renderPlanText(plan, schemas, { color: false, ...options });

test("a plan without changes says so, in the words for its mode", () => {
  expect(text(planOf([]))).toContain("No changes. Your infrastructure matches the configuration.");
  expect(text({ ...planOf([]), mode: "destroy" })).toContain("No changes. No objects need to be destroyed.");
  expect(text({ ...planOf([]), mode: "refresh-only" })).toContain("No changes. Your infrastructure still matches");
});

test("the legend explains the symbols that occur, and no others", () => {
  const shown = text(planOf([change({ action: "create" }), change({ action: "replace", createBeforeDestroy: true })]));
  expect(shown).toContain("  + create\n+/- create replacement and then destroy\n\n");
  expect(shown).not.toContain("-/+");
  expect(shown).toContain("\nPlan: 2 to add, 0 to change, 1 to destroy.\n");
});

test("only the changes that force a replacement are marked so", () => {
  const before = { id: "i", ip: "203.0.113.1", network: { datacenter_id: "d", lan_id: "1" } };
  const after = { ...before, ip: "203.0.113.2", network: { datacenter_id: "d", lan_id: "2" } };
  const shown = text(planOf([change({ action: "replace", before, after, replacePaths: [["network"]] })]));
  expect(shown).toContain("~ network = { # forces replacement\n");
  expect(shown.match(/forces replacement/g)).toHaveLength(1);
});

test.each([
  ["delete_because_no_resource_config", undefined, "(because ipfailover_group.web is not in configuration)"],
  ["delete_because_each_key", "a", '(because key ["a"] is not in for_each map)'],
  ["delete_because_count_index", 3, "(because index [3] is out of range for count)"],
  ["delete_because_wrong_repetition", undefined, "(because resource uses count or for_each)"],
])("a destruction for the reason %s explains itself", (reason, key, explanation) => {
  expect(text(planOf([change({ action: "delete", reason, key, before: { id: "i" }, after: null })]))).toContain(
    explanation,
  );
});

test("what is left of a replacement that was cut off is named", () => {
  const shown = text(planOf([change({ action: "delete", deposed: "0badcafe", before: { id: "i" }, after: null })]));
  expect(shown).toContain("# ipfailover_group.web (deposed object 0badcafe) will be destroyed");
  expect(shown).toContain("left over from a partially-failed replacement");
});

test("what others changed is shown beside changes of ours, but not alone, unless only that was asked for", () => {
  const drift = [change({ action: "update", before: { master: "a" }, after: { master: "b" } })];
  const both = text({ ...planOf([change({ action: "create" })]), drift });
  expect(both).toContain("Objects have changed outside");
  expect(both).toContain("# ipfailover_group.web has changed\n");
  expect(text({ ...planOf([]), drift })).not.toContain("has changed");
  const refresh = text({ ...planOf([]), drift, mode: "refresh-only" });
  expect(refresh).toContain("has changed");
  expect(refresh).toContain("This is a refresh-only plan");
});

test("what is let go without being destroyed is told, and is something to apply", () => {
  const forgotten = [{ mode: "managed" as const, type: "ipfailover_group", name: "old" }];
  const shown = text({ ...planOf([]), forgotten });
  expect(shown).toContain("# ipfailover_group.old will no longer be managed by this stack, but will not be destroyed");
  expect(shown).toContain("\nPlan: 0 to add, 0 to change, 0 to destroy.\n");
  expect(shown).not.toContain("No changes.");
});

test("the steps of apply appear in their order when they are asked for", () => {
  const plan = planOf([change({ action: "create", steps: ["put the address on the NIC of a", "register it"] })]);
  expect(text(plan, { steps: true })).toContain("#  1. put the address on the NIC of a\n    #  2. register it\n");
  expect(text(plan)).not.toContain("register it");
});

test("a plan that changes outputs alone says that nothing real is touched", () => {
  const outputs = [{ name: "a", action: "create" as const, before: null, after: "203.0.113.1", sensitive: false }];
  const shown = text({ ...planOf([]), outputs });
  expect(shown).toContain('Changes to Outputs:\n  + a = "203.0.113.1"\n');
  expect(shown).toMatch(/without\s+changing any real infrastructure/);
  expect(shown).not.toContain("Plan:");
});

test("colours change nothing but the colours", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      const colored = renderPlanText(plan, schemas, { color: true, steps: true });
      expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(text(plan, { steps: true }));
    }),
  );
});

test("sensitive values are never shown, wherever they stand", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      expect(text(plan, { steps: true })).not.toContain(SECRET);
    }),
  );
});

test("every value that changes is shown", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      const shown = text(plan);
      for (const value of visibleTexts(plan)) expect(shown).toContain(value);
    }),
  );
});

test("no value can move the cursor, change colours or turn the direction of text", () => {
  const nasty = "\u001b[2K\u202egnirts\u0007\u009b1A";
  const plan = planOf([change({ action: "create", after: { ip: nasty, master: `${nasty}\nsecond` } })]);
  const diagnostic = { severity: "error" as const, summary: nasty, detail: nasty };
  const shown = text(plan) + renderDiagnostics([diagnostic], { color: false });
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(shown).toContain("\\u202egnirts");
});

test("an error is framed on a terminal, says where it is, and stands below the warnings", () => {
  const error = {
    severity: "error" as const,
    summary: "LAN is not public",
    detail: `network.lan_id is 2. ${"A public LAN is needed. ".repeat(5)}`.trim(),
    path: ["network", "lan_id"],
    address: "ipfailover_group.web",
    source: { file: "cdk.tf.json", path: "resource.ipfailover_group.web" },
  };
  const warning = { severity: "warning" as const, summary: "One member only", detail: "" };
  const plainly = renderDiagnostics([error, warning], { color: false, width: 60 });
  expect(plainly.indexOf("Warning: One member only")).toBeLessThan(plainly.indexOf("Error: LAN is not public"));
  expect(plainly).toContain(
    "  with ipfailover_group.web, network.lan_id,\n  on cdk.tf.json, in resource.ipfailover_group.web:\n",
  );
  expect(plainly.split("\n").every((line) => line.length <= 60)).toBe(true);
  const framed = renderDiagnostics([error], { color: true });
  expect(framed).toMatch(/^\u001b\[31m╷\u001b\[0m\n\u001b\[31m│\u001b\[0m /);
  expect(framed).toMatch(/╵\u001b\[0m\n$/);
});

test("progress and outcome are told in Terraform's words", () => {
  const address = { mode: "managed" as const, type: "ipfailover_group", name: "web" };
  const start = { kind: "start" as const, address, operation: "create" as const };
  expect(renderProgress(start, plain)).toBe("ipfailover_group.web: Creating...");
  expect(renderStillAtWork(start, 70, plain)).toBe("ipfailover_group.web: Still creating... [1m10s elapsed]");
  expect(renderProgress({ kind: "done", address, operation: "create", seconds: 2.4, id: "g-1" }, plain)).toBe(
    "ipfailover_group.web: Creation complete after 2s [id=g-1]",
  );
  expect(renderProgress({ kind: "refresh", address, id: "g-1" }, plain)).toBe(
    "ipfailover_group.web: Refreshing state... [id=g-1]",
  );
  expect(applyComplete("apply", { add: 1, change: 0, destroy: 2 }, plain)).toContain(
    "Apply complete! Resources: 1 added, 0 changed, 2 destroyed.",
  );
  expect(applyComplete("destroy", { add: 0, change: 0, destroy: 2 }, plain)).toContain(
    "Destroy complete! Resources: 2 destroyed.",
  );
});

test("outputs are listed as terraform output lists them, without sensitive ones", () => {
  const output = (value: Parameters<typeof renderOutputs>[0][string]["value"], sensitive = false) => ({
    value,
    type: "dynamic",
    sensitive,
  });
  expect(renderOutputs({ list: output(["a", { b: 1 }]), none: output(null), key: output(SECRET, true) }, plain)).toBe(
    '\nOutputs:\n\nkey = <sensitive>\nlist = [\n  "a",\n  {\n    "b" = 1\n  },\n]\nnone = null\n',
  );
  expect(renderOutputs({}, plain)).toBe("");
});
