import fc from "fast-check";
import { renderPlanMarkdown } from "../../../lib/engine/render";
import { schemas } from "../../../lib/resources/schemas";
import { arbitraryPlan, change, planOf, SECRET } from "./plans";

const markdown = (plan: Parameters<typeof renderPlanMarkdown>[0], options = {}) =>
  renderPlanMarkdown(plan, schemas, options);

test("begins with what will happen, and folds the rest", () => {
  const plan = planOf([
    change({ action: "create", after: { ip: "203.0.113.1" } }),
    change({ name: "old", action: "delete", before: { ip: "203.0.113.2" }, after: null }),
  ]);
  const shown = markdown(plan, { title: "shop" });
  expect(shown.startsWith("### Plan of shop\n\n**Plan: 1 to add, 0 to change, 1 to destroy.**\n")).toBe(true);
  expect(shown).toContain("<details><summary><code>+ ipfailover_group.web</code></summary>\n\n```diff\n");
  expect(shown).toMatch(/^\+ {7}ip = "203\.0\.113\.1"$/m);
  expect(shown).toMatch(/^- {7}ip = "203\.0\.113\.2" -> null$/m);
});

test("a change is marked as one, and a replacement keeps its symbol", () => {
  const [before, after] = [{ master: "a" }, { master: "b" }];
  expect(markdown(planOf([change({ before, after })]))).toMatch(/^! {7}master = "a" -> "b"$/m);
  const replaced = change({ action: "replace", before, after, createBeforeDestroy: true });
  expect(markdown(planOf([replaced]))).toMatch(/^\+\/- resource "ipfailover_group" "web" \{$/m);
});

test("a plan without changes is one line", () => {
  expect(markdown(planOf([]))).toBe("### Plan\n\n**No changes. Your infrastructure matches the configuration.**\n");
});

test("warnings stand above the changes, with their place", () => {
  const warning = { severity: "warning" as const, summary: "One member", detail: "Only a.", path: ["members"] };
  expect(markdown({ ...planOf([]), diagnostics: [warning] })).toContain(
    "> **Warning: One member** (<code>members</code>)\n>\n> Only a.",
  );
});

test("no value ends a block of code, and no text becomes markup, a mention or a link", () => {
  const nasty = "````\n</details><script>alert(1)</script> @everyone [x](https://example.com) **b** | # h";
  const plan = {
    ...planOf([change({ action: "create", key: "</summary>@team`", after: { ip: nasty, master: nasty } })]),
    diagnostics: [{ severity: "warning" as const, summary: nasty, detail: nasty }],
  };
  const shown = markdown(plan, { title: nasty });
  const [fence = ""] = /^`{3,}(?=diff$)/m.exec(shown) ?? [];
  expect(shown.match(new RegExp(`^${fence}`, "gm"))).toHaveLength(2);
  const outside = shown.replace(new RegExp(`^${fence}diff\n[^]*?^${fence}$`, "gm"), "");
  expect(outside.match(/<[^>]*>/g)).toEqual([
    "<details>",
    "<summary>",
    "<code>",
    "</code>",
    "</summary>",
    "</details>",
  ]);
  expect(outside).not.toMatch(/@(?=\w)|:\/\/|[^\\]\*\*b|[^\\]\[x/);
});

test("sensitive values are not in it, and every fold is closed", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      const shown = markdown(plan, { steps: true });
      expect(shown).not.toContain(SECRET);
      expect(shown.match(/<details>/g)?.length).toBe(shown.match(/<\/details>/g)?.length);
    }),
  );
});

test("what is too long for a comment is left out, and the number of what is left out is told", () => {
  const changes = Array.from({ length: 100 }, (_, i) =>
    change({ action: "create", name: `g${i}`, after: { ip: "x".repeat(200) } }),
  );
  const shown = markdown(planOf(changes), { limit: 5000 });
  expect(shown.length).toBeLessThan(5200);
  expect(shown).toContain("**Plan: 100 to add, 0 to change, 0 to destroy.**");
  const left = Number(/_(\d+) more parts/.exec(shown)?.[1]);
  expect(left + (shown.match(/<details>/g)?.length ?? 0)).toBe(100);
});
