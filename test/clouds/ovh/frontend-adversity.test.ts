import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import type { Fault } from "../../../lib/simulator";
import { textOf } from "../../../lib/resources/value";
import { applyConfig, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { BINDING, bindingConfig, closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import type { Place } from "./frontend-support";
import { BASE, LB } from "./support";

afterEach(closeEverything);

const on = (id: unknown) => ({ frontend: { protocol: "http", id: textOf(id as number) } });
const web = ({ farmId }: Place) => frontendConfig({ port: "443", display_name: "web", default_farm_id: farmId });

/** An answer that does not come, although what was asked for is done. */
const LOST: readonly Fault[] = [
  { kind: "lost-answer" },
  { kind: "lost-answer-status", status: 500 },
  { kind: "lost-answer-status", status: 504 },
];

describe("an answer that is lost", () => {
  async function loseEveryAnswer(fault: Fault) {
    const place = await startPlace();
    const session = place.open();
    const { faults } = place.simulator;
    const before = place.ids("http").length;

    faults.inject({ method: "POST", path: "**/frontend", times: 1, fault });
    const made = await applyConfig(session, FRONTEND, null, web(place));
    expect(place.ids("http")).toHaveLength(before + 1);
    expect(place.answersOn(made?.frontend_id)).toBeDefined();

    faults.inject({ method: "PUT", path: "**/frontend/*", times: 1, fault });
    const changed = await applyConfig(session, FRONTEND, made, { ...web(place), port: "8443" });
    expect(changed).toMatchObject({ id: made?.id, port: "8443", live: true });
    expect(place.applied("http", made?.frontend_id)?.port).toBe("8443");

    faults.inject({ method: "DELETE", path: "**/frontend/*", times: 1, fault });
    expect(await applyConfig(session, FRONTEND, changed, null).catch(String)).toEqual(
      // The client repeats no DELETE on 500; gone is gone the next time.
      fault.kind === "lost-answer-status" && fault.status === 500 ? expect.stringContaining("500") : null,
    );
    await applyConfig(session, FRONTEND, changed, null);
    expect(place.ids("http")).toHaveLength(before);
    expect(place.applied("http", made?.frontend_id)).toBeUndefined();
  }

  it("leaves one front-end, whether it was made, changed or deleted", async () => {
    await Promise.all(LOST.map(loseEveryAnswer));
  });

  it("of a front-end that was not made makes it once", async () => {
    const place = await startPlace();
    place.simulator.faults.inject({ method: "POST", path: "**/frontend", times: 1, fault: { kind: "reset" } });
    const before = place.ids("http").length;
    await applyConfig(place.open(), FRONTEND, null, web(place));
    expect(place.ids("http")).toHaveLength(before + 1);
  });

  it("does not take one of two that are alike for the other", async () => {
    const place = await startPlace();
    const session = place.open();
    place.simulator.faults.inject({ method: "POST", path: "**/frontend", times: 1, fault: { kind: "lost-answer" } });
    const config = { ...web(place), disabled: true };
    const made = await Promise.all([1, 2].map((i) => tryApply(session, FRONTEND, null, config, never, `web[${i}]`)));
    expect(made.flatMap(errorsOf)).toEqual([]);
    const ids = made.map(({ state }) => state?.frontend_id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("a front-end that a run left behind when it was killed", () => {
  it("is taken over by the next one, which the plan says", async () => {
    const place = await startPlace();
    const { state: lost } = await tryApply(place.open(), FRONTEND, null, web(place));
    const session = place.open();
    const plan = await session.plan(FRONTEND, { address: "it", prior: null, config: web(place) }, never);
    expect(warningsOf(plan)).toEqual([
      expect.stringContaining(`http front-end ${textOf(lost?.frontend_id)} ("web") of ${LB}`),
    ]);
    expect(plan.steps).toEqual([expect.stringContaining(`take over http front-end ${textOf(lost?.frontend_id)}`)]);
    const outcome = await session.apply(FRONTEND, { prior: null, planned: plan.planned, config: web(place) }, never);
    expect(outcome.state).toMatchObject({ frontend_id: lost?.frontend_id, live: true });
  });

  it("is not taken over when it differs in anything: its port is taken, and how to import it is said", async () => {
    const place = await startPlace();
    const id = place.write({ port: "443", displayName: "web", hsts: true });
    const plan = await place.open().plan(FRONTEND, { address: "it", prior: null, config: web(place) }, never);
    expect(warningsOf(plan)).toEqual([expect.stringContaining(`terraform import ADDRESS '${LB}/http/${id}'`)]);
    expect(errorsOf(await tryApply(place.open(), FRONTEND, null, web(place)))).toEqual([
      expect.stringMatching(new RegExp(`^port: port 443 in zone all .* http front-end ${id} \\("web"\\)`)),
    ]);
    expect(place.ids("http")).toHaveLength(2);
  });

  it("is not guessed among several", async () => {
    const place = await startPlace();
    const config = { ...web(place), disabled: true };
    for (let i = 0; i < 2; i++) place.write({ port: "443", displayName: "web", disabled: true });
    expect(errorsOf(await tryApply(place.open(), FRONTEND, null, config))).toEqual([
      expect.stringContaining("each of them in everything as configured here"),
    ]);
  });
});

describe("what the vendor does not document", () => {
  const SETTINGS: readonly OvhSimulatorOptions[] = [
    { clearedLists: "null" },
    { clearedLists: "empty" },
    { unroutedDedicatedIp: "accept" },
    { sharedDedicatedIp: "always", portClash: "accept" },
    { sharedDedicatedIp: "never" },
    { nothingPending: "zeros", pendingCount: "objects" },
    { moveIsPending: true, routedIpsNeedRefresh: false },
    { unknownFields: "reject", readOnlyFields: "reject" },
    { openFrontendsOnDedicatedIps: false },
  ];

  async function goThrough(options: OvhSimulatorOptions) {
    const place = await startPlace(options);
    const session = place.open();
    const [own, bound] = [place.scene.ip(), place.scene.ip()];
    const frontend = { ...web(place), dedicated_ips: [own], allowed_source: ["192.0.2.1"], http_headers: ["X-A %ci"] };
    const binding = bindingConfig({ ips: [bound], ...on(place.first) });
    const [made, tied] = await Promise.all([
      applyConfig(session, FRONTEND, null, frontend),
      applyConfig(session, BINDING, null, binding),
    ]);
    expect([place.answersOn(made?.frontend_id), place.answersOn(place.first)]).toEqual([[own], [bound]]);
    expect(await replan(session, FRONTEND, made!, frontend)).toMatchObject({ changed: false });
    expect(await replan(session, BINDING, tied!, binding)).toMatchObject({ changed: false });

    const plain = web(place);
    const changed = await applyConfig(session, FRONTEND, made, plain);
    expect(place.answersOn(made?.frontend_id)).not.toEqual([own]);
    expect(await replan(session, FRONTEND, changed!, plain)).toMatchObject({ changed: false });
    const empty = { ...plain, dedicated_ips: [], allowed_source: [], denied_source: [], http_headers: [] };
    const emptied = await applyConfig(session, FRONTEND, changed, empty);
    expect(await replan(session, FRONTEND, emptied!, empty)).toMatchObject({ changed: false });
    await Promise.all([applyConfig(session, FRONTEND, emptied, null), applyConfig(session, BINDING, tied, null)]);
    expect(place.applied("http", made?.frontend_id)).toBeUndefined();
    expect(place.stored("http", place.first)).toMatchObject({ port: "1000", defaultFarmId: place.farmId });
  }

  it("makes no difference to a front-end and a binding", async () => {
    const outcomes = await Promise.all(
      SETTINGS.map((options) => goThrough(options).catch((error: unknown) => [options, error])),
    );
    expect(outcomes).toEqual(SETTINGS.map(() => undefined));
  });

  it("is told in the vendor's words when it is a refusal, and what was moved before", async () => {
    const place = await startPlace();
    const ip = place.scene.ip();
    place.simulator.faults.inject({
      ...{ method: "POST", path: "**/frontend", times: 1 },
      fault: { kind: "status", status: 409, body: { class: "Client::Conflict", message: "no room" } },
    });
    const outcome = await tryApply(place.open(), FRONTEND, null, { ...web(place), dedicated_ips: [ip] });
    expect(errorsOf(outcome)).toEqual([expect.stringMatching(/409 .*no room.*203\.0\.113\.1\/32 was routed to/)]);
    expect(outcome.state).toBeNull();
    expect(place.scene.routedTo(ip)).toBe(LB);
  });
});

describe("lists that come", () => {
  it("in another order every time are no difference", async () => {
    const place = await startPlace();
    place.simulator.faults.inject({ method: "GET", fault: { kind: "shuffle" } });
    const ips = Array.from({ length: 6 }, () => place.scene.ip());
    const config = {
      ...web(place),
      dedicated_ips: ips,
      denied_source: ["192.0.2.0/24", "198.51.100.0/24", "192.0.2.9"],
    };
    const session = place.open();
    const state = await applyConfig(session, FRONTEND, null, config);
    for (let look = 0; look < 3; look++)
      expect(await replan(place.open(), FRONTEND, state!, config)).toMatchObject({ changed: false });
  });

  it("behind what was written do not hide a new front-end, nor undo a binding", async () => {
    const place = await startPlace();
    const session = place.open();
    const made = await applyConfig(session, FRONTEND, null, web(place));
    const ip = place.scene.ip({ routedTo: LB });
    place.simulator.faults.inject({ method: "GET", path: "**/frontend", times: 3, fault: { kind: "stale" } });
    expect((await place.open().read(FRONTEND, made!, never)).state).toMatchObject({ id: made?.id });
    place.simulator.faults.inject({ method: "GET", path: "**/http/frontend", times: 2, fault: { kind: "stale" } });
    const tied = await applyConfig(session, BINDING, null, bindingConfig({ ips: [ip], ...on(place.first) }));
    expect(tied).toMatchObject({ ips: [ip] });
    expect(place.answersOn(place.first)).toEqual([ip]);
  });

  it("as a page of somebody's gateway take nothing out of the state", async () => {
    const place = await startPlace();
    const made = await applyConfig(place.open(), FRONTEND, null, web(place));
    place.simulator.faults.inject({ method: "GET", fault: { kind: "status", status: 404, body: "html" } });
    const outcome = await place.open().read(FRONTEND, made!, never);
    expect(outcome.state).toEqual(made);
    expect(errorsOf(outcome)).toHaveLength(1);
  });
});

describe("swapping within one apply", () => {
  it("of ports works, as soon as one has made way for the other", async () => {
    const place = await startPlace();
    const session = place.open();
    const configs = ["8001", "8002"].map((port) => ({ ...web(place), port, display_name: port }));
    const states = await Promise.all(configs.map((config) => applyConfig(place.open(), FRONTEND, null, config)));
    const moved = [
      { ...configs[0]!, port: "8002" },
      { ...configs[1]!, port: "8003" },
    ];
    const outcomes = await Promise.all(
      moved.map((config, i) => tryApply(session, FRONTEND, states[i] ?? null, config, never, `web[${i}]`)),
    );
    expect(outcomes.flatMap(errorsOf)).toEqual([]);
    expect(states.map((state) => place.applied("http", state?.frontend_id)?.port)).toEqual(["8002", "8003"]);
  });

  it("of addresses between two front-ends works, as it does from one to another", async () => {
    const place = await startPlace();
    const session = place.open();
    const [ip, spare] = [place.scene.ip(), place.scene.ip()];
    const config = (name: string, ips: readonly string[]) => ({
      ...web(place),
      display_name: name,
      dedicated_ips: ips,
    });
    const one = await applyConfig(place.open(), FRONTEND, null, config("one", [ip]));
    const two = await applyConfig(place.open(), FRONTEND, null, config("two", [spare]));
    const outcomes = await Promise.all([
      tryApply(session, FRONTEND, two, config("two", [ip]), never, "two"),
      tryApply(session, FRONTEND, one, config("one", [spare]), never, "one"),
    ]);
    // An exchange has no first step that the cloud would take, so one of them stands aside meanwhile.
    expect(outcomes.flatMap(errorsOf)).toEqual([]);
    expect([place.answersOn(one?.frontend_id), place.answersOn(two?.frontend_id)]).toEqual([[spare], [ip]]);
    const third = place.scene.ip({ routedTo: LB });
    const later = place.open();
    const moved = await Promise.all([
      tryApply(later, FRONTEND, outcomes[0].state, config("two", [spare]), never, "two"),
      tryApply(later, FRONTEND, outcomes[1].state, config("one", [third]), never, "one"),
    ]);
    expect(moved.flatMap(errorsOf)).toEqual([]);
    expect([place.answersOn(one?.frontend_id), place.answersOn(two?.frontend_id)]).toEqual([[third], [spare]]);
  });

  it("is undone where the other one does not make way, and each keeps what it had", async () => {
    const place = await startPlace();
    const session = place.open();
    const configs = ["8001", "8002"].map((port) => ({ ...web(place), port, dedicated_ips: [] }));
    const states = await Promise.all(configs.map((config) => applyConfig(place.open(), FRONTEND, null, config)));
    const [one, two] = states.map((state) => Number(state?.frontend_id));
    // From the second try on the cloud refuses whatever is asked of the second.
    const path = `**${BASE}/http/frontend/${two}`;
    const fault = { kind: "status", status: 400, body: { class: "Client::BadRequest", message: "no" } } as const;
    place.simulator.faults.inject({ method: "PUT", path, fault });
    const swapped = ["8002", "8001"].map((port, i) => ({ ...configs[i]!, port }));
    const outcomes = await Promise.all(
      swapped.map((config, i) => tryApply(session, FRONTEND, states[i] ?? null, config, never, `web[${i}]`)),
    );
    expect(outcomes.map(errorsOf)).toEqual([
      [expect.stringContaining("409")],
      [expect.stringContaining("400 [Client::BadRequest] no")],
    ]);
    expect(place.stored("http", one)).toMatchObject({ port: "8001", disabled: false });
    expect(place.stored("http", two)).toMatchObject({ port: "8002", disabled: false });
  });
});

it("destroys what is gone with its load balancer without a word", async () => {
  const place = await startPlace();
  const session = place.open();
  const made = await applyConfig(session, FRONTEND, null, web(place));
  const tied = await applyConfig(session, BINDING, null, bindingConfig({ ips: [place.scene.ip()] }));
  place.scene.remove(LB);
  expect(await session.read(FRONTEND, made!, never)).toEqual({ state: null, diagnostics: [] });
  expect(await tryApply(place.open(), FRONTEND, made, null)).toEqual({ state: null, diagnostics: [] });
  expect(await tryApply(place.open(), BINDING, tied, null)).toEqual({ state: null, diagnostics: [] });
});

it("leaves everybody else's front-ends as they are, from create to destroy", async () => {
  const place = await startPlace();
  const session = place.open();
  const foreign = [place.write({ hsts: true }), place.write({ port: "25", defaultFarmId: place.farms.tcp }, "tcp")];
  place.scene.apply(LB);
  const others = () => [place.stored("http", foreign[0]), place.stored("tcp", foreign[1])];
  const before = JSON.stringify(others());
  const made = await applyConfig(session, FRONTEND, null, web(place));
  await applyConfig(session, FRONTEND, made, null);
  expect(JSON.stringify(others())).toBe(before);
  expect(place.sent("PUT", new RegExp(`${BASE}/`))).toEqual([]);
});
