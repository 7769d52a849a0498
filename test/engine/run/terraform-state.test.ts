/** One stack, carried out by Terraform and by the engine: both state files must say the same, and each takes over. */
import { copyFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { describeWithTerraform, type Tool, Workspace } from "../../support/terraform";
import { actions, removeWorkspaces, type StateFile, workspace } from "./workspace";

afterEach(removeWorkspaces);

// What creates first refers to all instances of what it needs. Where it names one instance, Terraform 1.11 marks only that
// one while applying, and the others at the next plan; the engine marks them all at once.
const STACK = {
  variable: { secret: { default: "hush", sensitive: true } },
  locals: { names: ["x", "y"], suffix: "${terraform_data.plain.output.n}" },
  resource: {
    terraform_data: {
      plain: {
        input: { n: 1, list: ["a", true, null], nested: { deep: "${local.names}" } },
        triggers_replace: ["q", 2],
        provisioner: [{ "local-exec": { command: "true" } }],
      },
      counted: { count: 2, input: "${terraform_data.plain.id}-${count.index}-${local.suffix}" },
      keyed: {
        for_each: "${toset(local.names)}",
        input: "${each.key}",
        triggers_replace: "${terraform_data.counted[*].output}",
      },
      first: { input: "${[for k, v in terraform_data.keyed : v.output]}", lifecycle: { create_before_destroy: true } },
      secret: { input: { password: "${var.secret}", user: "me", list: ["${var.secret}"] } },
      typed: { input: '${tomap({a = "1"})}', triggers_replace: '${toset(["b", "a"])}' },
      empty: {},
      waits: { depends_on: ["terraform_data.empty"] },
      alone: { count: 1 },
    },
  },
  output: {
    text: { value: "${terraform_data.plain.output.n}" },
    tuple: { value: "${terraform_data.counted[*].input}" },
    object: { value: "${{for k, v in terraform_data.keyed : k => v.input}}" },
    map: { value: "${terraform_data.typed.output}" },
    nothing: { value: null },
    secret: { value: "${terraform_data.secret.output.password}", sensitive: true },
    waiting: { value: "done", depends_on: ["terraform_data.waits"] },
  },
};

/** Ids differ with each run, and with them what is made of them: named in the order in which they turn up. */
function withoutIds(state: StateFile): unknown {
  const { outputs, resources } = state;
  const checks = (state as { check_results?: unknown }).check_results;
  const ids = state.resources.flatMap(({ type, name, instances }) =>
    instances.map((instance) => [
      (instance.attributes as { id: string }).id,
      `<${type}.${name}[${String(instance.index_key as string)}]>`,
    ]),
  );
  const text = ids.reduce(
    (all, [id, name]) => all.replaceAll(id!, name!.replaceAll('"', "")),
    JSON.stringify({ outputs, resources, checks }),
  );
  // Terraform writes sensitive paths in no particular order.
  return JSON.parse(text, (name, value: unknown) =>
    name === "sensitive_attributes" ? new Set((value as object[][]).map(pathText)) : value,
  );
}

function pathText(path: readonly object[]): string {
  const sorted = (part: unknown): unknown =>
    typeof part === "object" && part !== null
      ? Object.entries(part)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, value]) => [key, sorted(value)])
      : part;
  return JSON.stringify(path.map(sorted));
}

async function terraformStack(tool: Tool, stack: object): Promise<Workspace> {
  const theirs = new Workspace(tool);
  theirs.write("cdk.tf.json", stack);
  await theirs.succeed(["init"]);
  return theirs;
}

const stateOf = (stack: Workspace) => path.join(stack.dir, "terraform.tfstate");
const readTheirs = (stack: Workspace) => JSON.parse(readFileSync(stateOf(stack), "utf8")) as StateFile;

describeWithTerraform("a state file", (tool) => {
  test("says field by field what Terraform's says of the same stack", async () => {
    const theirs = await terraformStack(tool, STACK);
    try {
      await theirs.succeed(["apply", "-auto-approve"]);
      const ours = workspace(STACK);
      const { applied } = await ours.apply();
      expect(applied.diagnostics).toEqual([]);
      expect(withoutIds(ours.readState())).toEqual(withoutIds(readTheirs(theirs)));
    } finally {
      theirs.remove();
    }
  });

  test("of the engine's is taken over by Terraform without changes, and the other way round", async () => {
    const theirs = await terraformStack(tool, STACK);
    try {
      const ours = workspace(STACK);
      await ours.apply();
      copyFileSync(ours.stateFile, stateOf(theirs));
      const taken = await theirs.run(["plan", "-detailed-exitcode"]);
      expect(taken.stdout).toContain("No changes.");
      expect(taken.code).toBe(0);

      await theirs.succeed(["apply", "-auto-approve", "-replace=terraform_data.plain"]);
      copyFileSync(stateOf(theirs), ours.stateFile);
      const { plan, applicable } = await ours.plan();
      expect(plan.diagnostics).toEqual([]);
      expect(actions(plan)).toEqual({});
      expect(applicable).toBe(false);
    } finally {
      theirs.remove();
    }
  });

  test.each([
    ["an input", { plain: { input: { n: 2 } } }],
    ["a trigger", { plain: { triggers_replace: ["r"] } }],
    ["the number of instances", { counted: { count: 1 } }],
    ["the keys of instances", { keyed: { for_each: '${toset(["x", "z"])}' } }],
    ["several for a single one", { waits: { count: 2 } }],
    ["a single one for several", { alone: { count: undefined } }],
    ["the input of what creates first", { first: { input: "other", triggers_replace: "x" } }],
  ])("is planned as by Terraform after a change to %s", async (_what, change: Record<string, object>) => {
    const changed: Record<string, object> = { ...STACK.resource.terraform_data };
    for (const [name, part] of Object.entries(change)) changed[name] = { ...changed[name], ...part };
    const base = { variable: STACK.variable, locals: STACK.locals, resource: STACK.resource };
    const theirs = await terraformStack(tool, base);
    try {
      const ours = workspace(base);
      await ours.apply();
      copyFileSync(ours.stateFile, stateOf(theirs));
      const next = { ...base, resource: { terraform_data: changed } };
      theirs.write("cdk.tf.json", next);
      ours.write(next);
      await theirs.succeed(["plan", "-out=plan"]);
      const shown = JSON.parse(await theirs.succeed(["show", "-json", "plan"])) as {
        resource_changes: { address: string; action_reason?: string; change: { actions: string[] } }[];
      };
      const words: Record<string, string> = { "delete create": "replace", "create delete": "replace" };
      const expected = shown.resource_changes
        .filter(({ change: { actions: list } }) => list.join() !== "no-op")
        .map(({ address, action_reason: reason, change: { actions: list } }) => [
          address,
          words[list.join(" ")] ?? list.join(" "),
          reason,
          list.join(" ") === "create delete",
        ]);
      const { plan } = await ours.plan();
      const found = plan.changes
        .filter(({ action }) => action !== "no-op")
        .map(({ address: { type, name, key }, action, reason, createBeforeDestroy }) => [
          `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
          action,
          reason,
          action === "replace" && createBeforeDestroy,
        ]);
      expect(new Set(found.map((row) => JSON.stringify(row)))).toEqual(
        new Set(expected.map((row) => JSON.stringify(row))),
      );

      await theirs.succeed(["apply", "plan"]);
      const { applied } = await ours.apply();
      expect(applied.diagnostics).toEqual([]);
      expect(withoutIds(ours.readState())).toEqual(withoutIds(readTheirs(theirs)));
    } finally {
      theirs.remove();
    }
  });
});
