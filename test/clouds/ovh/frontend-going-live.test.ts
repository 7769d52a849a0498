import { createClock } from "../../../lib/simulator";
import { textOf, UNKNOWN } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, configOf, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { BINDING, bindingConfig, closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import type { Place } from "./frontend-support";
import { BASE, LB } from "./support";

afterEach(closeEverything);

const ACTIVATION = "ipfailover_load_balancer_activation";
const web = ({ farmId }: Place, values: ObjectValue = {}) =>
  frontendConfig({ port: "443", default_farm_id: farmId, ...values });
const on = (id: unknown) => ({ frontend: { protocol: "http", id: textOf(id as number) } });

describe("a refresh that was cut off", () => {
  it("after a change is made by the next run, which the plan shows, and by none after that", async () => {
    const place = await startPlace();
    const state = await applyConfig(place.open(), FRONTEND, null, web(place));
    const config = web(place, { port: "8443" });
    // As a run that was killed between its PUT and its refresh.
    place.put("http", state?.frontend_id, { port: "8443" });
    const session = place.open();
    const plan = await replan(session, FRONTEND, state!, config);
    expect([plan.changed, plan.state?.live, plan.planned?.live]).toEqual([true, false, UNKNOWN]);
    expect(place.applied("http", state?.frontend_id)?.port).toBe("443");
    const repaired = await applyConfig(session, FRONTEND, plan.state, config);
    expect(repaired).toMatchObject({ live: true, revision: state?.revision });
    expect(place.applied("http", state?.frontend_id)?.port).toBe("8443");
    expect(await replan(session, FRONTEND, repaired!, config)).toMatchObject({ changed: false });
    expect(place.sent("PUT", /frontend/)).toEqual([]);
  });

  it("after a deletion is made by destroying once more", async () => {
    const place = await startPlace();
    const state = await applyConfig(place.open(), FRONTEND, null, web(place));
    place.scene.call("DELETE", `${BASE}/http/frontend/${textOf(state?.frontend_id)}`);
    const session = place.open();
    const { state: seen } = await session.read(FRONTEND, state!, never);
    expect(seen).toMatchObject({ id: state?.id, frontend_id: null, live: false });
    expect(place.answersOn(state?.frontend_id)).toBeDefined();
    expect(await tryApply(session, FRONTEND, seen, null)).toEqual({ state: null, diagnostics: [] });
    expect(place.answersOn(state?.frontend_id)).toBeUndefined();
    expect((await place.open().read(FRONTEND, state!, never)).state).toBeNull();
  });

  it("after a deletion, with the front-end still wanted, makes another one in its place", async () => {
    const place = await startPlace();
    const state = await applyConfig(place.open(), FRONTEND, null, web(place));
    place.scene.call("DELETE", `${BASE}/http/frontend/${textOf(state?.frontend_id)}`);
    const session = place.open();
    const plan = await replan(session, FRONTEND, state!, web(place));
    expect([plan.replace, plan.planned?.id, plan.planned?.frontend_id]).toEqual([[["frontend_id"]], UNKNOWN, UNKNOWN]);
    await applyConfig(session, FRONTEND, plan.state, null);
    const next = await applyConfig(session, FRONTEND, null, web(place));
    expect(place.answersOn(next?.frontend_id)).toBeDefined();
    expect(place.answersOn(state?.frontend_id)).toBeUndefined();
  });

  it("after an address was taken off a front-end is made by the next run", async () => {
    const place = await startPlace();
    const [one, two] = [place.scene.ip({ routedTo: LB }), place.scene.ip({ routedTo: LB })];
    const config = (ips: readonly string[]) => bindingConfig({ ips, ...on(place.first) });
    const state = await applyConfig(place.open(), BINDING, null, config([one, two]));
    place.put("http", place.first, { dedicatedIpfo: [one] });
    const session = place.open();
    const plan = await replan(session, BINDING, state!, config([one]));
    expect([plan.changed, plan.state?.live, plan.state?.ips]).toEqual([true, false, [one]]);
    await applyConfig(session, BINDING, plan.state, config([one]));
    expect(place.answersOn(place.first)).toEqual([one]);
  });

  it("is not suspected where somebody else left changes pending", async () => {
    const place = await startPlace();
    const [frontend, binding] = [web(place), bindingConfig({ ips: [place.scene.ip()] })];
    const made = await applyConfig(place.open(), FRONTEND, null, frontend);
    const tied = await applyConfig(place.open(), BINDING, null, binding);
    place.put("http", place.first, { displayName: "half done" });
    const session = place.open();
    expect(await replan(session, FRONTEND, made!, frontend)).toMatchObject({ changed: false });
    expect(await replan(session, BINDING, tied!, binding)).toMatchObject({ changed: false });
  });
});

describe("a refresh that is not possible", () => {
  it("because the route comes later is a warning at create, and made up for by the next run", async () => {
    const place = await startPlace();
    const config = web(place, { default_farm_id: null });
    const outcome = await tryApply(place.open(), FRONTEND, null, config);
    const id = outcome.state?.frontend_id;
    expect(errorsOf(outcome)).toEqual([]);
    expect(warningsOf(outcome)).toEqual([
      expect.stringContaining(`http front-end ${textOf(id)} of ${LB} has no default farm`),
    ]);
    expect(outcome.state).toMatchObject({ live: false });
    place.scene.call("POST", `${BASE}/http/route`, { frontendId: id, action: { type: "farm", target: "1" } });
    const [route] = place.simulator.state().services[LB]
      ? (place.scene.call("GET", `${BASE}/http/route`) as number[])
      : [];
    place.scene.call("POST", `${BASE}/http/route/${route}/rule`, { field: "host", match: "is", pattern: "a.example" });
    const session = place.open();
    const plan = await replan(session, FRONTEND, outcome.state!, config);
    expect(plan.changed).toBe(true);
    const state = await applyConfig(session, FRONTEND, plan.state, config);
    expect(state).toMatchObject({ live: true, revision: outcome.state?.revision });
    expect(place.answersOn(id)).toBeDefined();
  });

  it("is told once for all who wait for it", async () => {
    const place = await startPlace();
    place.write({ defaultFarmId: null });
    const session = place.open();
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        tryApply(session, FRONTEND, null, web(place, { port: String(3000 + i) }), never, `web[${i}]`),
      ),
    );
    const told = (outcomes: typeof made, words: string) => {
      const warnings = outcomes.flatMap(warningsOf);
      expect(warnings[0]).toContain(words);
      // Who comes late on a busy machine waits for another one.
      expect(warnings.length).toBeLessThan(4);
    };
    told(made, "what was created is stored and not live");
    expect(made.map(({ state }) => state?.live)).toEqual([false, false, false, false, false]);
    const gone = await Promise.all(made.map(({ state }) => tryApply(session, FRONTEND, state, null)));
    told(gone, "what was deleted is still live");
  });

  it("because its task fails is an error of a change, whose values are recorded, and tried again", async () => {
    const place = await startPlace();
    const session = place.open();
    const state = await applyConfig(session, FRONTEND, null, web(place));
    const config = web(place, { port: "8443" });
    place.simulator.faults.inject({
      ...{ method: "POST", path: "**/refresh", times: 1 },
      fault: { kind: "fail-later", message: "error: disk full" },
    });
    const outcome = await tryApply(session, FRONTEND, state, config);
    expect(errorsOf(outcome)).toEqual([expect.stringContaining("what was changed is stored and not live")]);
    expect(outcome.state).toMatchObject({ port: "8443", live: false });
    const plan = await replan(place.open(), FRONTEND, outcome.state!, config);
    expect(plan.changed).toBe(true);
    expect(await applyConfig(session, FRONTEND, plan.state, config)).toMatchObject({ live: true });
    expect(place.applied("http", state?.frontend_id)?.port).toBe("8443");
    expect(place.sent("PUT", /frontend/)).toHaveLength(1);
  });

  it("because the last front-end is deleted leaves what was applied live, which it says", async () => {
    const place = await startPlace();
    const session = place.open();
    const state = await applyConfig(session, FRONTEND, null, web(place));
    place.scene.call("DELETE", `${BASE}/http/frontend/${place.first}`);
    const outcome = await tryApply(session, FRONTEND, state, null);
    expect([outcome.state, errorsOf(outcome)]).toEqual([null, []]);
    expect(warningsOf(outcome)).toEqual([expect.stringContaining("the last applied configuration stays live")]);
    expect(place.ids("http")).toEqual([]);
  });

  it("any more when time runs out keeps what was made, and the next run goes on", async () => {
    const place = await startPlace({ settleMs: 60_000, clock: createClock({ stepped: true }) });
    const config = web(place, { timeouts: { create: "1s", update: null, delete: null, read: null } });
    const outcome = await tryApply(place.open(), FRONTEND, null, config);
    expect(warningsOf(outcome)).toEqual([expect.stringContaining("what was created is stored and not live")]);
    expect(outcome.state).toMatchObject({ live: false, port: "443" });
    const plan = await replan(place.open(), FRONTEND, outcome.state!, config);
    // From here on time passes.
    const steps = setInterval(() => place.simulator.clock.advance(60_000), 20);
    const going = applyConfig(place.open(), FRONTEND, plan.state, config).finally(() => clearInterval(steps));
    expect(await going).toMatchObject({ live: true });
  });
});

