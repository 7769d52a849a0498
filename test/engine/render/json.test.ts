import fc from "fast-check";
import { planJson, type PlanJsonOptions } from "../../../lib/engine/render";
import { EMPTY_STATE, putObject, putOutput, sensitivePaths } from "../../../lib/engine/state";
import type { Plan } from "../../../lib/engine/model";
import { schemas } from "../../../lib/resources/schemas";
import { UNKNOWN } from "../../../lib/resources/value";
import { arbitraryPlan, change, planOf, SECRET } from "./plans";

const options: PlanJsonOptions = {
  state: EMPTY_STATE,
  schemas,
  providerAttributes: schemas.provider.attributes,
  config: { providers: new Map(), resources: new Map(), outputs: new Map() },
  timestamp: new Date(0),
};
const json = (plan: Plan, more: Partial<PlanJsonOptions> = {}) =>
  JSON.parse(JSON.stringify(planJson(plan, { ...options, ...more }))) as Record<string, unknown>;

test("sensitive values are marked, and not in it", () => {
  const state = putOutput(
    putObject(EMPTY_STATE, { mode: "managed", type: "foreign", name: "db" }, 'provider["registry.terraform.io/a/b"]', {
      schemaVersion: 0,
      attributes: { user: "u", password: SECRET },
      sensitiveAttributes: sensitivePaths(["password"]),
      dependencies: [],
    }),
    "key",
    { value: SECRET, type: "string", sensitive: true },
  );
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      expect(JSON.stringify(json(plan, { state }))).not.toContain(SECRET);
    }),
  );
  expect(JSON.stringify(json(planOf([]), { state }))).toContain('"sensitive_values":{"password":true}');
});

test("constant credentials of a provider are not in it", () => {
  const body = { cloud: "ionos", token: SECRET };
  const config = { ...options.config, providers: new Map([["ipfailover", { name: "ipfailover", body }]]) };
  const secrets = Object.keys(schemas.provider.attributes).filter(
    (name) => schemas.provider.attributes[name]?.sensitive,
  );
  expect(secrets).toContain("token");
  const { configuration } = json(planOf([]), { config });
  expect(configuration).toMatchObject({
    provider_config: { ipfailover: { expressions: { cloud: { constant_value: "ionos" }, token: {} } } },
  });
  expect(JSON.stringify(configuration)).not.toContain(SECRET);
});

test("what is unknown is left out of the values and marked beside them", () => {
  const after = { ip: "203.0.113.1", id: UNKNOWN, members: { a: { server: UNKNOWN, nic: "n" } }, list: ["x", UNKNOWN] };
  expect(json(planOf([change({ action: "create", after })])).resource_changes).toMatchObject([
    {
      change: {
        after: { ip: "203.0.113.1", members: { a: { nic: "n" } }, list: ["x", null] },
        after_unknown: { id: true, members: { a: { server: true } }, list: [false, true] },
      },
    },
  ]);
});

test("replacements tell their order, deposed objects their name, data sources only what is yet to be read", () => {
  const changes = [
    change({ name: "a", action: "replace", createBeforeDestroy: true, before: {}, replacePaths: [["network"]] }),
    change({ name: "b", action: "replace", before: {} }),
    change({ name: "c", action: "delete", before: {}, after: null, deposed: "0badcafe" }),
    ...(["no-op", "read"] as const).map((action) => ({
      ...change({ action }),
      address: { mode: "data" as const, type: "ipfailover_ip", name: action },
    })),
  ];
  expect(json(planOf(changes)).resource_changes).toMatchObject([
    { address: "data.ipfailover_ip.read", change: { actions: ["read"] } },
    { address: "ipfailover_group.a", change: { actions: ["create", "delete"], replace_paths: [["network"]] } },
    { address: "ipfailover_group.b", change: { actions: ["delete", "create"] } },
    { address: "ipfailover_group.c", deposed: "0badcafe", change: { actions: ["delete"], after: null } },
  ]);
});

test("what is let go without being destroyed is there as such, without its sensitive values", () => {
  const address = { mode: "managed" as const, type: "ipfailover_group", name: "old" };
  const object = { schemaVersion: 0, attributes: { id: "i", key: SECRET }, dependencies: [] };
  const sensitive = { ...object, sensitiveAttributes: sensitivePaths(["key"]) };
  const state = putObject(EMPTY_STATE, address, 'provider["registry.terraform.io/a/b"]', sensitive);
  const made = json({ ...planOf([]), forgotten: [address] }, { state });
  expect(made).toMatchObject({
    applyable: true,
    resource_changes: [
      { provider_name: "registry.terraform.io/a/b", change: { actions: ["forget"], before: { id: "i" }, after: null } },
    ],
  });
  expect(JSON.stringify(made)).not.toContain(SECRET);
});

test("a plan says whether there is anything to apply, and whether it is whole", () => {
  const error = { severity: "error" as const, summary: "s", detail: "d" };
  const drift = [change({ before: {} })];
  expect(json(planOf([]))).toMatchObject({ applyable: false, complete: true, errored: false });
  expect(json(planOf([change({ action: "create" })]))).toMatchObject({ applyable: true });
  expect(json({ ...planOf([]), drift })).toMatchObject({ applyable: false, resource_drift: [{}] });
  expect(json({ ...planOf([]), drift, mode: "refresh-only" })).toMatchObject({ applyable: true });
  expect(json({ ...planOf([change({ action: "create" })]), diagnostics: [error] })).toMatchObject({
    applyable: false,
    complete: false,
    errored: true,
  });
});

test("resources of modules stand in their modules", () => {
  const object = { schemaVersion: 0, attributes: { id: "i" }, dependencies: ["a.b"] };
  const root = putObject(EMPTY_STATE, { mode: "managed", type: "t", name: "n" }, 'provider["h/a/b"]', object);
  const modules = ["module.a", 'module.a.module.b["x.y"]', "module.c[0]"];
  const resources = modules.flatMap((module) => root.resources.map((resource) => ({ ...resource, module })));
  expect(json(planOf([]), { state: { ...root, resources } }).prior_state).toMatchObject({
    values: {
      root_module: {
        child_modules: [
          {
            address: "module.a",
            resources: [{ address: "module.a.t.n", depends_on: ["a.b"] }],
            child_modules: [{ address: 'module.a.module.b["x.y"]', resources: [{}] }],
          },
          { address: "module.c[0]" },
        ],
      },
    },
  });
});
