/** What can go wrong while an address moves. */
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { applyConfig, errorsOf, never, replan, tryApply } from "../../support/ionos";
import { ovhWrites } from "../../support/ovh";
import { pool } from "../../support/pool";
import { BLOCK, closeMoves, cutOff, LONG, made, MOVE, start, timeFlies, TYPE } from "./move-support";

afterEach(closeMoves);

describe("a task that fails", () => {
  it.each(["customerError", "ovhError", "cancelled"])("as %s is an error with its number and words", async (status) => {
    const { session, config, faults, place, where } = await start();
    faults.inject({
      method: "POST",
      times: 1,
      fault: { kind: "fail-later", message: `${status}: the switch is on fire` },
    });
    const outcome = await tryApply(session(), TYPE, null, config());
    expect(outcome.state).toBeNull();
    expect(errorsOf(outcome)).toEqual([
      expect.stringMatching(/^Task \d+ \(genericMoveFloatingIp of 203.+ to ns.+\) ended as /),
    ]);
    expect(errorsOf(outcome)[0]).toContain(`ended as ${status}: the switch is on fire.`);
    expect(where()).toBeNull();
    await applyConfig(session(), TYPE, null, config());
    expect(ovhWrites(place)).toEqual([MOVE, MOVE]);
  });
});

describe("a task that takes longer than is allowed", () => {
  it("is named with its last state", async () => {
    const { session, config } = await start({ settleMs: LONG });
    const outcome = await tryApply(session(), TYPE, null, config({ timeouts: { create: "700ms" } }));
    expect(errorsOf(outcome)).toEqual([
      expect.stringMatching(/ran out while waiting for task \d+ \(.+\); last state: task \d+ is init\..* Run it again/),
    ]);
  });

  it.each([{ secondMove: "reject" }, { secondMove: "queue" }] as const)(
    "is picked up by the next run instead of being begun again (%p)",
    async (options) => {
      const at = await start({ settleMs: LONG, ...options });
      expect(await cutOff(at)).toEqual([expect.stringMatching(/^Interrupted while .*\btask\b/)]);
      at.place.simulator.clearJournal();
      timeFlies(at);
      expect(await applyConfig(at.session(), TYPE, null, at.config())).toMatchObject({ holder: "a" });
      expect(at.where()).toBe(at.server("a"));
      expect(ovhWrites(at.place)).toEqual([]);
    },
  );

  it("is awaited first when it goes elsewhere", async () => {
    const at = await start({ settleMs: LONG });
    at.scene.call("POST", `/ip/${encodeURIComponent(BLOCK)}/move`, { to: at.server("stranger") });
    timeFlies(at);
    expect(await applyConfig(at.session(), TYPE, null, at.config())).toMatchObject({ holder: "a" });
    expect(at.where()).toBe(at.server("a"));
  });

  it("leads to a new one when it fails after all", async () => {
    const at = await start({ settleMs: LONG });
    at.faults.inject({ method: "POST", times: 1, fault: { kind: "fail-later", message: "ovhError" } });
    await cutOff(at);
    timeFlies(at);
    expect(await applyConfig(at.session(), TYPE, null, at.config())).toMatchObject({ holder: "a" });
  });

  it("is awaited before an address is given up, so that it is parked in the end", async () => {
    const at = await start();
    const state = await made(at);
    at.scene.route(BLOCK, at.server("stranger"));
    const slow = await start({ settleMs: 50 });
    slow.place.simulator.load(at.place.simulator.state());
    slow.scene.call("POST", `/ip/${encodeURIComponent(BLOCK)}/move`, { to: at.server("a") });
    await applyConfig(slow.session(), TYPE, state, null);
    expect(slow.where()).toBeNull();
  });
});

it("says so when a task is done and the API goes on showing the address where it was", async () => {
  const { session, config, place, faults, server, scene } = await start();
  scene.route(BLOCK, server("stranger"));
  // Of the world as it was before the last change, which was the move.
  faults.inject({ method: "GET", path: "/1.0/ip/*", skip: 1, fault: { kind: "stale" } });
  const outcome = await tryApply(session(), TYPE, null, config());
  expect(errorsOf(outcome)).toEqual([
    expect.stringMatching(
      /^Task \d+ is done that routes 203\.0\.113\.1\/32 to ns\d.+, and OVHcloud shows it at ns\d.+ all the same\./,
    ),
  ]);
  expect(ovhWrites(place)).toEqual([MOVE]);
});

describe("an answer that is lost", () => {
  const faults = [{ kind: "lost-answer" }, { kind: "lost-answer-status", status: 504 }] as const;
  const options = [
    { taskListedAfterMs: 0 },
    { taskListedAfterMs: 150 },
    { taskListedAfterMs: 150, settleMs: 250, secondMove: "queue" },
  ] as const;
  it("after the move was begun is looked up before it is asked for again", async () => {
    const cases = faults.flatMap((fault) => options.map((each) => [fault, each] as const));
    await pool(cases, cases.length, async ([fault, each]) => {
      const { session, config, place, faults } = await start(each);
      faults.inject({ method: "POST", times: 1, fault });
      const state = await applyConfig(session(), TYPE, null, config());
      expect([fault, each, state?.holder, ovhWrites(place)]).toEqual([fault, each, "a", [MOVE]]);
    });
  });

  it("although nothing was begun leads to a second request", async () => {
    const { session, config, place, faults } = await start();
    faults.inject({ method: "POST", times: 1, fault: { kind: "reset" } });
    expect(await applyConfig(session(), TYPE, null, config())).toMatchObject({ holder: "a" });
    expect(ovhWrites(place)).toEqual([MOVE, MOVE]);
  });

  it("of parking is looked up as well", async () => {
    const at = await start({ taskListedAfterMs: 100 });
    const state = await made(at);
    at.faults.inject({ method: "POST", times: 1, fault: { kind: "lost-answer" } });
    await applyConfig(at.session(), TYPE, state, null);
    expect(at.where()).toBeNull();
    expect(ovhWrites(at.place)).toEqual([`POST /ip/${BLOCK}/park`]);
  });
});