describe("with an activation", () => {
  const config = (place: Place, values: ObjectValue = {}) => web(place, { goes_live: "with-activation", ...values });
  const activate = (
    session: ReturnType<Place["open"]>,
    prior: ObjectValue | null,
    states: readonly (ObjectValue | null)[],
  ) =>
    applyConfig(
      session,
      ACTIVATION,
      prior,
      configOf(ACTIVATION, {
        load_balancer: LB,
        triggers: Object.fromEntries(states.map((state, i) => [String(i), state?.revision ?? null])),
      }),
    );

  it("creates and changes wait for it, and are live with one refresh each time", async () => {
    const place = await startPlace({ moveIsPending: false });
    const session = place.open();
    const ip = place.scene.ip();
    const binding = bindingConfig({ ips: [ip], goes_live: "with-activation" });
    const made = await applyConfig(session, FRONTEND, null, config(place));
    const tied = await applyConfig(session, BINDING, null, binding);
    expect([made?.live, tied?.live, place.refreshes()]).toEqual([null, null, []]);
    const first = await activate(session, null, [made, tied]);
    expect(place.answersOn(made?.frontend_id)).toContain(ip);
    expect(place.refreshes()).toHaveLength(1);

    const changed = await applyConfig(session, FRONTEND, made, config(place, { port: "8443" }));
    expect(changed?.revision).not.toBe(made?.revision);
    await activate(place.open(), first, [changed, tied]);
    expect(place.applied("http", made?.frontend_id)?.port).toBe("8443");
    expect(place.refreshes()).toHaveLength(2);
  });

  it("an address alone is live although its move is no pending change, even from another process", async () => {
    const place = await startPlace({ moveIsPending: false });
    const first = await activate(place.open(), null, []);
    const ip = place.scene.ip();
    const tied = await applyConfig(
      place.open(),
      BINDING,
      null,
      bindingConfig({ ips: [ip], goes_live: "with-activation" }),
    );
    await activate(place.open(), first, [tied]);
    expect(place.answersOn(place.first)).toContain(ip);
  });

  it("deletes go live all the same, because it may be destroyed already", async () => {
    const place = await startPlace();
    const session = place.open();
    const made = await applyConfig(session, FRONTEND, null, config(place));
    await activate(session, null, [made]);
    await applyConfig(session, FRONTEND, made, null);
    expect(place.answersOn(made?.frontend_id)).toBeUndefined();
  });
});

