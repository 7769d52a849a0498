/** Our renderings of plans beside those of the real Terraform. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { planJson, type PlanJsonOptions, renderPlanText, type Schemas } from "../../../lib/engine/render";
import { EMPTY_STATE } from "../../../lib/engine/state";
import { decodeState } from "../../../lib/engine/state/decode";
import { buildProvider, type Built, FakeStack } from "../../provider/fake/stack";
import { thingDataSchema, thingSchema } from "../../provider/fake/schemas";
import { describeWithTerraform, Workspace } from "../../support/terraform";
import { type TerraformPlan, toPlan } from "./terraform-plan";

const NO_SCHEMAS: Schemas = { resources: {}, dataSources: {} };
const THINGS: Schemas = {
  resources: { ipfailover_thing: thingSchema },
  dataSources: { ipfailover_thing: thingDataSchema },
};

/** What stands below the sentences that name the tool. */
function changesIn(text: string): string {
  const start = text.search(/^ {2}# |^Changes to Outputs:/m);
  return (start < 0 ? text : text.slice(start)).trimEnd();
}

async function showPlan(workspace: Workspace): Promise<{ readonly text: string; readonly json: TerraformPlan }> {
  await workspace.succeed(["plan", "-no-color", "-out=plan.bin"]);
  const text = await workspace.succeed(["show", "-no-color", "plan.bin"]);
  const json = await workspace.succeed(["show", "-json", "plan.bin"]);
  return { text, json: JSON.parse(json) as TerraformPlan };
}

function ours(json: TerraformPlan, schemas: Schemas): string {
  return changesIn(renderPlanText(toPlan(json), schemas, { color: false }));
}

const BEFORE = {
  resource: {
    terraform_data: {
      upd: {
        input: {
          a: 1,
          b: "x",
          c: [1, 2, 3, 4, 5],
          d: { e: "f", g: "h", i: "j" },
          n: null,
          l: [{ x: 1, y: 2 }, { x: 3 }],
          multi: "a\nb\nc\n",
          "not an identifier": 0.25,
        },
      },
      rep: { input: "one", triggers_replace: "r1" },
      cbd: { input: "one", triggers_replace: ["r1"], lifecycle: { create_before_destroy: true } },
      gone: { for_each: { a: "1", b: "2" }, input: "${each.value}" },
      counted: { count: 2, input: ["${count.index}"] },
      null_to_text: {},
      text_to_null: { input: "x" },
      kind: { input: "text" },
      swapped: { input: ["a", "b", "c", { x: 1 }, "d"] },
      same: { input: "s" },
      removed: { input: { deep: [{ er: true }] } },
      dropped_lines: { input: "1\n2" },
    },
  },
  output: {
    o: { value: "${terraform_data.upd.output.a}" },
    map: { value: { a: "x", b: ["p", "q", "r", "s", "t"], c: { d: 1, e: 2 } } },
    gone: { value: "g" },
    same: { value: "g" },
    sec: { value: "x", sensitive: true },
  },
};

const AFTER = {
  resource: {
    terraform_data: {
      upd: {
        input: {
          a: 2,
          b: "x",
          c: [1, 3, 4, 9, 5],
          d: { e: "f", g: "hh", k: "j" },
          n: "nn",
          l: [{ x: 1, y: 3 }, { x: 3 }],
          multi: "a\nB\nc\n",
          "not an identifier": 0.5,
        },
      },
      rep: { input: "two", triggers_replace: "r2" },
      cbd: { input: "one", triggers_replace: ["r2"], lifecycle: { create_before_destroy: true } },
      gone: { for_each: { a: "1" }, input: "${each.value}" },
      counted: { count: 1, input: ["${count.index}"] },
      null_to_text: { input: "x" },
      text_to_null: {},
      kind: { input: ["list"] },
      swapped: { input: ["c", "a", "b", "d", { x: 1 }] },
      same: { input: "s" },
      added: { input: { deep: [{ er: true }], empty: {}, none: [] }, depends_on: ["terraform_data.same"] },
    },
  },
  output: {
    o: { value: "${terraform_data.upd.output.a}" },
    new: { value: "${terraform_data.rep.id}" },
    map: { value: { a: "y", b: ["p", "r", "s", "t"], c: { d: 1, e: 3 } } },
    same: { value: "g" },
    sec: { value: "y", sensitive: true },
  },
};

function without(object: object, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/**
 * Without the fields that policy tools do not read, and without what Terraform knows of the types of unknown values: a
 * sensitivity for each place in a list that does not exist yet.
 */
function comparable(plan: object): Record<string, unknown> {
  const text = JSON.stringify(plan, (key, value: unknown) => {
    // Terraform's prior state has the outputs of the new configuration already.
    if (key === "prior_state") return without(value as object, "values");
    if (typeof value !== "object" || value === null) return value;
    const { values, after, sensitive_values, after_sensitive } = value as Record<string, object | undefined>;
    const unknown = (known: object, marks: object) => Object.keys(marks).filter((name) => !(name in known));
    if (values && sensitive_values) {
      return { ...value, sensitive_values: without(sensitive_values, ...unknown(values, sensitive_values)) };
    }
    if (after && after_sensitive) {
      return { ...value, after_sensitive: without(after_sensitive, ...unknown(after, after_sensitive)) };
    }
    return value;
  });
  return without(JSON.parse(text) as object, "relevant_attributes", "timestamp");
}

function rootModule({ prior_state }: Readonly<Record<string, unknown>>): unknown {
  return (prior_state as { values: { root_module: unknown } }).values.root_module;
}

const NO_STATE = {
  state: EMPTY_STATE,
  providerAttributes: {},
  config: { providers: new Map(), resources: new Map(), outputs: new Map() },
  timestamp: new Date(0),
} satisfies Partial<PlanJsonOptions>;

describeWithTerraform("a plan beside Terraform's own rendering", (tool) => {
  let workspace: Workspace;
  beforeEach(() => void (workspace = new Workspace(tool)));
  afterEach(() => workspace.remove());

  test("creations look alike", async () => {
    workspace.write("main.tf.json", BEFORE);
    await workspace.succeed(["init", "-no-color"]);
    const { text, json } = await showPlan(workspace);
    expect(ours(json, NO_SCHEMAS)).toBe(changesIn(text));
  });

  test("updates, replacements, destructions and outputs look alike", async () => {
    workspace.write("main.tf.json", BEFORE);
    await workspace.succeed(["init", "-no-color"]);
    await workspace.succeed(["apply", "-no-color", "-auto-approve"]);
    workspace.write("main.tf.json", AFTER);
    const { text, json } = await showPlan(workspace);
    // Terraform says it of attributes that have a type, and terraform_data's have none.
    expect(ours(json, NO_SCHEMAS)).toContain('~ triggers_replace = "r1" -> "r2" # forces replacement');
    expect(ours(json, NO_SCHEMAS).replaceAll(" # forces replacement", "")).toBe(changesIn(text));
  });

  test("moves and imports look alike", async () => {
    const stay = { input: "x" };
    workspace.write("main.tf.json", { resource: { terraform_data: { a: stay, b: stay, c: stay } } });
    await workspace.succeed(["init", "-no-color"]);
    await workspace.succeed(["apply", "-no-color", "-auto-approve"]);
    const data = { a2: stay, b2: { input: "y" }, c: stay, imported: { input: "i" }, imported_as_is: {} };
    workspace.write("main.tf.json", {
      resource: { terraform_data: data },
      moved: [
        { from: "terraform_data.a", to: "terraform_data.a2" },
        { from: "terraform_data.b", to: "terraform_data.b2" },
      ],
      import: [
        { to: "terraform_data.imported", id: "one" },
        { to: "terraform_data.imported_as_is", id: "two" },
      ],
    });
    const { text, json } = await showPlan(workspace);
    expect(changesIn(text)).toContain("# terraform_data.a has moved to terraform_data.a2\n");
    expect(changesIn(text)).toContain("Plan: 2 to import,");
    expect(ours(json, NO_SCHEMAS)).toBe(changesIn(text));
    const made = planJson(toPlan(json), { ...NO_STATE, schemas: NO_SCHEMAS });
    const named = (plan: object) => JSON.stringify(plan).match(/"(previous_address|importing)":("[^"]*"|\{[^}]*\})/g);
    expect(named(made)).toEqual(named(json));
  });

  test("the JSON says the same, field by field", async () => {
    const after = { ...AFTER, output: without(AFTER.output, "sec") };
    workspace.write("main.tf.json", { ...BEFORE, output: without(BEFORE.output, "sec") });
    await workspace.succeed(["init", "-no-color"]);
    await workspace.succeed(["apply", "-no-color", "-auto-approve"]);
    workspace.write("main.tf.json", after);
    const { json } = await showPlan(workspace);
    const file = path.join(workspace.dir, "terraform.tfstate");
    const made = planJson(toPlan(json), {
      state: decodeState(readFileSync(file, "utf8"), file),
      schemas: NO_SCHEMAS,
      providerAttributes: {},
      config: configOf(after),
      timestamp: new Date("2026-01-02T03:04:05.678Z"),
    });
    expect(made.timestamp).toBe("2026-01-02T03:04:05Z");
    const [theirs, ours] = [comparable(json), comparable(made)];
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    expect(rootModule(made)).toEqual(rootModule(json));
    for (const field of Object.keys(theirs)) expect({ [field]: ours[field] }).toEqual({ [field]: theirs[field] });
  });
});

function configOf({ resource, output }: { resource: { terraform_data: object }; output: object }) {
  const address = 'provider["terraform.io/builtin/terraform"]';
  const resources = Object.entries(resource.terraform_data).map(([name, attributes]) => {
    const { count, for_each, depends_on, ...rest } = attributes as Record<string, unknown>;
    const body = without(rest, "lifecycle");
    const id = `terraform_data.${name}`;
    const common = { id, mode: "managed" as const, type: "terraform_data", name, body };
    const repeated = {
      ...(count !== undefined && { count: { json: count } }),
      ...(for_each !== undefined && { forEach: { json: for_each } }),
    };
    const dependsOn = (depends_on ?? []) as string[];
    return [id, { ...common, ...repeated, dependsOn, provider: "terraform", providerAddress: address }] as const;
  });
  const outputs = Object.entries(output).map(([name, { value }]: [string, { value: unknown }]) => {
    return [name, { value: { json: value }, sensitive: false, dependsOn: [] }] as const;
  });
  const providers = new Map([["terraform", { name: "terraform", body: {} }]]);
  return { providers, resources: new Map(resources), outputs: new Map(outputs) };
}

describeWithTerraform("a plan with every type of attribute of a schema", (tool) => {
  let built: Built;
  let stack: FakeStack;
  beforeAll(async () => void (built = await buildProvider()));
  afterAll(() => built.remove());
  beforeEach(() => void (stack = new FakeStack(tool, built.bundle)));
  afterEach(() => stack.remove());

  const full = {
    text: "first\nsecond",
    size: 3,
    enabled: true,
    location: "de/fra",
    secret: "hidden",
    tags: ["a", "b", "c"],
    labels: { one: "1", "t w o": "2" },
    groups: { g: ["x", "y"], h: [] },
    network: { lan_id: "1", note: "n" },
    members: { a: { server: "s1", priority: 100 }, b: { server: "s2" }, c: { server: "s3" } },
    rules: [{ port: 80 }, { port: 443, protocol: "udp" }, { port: 8080 }],
    timeouts: { create: "10m" },
  };

  async function compare(attributes: object): Promise<void> {
    stack.thing({ ...attributes });
    const { text, json } = await showPlan(stack);
    expect(ours(json, THINGS)).toBe(changesIn(text));
  }

  test("looks alike when it is created, changed, replaced and destroyed", async () => {
    stack.thing(full);
    await stack.init();
    await compare(full);
    await stack.apply();

    await compare({
      ...full,
      text: "first\n2nd",
      size: 4,
      enabled: null,
      secret: "other",
      tags: ["a", "c", "d"],
      labels: { one: "11", three: "3" },
      groups: { g: ["y"], i: ["z"] },
      network: { lan_id: "2" },
      members: { a: { server: "s1", priority: 50 }, c: { server: "s3" }, d: { server: "s4" } },
      rules: [{ port: 80 }, { port: 444, protocol: "udp" }],
      timeouts: { update: "5m" },
    });
    await compare({ name: "web", location: "de/txl" });
    await compare({ location: "de/fra", network: null, timeouts: null });
    stack.configure({});
    const { text, json } = await showPlan(stack);
    expect(ours(json, THINGS)).toBe(changesIn(text));
  });
});
