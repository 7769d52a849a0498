import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { loadPlan, savePlan } from "../../../lib/engine/plan-file";
import { fromPlainJson, toPlainJson } from "../../../lib/engine/plan-file/codec";
import { EMPTY_STATE, getObject, putObject, removeObject, sensitivePaths, type State } from "../../../lib/engine/state";
import type { Plan } from "../../../lib/engine/model";
import { UNKNOWN } from "../../../lib/resources/value";
import { arbitraryPlan, change, planOf, SECRET } from "../render/plans";
import { group, managed, PROVIDER, useFolder } from "../state/fixtures";

const folder = useFolder();
const file = () => path.join(folder(), "plan.bin");
const web = managed("ipfailover_group", "web");
const base: State = { ...putObject(EMPTY_STATE, web, PROVIDER, group("203.0.113.1")), serial: 7, lineage: "l" };
const config = () => ({ directory: folder(), resources: new Map([["a", { body: { ip: "203.0.113.1" } }]]) });

async function saved(plan: Plan, refreshed = base): Promise<void> {
  await savePlan(file(), { result: { plan, state: refreshed }, config: config(), state: base });
}
const loaded = () => loadPlan<Plan>(file());
const document = () => JSON.parse(gunzipSync(readFileSync(file())).toString()) as Record<string, unknown>;

test("a plan comes back as it was, unknown values included, and only its owner can read it", async () => {
  const after = { id: UNKNOWN, members: { "?": 1, a: { "?": { "?": 0 } } }, list: [UNKNOWN, null, 0.5] };
  const plan = { ...planOf([change({ action: "create", after, steps: ["one"] })]), forgotten: [web] };
  await saved(plan);
  const back = await loaded();
  expect(back.plan).toEqual(plan);
  expect(back.plan.changes[0]?.after?.id).toBe(UNKNOWN);
  expect(back.directory).toBe(folder());
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test("any value survives being saved", () => {
  fc.assert(
    fc.property(
      arbitraryPlan,
      fc.dictionary(fc.constantFrom("?", "value", "a"), fc.anything({ maxDepth: 1 })),
      (plan, odd) => {
        const through = (value: unknown) => fromPlainJson(JSON.parse(JSON.stringify(toPlainJson(value))));
        expect(through(plan)).toEqual(plan);
        const json = JSON.parse(JSON.stringify(odd)) as object;
        expect(through(json)).toEqual(json);
      },
    ),
  );
});

test("sensitive values are not in the file, and are unknown to whoever loads it", async () => {
  const plan: Plan = {
    ...planOf([
      change({ before: { token: SECRET, ip: "a" }, after: { token: SECRET, ip: "b" }, sensitive: ["token"] }),
    ]),
    drift: [change({ before: { token: SECRET }, after: { token: SECRET }, sensitive: ["token"] })],
    outputs: [{ name: "key", action: "create", before: null, after: SECRET, sensitive: true }],
  };
  const object = { ...group("203.0.113.2"), private: SECRET, sensitiveAttributes: sensitivePaths(["id"]) };
  await saved(plan, putObject(base, web, PROVIDER, { ...object, attributes: { ...object.attributes, id: SECRET } }));
  expect(JSON.stringify(document())).not.toContain(SECRET);
  const back = await loaded();
  expect(back.plan.changes[0]).toMatchObject({ before: { ip: "a" }, after: { ip: "b", token: UNKNOWN } });
  expect(back.plan.outputs[0]?.after).toBe(UNKNOWN);
  back.refuseIfStale(base, config());
  expect(getObject(back.state, web)?.attributes).toMatchObject({ ip: "203.0.113.2", id: "g-203.0.113.1" });
});

test("credentials of the configuration are not in the file", async () => {
  const secret = { ...config(), providers: new Map([["ipfailover", { body: { token: SECRET } }]]) };
  await savePlan(file(), { result: { plan: planOf([]), state: base }, config: secret, state: base });
  expect(JSON.stringify(document())).not.toContain(SECRET);
});

test("what reading found comes back on the state that it was found with", async () => {
  const other = managed("ipfailover_group", "other");
  const moved = putObject(removeObject(base, web), other, PROVIDER, group("203.0.113.9"));
  await saved(planOf([]), moved);
  const back = await loaded();
  expect(() => back.state).toThrow("must be compared with the state file");
  back.refuseIfStale(base, config());
  expect(back.state).toEqual(moved);
});

test.each<[string, Partial<State>, object, RegExp]>([
  ["the state has changed", { serial: 8 }, {}, /serial 7 and has serial 8 now/],
  ["the state is another one", { lineage: "x" }, {}, /made from another state/],
  [
    "the configuration has changed",
    {},
    { resources: new Map([["a", { body: { ip: "203.0.113.2" } }]]) },
    /configuration or a variable/,
  ],
])("a plan is refused when %s", async (_, state, changed, message) => {
  await saved(planOf([]));
  const back = await loaded();
  expect(() => back.refuseIfStale({ ...base, ...state }, { ...config(), ...changed })).toThrow(message);
  expect(() => back.refuseIfStale({ ...base, ...state }, { ...config(), ...changed })).toThrow("Make a new plan.");
  expect(() => back.refuseIfStale(base, { ...config(), directory: "/elsewhere" })).not.toThrow();
});

test("a plan of another version of the tool is refused, with what to do", async () => {
  await saved(planOf([]));
  writeFileSync(file(), gzipSync(JSON.stringify({ ...document(), tool: "99.0.0" })));
  await expect(loaded()).rejects.toThrow(/made by version 99\.0\.0 of this tool.*make a new plan/);
});

test.each([
  ["a zip, as Terraform's plans are", Buffer.from("PK\u0003\u0004")],
  ["text", Buffer.from("{}")],
  ["other compressed JSON", gzipSync("{}")],
  ["compressed null", gzipSync("null")],
])("%s is no plan", async (_, bytes) => {
  writeFileSync(file(), bytes);
  await expect(loaded()).rejects.toThrow(`${file()}: it is no plan that this tool saved`);
});

test("a missing plan and a folder that cannot be written are told by name", async () => {
  await expect(loaded()).rejects.toThrow("there is no such file");
  const nowhere = path.join(folder(), "missing", "plan.bin");
  await expect(
    savePlan(nowhere, { result: { plan: planOf([]), state: base }, config: config(), state: base }),
  ).rejects.toThrow(`Plan cannot be saved: ${nowhere}`);
});