describe("an API that misbehaves", () => {
  it.each([
    ["too many requests", { kind: "status", status: 429, retryAfterSeconds: 0 }, undefined],
    ["an internal error", { kind: "status", status: 500 }, "GET"],
    ["a gateway's page", { kind: "status", status: 503, body: "html" }, "GET"],
    ["reads that are old", { kind: "stale" }, "GET"],
    ["lists in another order", { kind: "shuffle" }, "GET"],
  ] as const)("with %s is lived with", async (_what, fault, method) => {
    const { session, config, place, faults, scene, server } = await start();
    scene.route(BLOCK, server("stranger"));
    faults.inject({ ...(method ? { method } : {}), skip: 3, times: 3, fault });
    const state = await applyConfig(session(), TYPE, null, config());
    expect(state).toMatchObject({ holder: "a" });
    faults.clear();
    expect(await replan(session(), TYPE, state!, config())).toMatchObject({ changed: false });
    expect(new Set(ovhWrites(place))).toEqual(new Set([MOVE]));
  });

  it("never takes an old reading after a move for its end", async () => {
    const { session, config, faults, place } = await start();
    faults.inject({ method: "GET", path: "/1.0/ip/*", skip: 1, times: 3, fault: { kind: "stale" } });
    expect(await applyConfig(session(), TYPE, null, config())).toMatchObject({ holder: "a" });
    expect(ovhWrites(place)).toEqual([MOVE]);
  });

  it("and refuses the move itself is quoted", async () => {
    const { session, config, faults } = await start();
    faults.inject({ method: "POST", fault: { kind: "status", status: 403 } });
    const outcome = await tryApply(session(), TYPE, null, config());
    expect(errorsOf(outcome)).toEqual([expect.stringContaining("403 [Client::Forbidden] User not granted")]);
    expect(errorsOf(outcome)[0]).toContain("X-OVH-QUERYID");
  });
});

describe("what OVHcloud does not document", () => {
  const unconfirmed: readonly OvhSimulatorOptions[] = [
    { parkedRoutedTo: "object" },
    { parkedRoutedTo: "null" },
    { emptyDestinations: "list" },
    { emptyDestinations: "null" },
    { moveInPlace: "accept" },
    { moveInPlace: "reject" },
    { secondMove: "reject" },
    { secondMove: "queue" },
    { moveIsPending: true },
    { moveIsPending: false },
    { emptyAnswers: "null" },
    { emptyAnswers: "none" },
  ];
  it("makes no difference to the life of a group", async () => {
    await pool(unconfirmed, unconfirmed.length, async (options) => {
      const at = await start(options);
      const { session, config, scene, where, server } = at;
      const state = await made(at);
      scene.route(BLOCK, server("stranger"));
      const drifted = await replan(session(), TYPE, state, config());
      const repaired = await applyConfig(session(), TYPE, drifted.state, config());
      const moved = await applyConfig(session(), TYPE, repaired, config({ master: "b" }));
      const { changed } = await replan(session(), TYPE, moved!, config({ master: "b" }));
      const found = { options, repaired: repaired?.holder, moved: moved?.holder, changed };
      expect(found).toEqual({ options, repaired: "a", moved: "b", changed: false });
      await applyConfig(session(), TYPE, moved, null);
      expect({ options, where: where() }).toEqual({ options, where: null });
    });
  });

  it("may make another's move come first, which is then awaited", async () => {
    const { session, config, scene, place, faults, server } = await start({ settleMs: 100, secondMove: "reject" });
    let begun = false;
    faults.inject({
      method: "POST",
      when: () => {
        if (!begun) scene.call("POST", `/ip/${encodeURIComponent(BLOCK)}/move`, { to: server("stranger") });
        begun = true;
        return false;
      },
      fault: { kind: "reset" },
    });
    expect(await applyConfig(session(), TYPE, null, config())).toMatchObject({ holder: "a" });
    expect(ovhWrites(place)).toEqual([MOVE, MOVE]);
  });
});

it("costs one list to read all groups of an account", async () => {
  const { session, config, place } = await start({ addresses: 20 } as OvhSimulatorOptions);
  const states = await Promise.all(place.ips.map((ip) => applyConfig(session(), TYPE, null, config({ ip }))));
  const reader = session();
  place.simulator.clearJournal();
  await Promise.all(states.map((state) => reader.read(TYPE, state!, never)));
  const asked = place.simulator.journal.map(({ method, path }) => `${method} ${path}`);
  expect(asked.filter((request) => !request.endsWith("/auth/time"))).toEqual(["GET /1.0/ip"]);
});