it("does nothing by itself where the provider leaves it to the user, and says so once", async () => {
  const place = await startPlace();
  const session = place.open({ refresh: false });
  const outcomes = [
    await tryApply(session, FRONTEND, null, web(place)),
    await tryApply(session, BINDING, null, bindingConfig({ ips: [place.scene.ip()] })),
  ];
  expect(outcomes.flatMap(errorsOf)).toEqual([]);
  expect(outcomes.flatMap(warningsOf)).toEqual([expect.stringContaining("refresh is false")]);
  expect(outcomes.map(({ state }) => state?.live)).toEqual([null, null]);
  const [{ state } = { state: null }] = outcomes;
  expect(await replan(session, FRONTEND, state!, web(place))).toMatchObject({ changed: false });
  await applyConfig(session, FRONTEND, state, null);
  expect((await session.read(FRONTEND, state!, never)).state).toBeNull();
  expect(place.refreshes()).toEqual([]);
});

it("writes and refreshes nothing when only an acknowledgement changes", async () => {
  const place = await startPlace();
  const session = place.open();
  const state = await applyConfig(session, FRONTEND, null, web(place));
  place.simulator.clearJournal();
  const changed = await applyConfig(session, FRONTEND, state, web(place, { acknowledge: ["opens-frontend"] }));
  expect(changed).toMatchObject({ revision: state?.revision, live: true });
  expect(place.simulator.journal.filter(({ method }) => method !== "GET")).toEqual([]);
});
