import { TimeoutReason } from "../../../lib/http/wait";
import { core } from "../../../lib/resources/core";
import { UNKNOWN } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { createClock } from "../../../lib/simulator";
import { applyConfig, configOf, errorsOf, replan, tryApply, warningsOf } from "../../support/ionos";
import { BASE, closeAll, LB, never, startBalancer, until } from "./support";

afterEach(closeAll);

const TYPE = "ipfailover_load_balancer_activation";
const config = (values: ObjectValue = {}) => configOf(TYPE, { load_balancer: LB, ...values });

it("makes live what is pending, and a second plan has nothing to do", async () => {
  const { session: open, write, live, refreshes } = await startBalancer();
  const session = open();
  write();
  const state = await applyConfig(session, TYPE, null, config({ triggers: { web: "1" } }));
  expect(state).toMatchObject({ id: LB, pending_changes: [], last_refresh: expect.stringMatching(/^\d+$/) as string });
  expect(live()).toEqual({ gra: 2, rbx: 2 });
  expect(await replan(session, TYPE, state!, config({ triggers: { web: "1" } }))).toMatchObject({ changed: false });
  expect(refreshes()).toHaveLength(1);
});

describe("changes that somebody else left pending", () => {
  async function drifted(values: ObjectValue = {}) {
    const place = await startBalancer();
    const session = place.session();
    const before = await applyConfig(session, TYPE, null, config(values));
    place.write();
    place.write({ zone: "gra" });
    return { ...place, session, ...(await replan(session, TYPE, before!, config(values))) };
  }

  it("are shown by the plan with their number in each zone, and made live", async () => {
    const { session, state, changed, live, ...plan } = await drifted();
    expect(changed).toBe(true);
    expect(state).toMatchObject({
      pending_changes: [
        { zone: "gra", number: 2 },
        { zone: "rbx", number: 1 },
      ],
    });
    expect(warningsOf(plan)).toEqual([
      `load_balancer ${LB} has pending changes (2 in gra, 1 in rbx). Applying makes them live, whoever made them. To silence this, add "pending-changes" to acknowledge.`,
    ]);
    expect(await applyConfig(session, TYPE, state, config())).toMatchObject({ pending_changes: [] });
    expect(live()).toEqual({ gra: 3, rbx: 2 });
  });

  it("are no news when they are acknowledged", async () => {
    expect(warningsOf(await drifted({ acknowledge: ["pending-changes"] }))).toEqual([]);
  });
});

