/** Front-ends, bindings and the activation that comes after them, as a run of Terraform or the engine applies them. */
import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import { configOf, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { BINDING, bindingConfig, closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import { BASE, LB } from "./support";

afterEach(closeEverything);

const ACTIVATION = "ipfailover_load_balancer_activation";

interface Stack {
  readonly frontends: readonly ObjectValue[];
  readonly bindings?: readonly ObjectValue[];
}

type States = ReadonlyMap<string, ObjectValue>;

/** Applies front-ends and bindings side by side and then the activation. Returns the states and what was said. */
async function applyStack(session: Session, { frontends, bindings = [] }: Stack, states: States = new Map()) {
  const next = new Map(states);
  const said: string[] = [];
  async function apply(type: string, name: string, values: ObjectValue) {
    const config = { ...values, goes_live: "with-activation" };
    const prior = states.get(name);
    const seen = prior ? (await session.read(type, prior, never)).state : null;
    const outcome = await tryApply(session, type, seen, config, never, name);
    said.push(...errorsOf(outcome), ...warningsOf(outcome));
    if (outcome.state) next.set(name, outcome.state);
  }
  await Promise.all([
    ...frontends.map((values, i) => apply(FRONTEND, `frontend[${i}]`, values)),
    ...bindings.map((values, i) => apply(BINDING, `binding[${i}]`, values)),
  ]);
  const triggers = Object.fromEntries(
    [...next].filter(([name]) => name !== "activation").map(([name, state]) => [name, state.revision ?? null]),
  );
  const config = configOf(ACTIVATION, { load_balancer: LB, triggers });
  const prior = states.get("activation");
  const seen = prior ? (await session.read(ACTIVATION, prior, never)).state : null;
  const outcome = await tryApply(session, ACTIVATION, seen, config, never, "activation");
  said.push(...errorsOf(outcome), ...warningsOf(outcome));
  if (outcome.state) next.set("activation", outcome.state);
  return { states: next, said, config };
}

const twenty = (farmId: number, values: ObjectValue = {}) =>
  Array.from({ length: 20 }, (_, i) => frontendConfig({ port: String(2000 + i), default_farm_id: farmId, ...values }));

it("makes twenty front-ends live with one refresh, as often as they are changed, and none when they are not", async () => {
  const place = await startPlace({ settleMs: 20 });
  const { farmId, refreshes, live, simulator } = place;
  const session = place.open();
  const made = await applyStack(session, { frontends: twenty(farmId) });
  expect([made.said, refreshes(), live()]).toEqual([[], [{}], { gra: 21, rbx: 21 }]);
  const changed = await applyStack(session, { frontends: twenty(farmId, { disabled: true }) }, made.states);
  expect([changed.said, refreshes().length, live()]).toEqual([[], 2, { gra: 1, rbx: 1 }]);
  simulator.clearJournal();
  const again = await applyStack(place.open(), { frontends: twenty(farmId, { disabled: true }) }, changed.states);
  expect([...again.states]).toEqual([...changed.states]);
  expect(simulator.journal.filter(({ method }) => method !== "GET")).toEqual([]);
});

it("serves an address that was moved in the same run, in every zone and with one refresh", async () => {
  const place = await startPlace();
  const { scene, farmId, refreshes, answersOn, first } = place;
  const [own, shared] = [scene.ip(), scene.ip()];
  const { states, said } = await applyStack(place.open(), {
    frontends: [frontendConfig({ port: "2000", zone: "gra", default_farm_id: farmId, dedicated_ips: [own] })],
    bindings: [bindingConfig({ ips: [shared] })],
  });
  expect(said.filter((text) => !text.includes("To silence this"))).toEqual([]);
  expect(refreshes()).toEqual([{}]);
  expect(answersOn(states.get("frontend[0]")?.frontend_id)).toEqual([own]);
  for (const zone of ["gra", "rbx"]) expect(answersOn(first, zone)).toContain(shared);
});

it("knows after a crash that an address was moved, although nothing is pending", async () => {
  const place = await startPlace();
  const { scene, first, answersOn, refreshes } = place;
  const ip = scene.ip();
  const bound = await tryApply(place.open(), BINDING, null, bindingConfig({ ips: [ip], goes_live: "with-activation" }));
  // … and here the process ended. Another one goes on.
  const states = new Map([["binding[0]", bound.state!]]);
  const { said } = await applyStack(place.open(), { frontends: [], bindings: [bindingConfig({ ips: [ip] })] }, states);
  expect(said.filter((text) => !text.includes("To silence this"))).toEqual([]);
  expect(refreshes()).toEqual([{}]);
  for (const zone of ["gra", "rbx"]) expect(answersOn(first, zone)).toContain(ip);
});

it("waits for the route that is made after its front-end: nothing of the run is refused", async () => {
  const place = await startPlace();
  const { scene, refreshes, live } = place;
  const session = place.open();
  const config = frontendConfig({ port: "2000", goes_live: "with-activation" });
  const web = await tryApply(session, FRONTEND, null, config, never, "frontend[0]");
  expect(errorsOf(web)).toEqual([]);
  const action = { type: "redirect", target: "https://example.com" };
  const route = { frontendId: web.state?.frontend_id, action };
  const { routeId } = scene.call("POST", `${BASE}/http/route`, route) as { routeId: number };
  scene.call("POST", `${BASE}/http/route/${routeId}/rule`, { field: "host", match: "is", pattern: "example.com" });
  const { said } = await applyStack(session, { frontends: [config] }, new Map([["frontend[0]", web.state!]]));
  expect([said, refreshes(), live()]).toEqual([[], [{}], { gra: 2, rbx: 2 }]);
});

it("goes live by itself when a front-end is destroyed, after the activation has gone", async () => {
  const place = await startPlace();
  const { farmId, refreshes, live } = place;
  const session = place.open();
  const { states } = await applyStack(session, { frontends: twenty(farmId) });
  const destroy = (type: string, name: string) =>
    session.apply(type, { prior: states.get(name) ?? null, planned: null, config: null }, never);
  expect((await destroy(ACTIVATION, "activation")).diagnostics).toEqual([]);
  const outcomes = await Promise.all(twenty(farmId).map((_, i) => destroy(FRONTEND, `frontend[${i}]`)));
  expect(outcomes).toEqual(Array(20).fill({ state: null, diagnostics: [] }));
  expect([refreshes().length, live()]).toEqual([2, { gra: 1, rbx: 1 }]);
});

it("tries again by itself what could not go live, once it can", async () => {
  const place = await startPlace();
  const { scene, live } = place;
  const session = place.open();
  const config = frontendConfig({ port: "2000", default_farm_id: null });
  const web = await tryApply(session, FRONTEND, null, config);
  expect([errorsOf(web), warningsOf(web)]).toEqual([[], [expect.stringContaining("has no default farm")]]);
  expect(web.state).toMatchObject({ live: false });
  scene.call("PUT", `${BASE}/http/frontend/${web.state?.frontend_id as number}`, {
    redirectLocation: "https://example.com",
  });
  const wanted = { ...config, redirect_location: "https://example.com" };
  const { state, changed } = await replan(session, FRONTEND, web.state!, wanted);
  expect(changed).toBe(true);
  expect(await tryApply(session, FRONTEND, state, wanted)).toMatchObject({ state: { live: true }, diagnostics: [] });
  expect(live()).toEqual({ gra: 2, rbx: 2 });
});