describe("conditions that are violated", () => {
  it("are warnings at plan, because the rest of the run may put them right", async () => {
    const { session: open, write, scene, live } = await startBalancer();
    const session = open();
    const bare = write({ defaultFarmId: null });
    const plan = await session.plan(TYPE, { address: "it", prior: null, config: config() }, never);
    expect(errorsOf(plan)).toEqual([]);
    expect(warningsOf(plan)).toEqual([expect.stringContaining(`http front-end ${bare} of ${LB} has no default farm`)]);
    const action = { type: "farm", target: "1" };
    const { routeId } = scene.call("POST", `${BASE}/http/route`, { frontendId: bare, action }) as { routeId: number };
    scene.call("POST", `${BASE}/http/route/${routeId}/rule`, { field: "host", match: "is", pattern: "example.com" });
    const { diagnostics } = await session.apply(TYPE, { prior: null, planned: plan.planned, config: config() }, never);
    expect(diagnostics).toEqual([]);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("are errors at apply, all of them, and nothing is recorded that would be destroyed", async () => {
    const { session: open, write, refreshes } = await startBalancer();
    const ids = [write({ defaultFarmId: null }), write({ defaultFarmId: null })];
    const outcome = await tryApply(open(), TYPE, null, config());
    expect(outcome.state).toBeNull();
    expect(errorsOf(outcome)).toEqual(ids.map((id) => expect.stringContaining(`http front-end ${id}`) as string));
    expect(refreshes()).toEqual([]);
  });

  it("are warnings as long as there is no front-end at all: the last one may be deleted", async () => {
    const { session: open, scene, first, write, refreshes } = await startBalancer();
    scene.call("DELETE", `${BASE}/http/frontend/${first}`);
    const outcome = await tryApply(open(), TYPE, null, config());
    expect(warningsOf(outcome)).toEqual([expect.stringContaining("the last applied configuration stays live")]);
    const state = outcome.state!;
    expect(state).toMatchObject({
      pending_changes: [
        { zone: "gra", number: 1 },
        { zone: "rbx", number: 1 },
      ],
    });
    expect(refreshes()).toEqual([]);
    // Said once: nothing is tried again before there is a front-end.
    const settled = await replan(open(), TYPE, state, config());
    expect(settled).toMatchObject({ state, changed: false, diagnostics: [] });
    write();
    const possible = await replan(open(), TYPE, state, config());
    expect(possible).toMatchObject({ changed: true });
    expect(await applyConfig(open(), TYPE, possible.state, config())).toMatchObject({ pending_changes: [] });
  });

  it("and a provider that refreshes nothing, plan nothing: whoever refreshes by hand has no use for that", async () => {
    const { session: open, write, live } = await startBalancer();
    const byHand = () => open({ refresh: false });
    write();
    const outcome = await tryApply(byHand(), TYPE, null, config());
    expect(outcome.state).toMatchObject({ pending_changes: [{ number: 1 }, { number: 1 }] });
    const settled = await replan(byHand(), TYPE, outcome.state!, config());
    expect(settled).toMatchObject({ state: outcome.state, changed: false, diagnostics: [] });
    const possible = await replan(open(), TYPE, outcome.state!, config());
    expect(possible).toMatchObject({ changed: true });
    await applyConfig(open(), TYPE, possible.state, config());
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("are told of a blocked refresh at plan as well", async () => {
    const { session: open, write, simulator } = await startBalancer();
    const session = open();
    write();
    simulator.faults.inject({ path: "**/refresh", times: 1, fault: { kind: "fail-later", message: "blocked" } });
    const outcome = await tryApply(session, TYPE, null, config());
    expect(errorsOf(outcome)).toEqual([expect.stringContaining("is blocked at 0 %. Only OVHcloud's support")]);
    const plan = await open().plan(TYPE, { address: "it", prior: null, config: config() }, never);
    expect(warningsOf(plan)).toEqual([expect.stringContaining("(refreshIplb of gra, rbx)")]);
  });
});

describe("triggers", () => {
  const first = { web: "1", address: "moved-1", each: "1,moved-1" };
  it.each<[string, ObjectValue, readonly object[]]>([
    ["that are the same refresh zones with pending changes only", first, [{ zone: "gra" }]],
    ["of which one changed do so too", { ...first, web: "2" }, [{ zone: "gra" }]],
    ["of which one says that an address moved refresh every zone", { ...first, address: "moved-2" }, [{}]],
    ["of which one of several instances says so do that too", { ...first, each: "1,moved-1,moved-2" }, [{}]],
    ["of which one of several instances changed do not", { ...first, each: "2,moved-1" }, [{ zone: "gra" }]],
    ["of which one is gone do not: whoever is destroyed goes live by itself", { web: "1" }, [{ zone: "gra" }]],
  ])("%s", async (_, triggers, expected) => {
    const { session: open, write, simulator, refreshes } = await startBalancer();
    const session = open();
    const before = await applyConfig(session, TYPE, null, config({ triggers: first }));
    simulator.clearJournal();
    write({ zone: "gra" });
    const { state } = await replan(session, TYPE, before!, config({ triggers }));
    await applyConfig(session, TYPE, state, config({ triggers }));
    expect(refreshes()).toEqual(expected);
  });

  it("may be known only after apply", async () => {
    const { session: open } = await startBalancer();
    const plan = await open().plan(
      TYPE,
      { address: "it", prior: null, config: config({ triggers: { web: UNKNOWN } }) },
      never,
    );
    expect(errorsOf(plan)).toEqual([]);
  });
});

it("names the task when its time runs out", async () => {
  const {
    session: open,
    write,
    simulator,
  } = await startBalancer({
    clock: createClock({ stepped: true }),
    settleMs: 60_000,
  });
  write();
  const deadline = new AbortController();
  const applying = tryApply(open(), TYPE, null, config(), deadline.signal);
  await until(() => simulator.journal.filter(({ path }) => path.includes("/task/")).length > 1);
  deadline.abort(new TimeoutReason(1800));
  const outcome = await applying;
  expect(outcome.state).toBeNull();
  expect(errorsOf(outcome)).toEqual([
    expect.stringMatching(/last state: Task \d+ \(refreshIplb of gra, rbx\) is todo at 0 %\. Run it again/),
  ]);
  expect(simulator.live()[LB]?.gra?.frontends).toHaveLength(1);
});

it("destroys without a request, is imported by the load balancer's name, and is gone when that is gone", async () => {
  const { session: open, simulator, scene } = await startBalancer();
  const session = open();
  const state = await applyConfig(session, TYPE, null, config());
  simulator.clearJournal();
  const imported = await session.import(TYPE, LB, never);
  const read = await session.read(TYPE, imported.state!, never);
  expect(read.state).toMatchObject({
    id: LB,
    load_balancer: LB,
    pending_changes: [],
    cloud: "ovh",
    account: state?.account,
  });
  simulator.clearJournal();
  expect(await session.apply(TYPE, { prior: state, planned: null, config: null }, never)).toEqual({
    state: null,
    diagnostics: [],
  });
  expect(simulator.journal.filter(({ path }) => path.includes(LB))).toEqual([]);
  scene.remove(LB);
  expect(await session.read(TYPE, state!, never)).toEqual({ state: null, diagnostics: [] });
  const plan = await open().plan(TYPE, { address: "it", prior: null, config: config() }, never);
  expect(errorsOf(plan)).toEqual([expect.stringContaining("this account has no such load balancer")]);
});

it("takes over the vendor's refresh without a request, and does what its keepers did", async () => {
  const { session: open, write, live } = await startBalancer();
  const from = {
    provider: "registry.terraform.io/ovh/ovh",
    type: "ovh_iploadbalancing_refresh",
    version: 0,
    state: { id: LB, service_name: LB, keepers: ["1", "2"] },
  };
  const moved = core.move(from, TYPE);
  expect(moved).toMatchObject({ diagnostics: [], state: { id: LB, load_balancer: LB, triggers: null } });
  const session = open();
  write();
  const plan = await replan(session, TYPE, moved.state!, config({ triggers: { web: "1" } }));
  expect(plan.replace).toEqual([]);
  await applyConfig(session, TYPE, plan.state, config({ triggers: { web: "1" } }));
  expect(live()).toEqual({ gra: 2, rbx: 2 });
});

it("only says what is pending with refresh = false in the provider's configuration", async () => {
  const { session: open, write, refreshes } = await startBalancer();
  const session = open({ refresh: false });
  write();
  const plan = await session.plan(TYPE, { address: "it", prior: null, config: config() }, never);
  expect([errorsOf(plan), warningsOf(plan)]).toEqual([[], [expect.stringContaining("refresh is false")]]);
  const outcome = await session.apply(TYPE, { prior: null, planned: plan.planned, config: config() }, never);
  expect(outcome.state).toMatchObject({
    pending_changes: [
      { zone: "gra", number: 1 },
      { zone: "rbx", number: 1 },
    ],
    last_refresh: null,
  });
  expect(outcome.diagnostics).toEqual([]);
  expect(refreshes()).toEqual([]);
});

it("is refused on a cloud that has nothing to activate", async () => {
  const nothing = Object.fromEntries(Object.keys(core.provider.attributes).map((name) => [name, null]));
  const { session } = core.open({ ...nothing, cloud: "ionos", token: "t" }, { env: {} });
  const plan = await session!.plan(TYPE, { address: "it", prior: null, config: config() }, never);
  expect(errorsOf(plan)).toEqual([expect.stringContaining("nothing like OVHcloud's IP Load Balancer")]);
  // At synthesis as well, where nobody can be asked.
  expect(errorsOf({ diagnostics: core.checkOnCloud("ionos", TYPE, config()) })).toEqual(errorsOf(plan));
  expect(core.checkOnCloud("ovh", TYPE, config())).toEqual([]);
});

it("shares one refresh with others of the same load balancer", async () => {
  const { session: open, write, refreshes, simulator } = await startBalancer({ settleMs: 30 });
  const session = open();
  write();
  await Promise.all([1, 2, 3].map((i) => tryApply(session, TYPE, null, config(), never, `activation.${i}`)));
  expect(refreshes()).toHaveLength(1);
  expect(simulator.journal.filter(({ path }) => path.endsWith("/pendingChanges"))).toHaveLength(2);
});
