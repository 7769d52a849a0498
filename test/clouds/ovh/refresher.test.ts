import { TimeoutReason } from "../../../lib/http/wait";
import type { OvhSimulator } from "../../../lib/clouds/ovh/simulator";
import { createClock } from "../../../lib/simulator";
import { BASE, closeAll, LB, never, startBalancer, until, whileTimePasses } from "./support";

afterEach(closeAll);

const REFRESH = { method: "POST", path: `**${BASE}/refresh` };
const created = { kind: "create" } as const;
/** How often it was looked whether a refresh is running. */
const looks = ({ journal }: OvhSimulator) => journal.filter(({ path }) => path.endsWith("/task")).length;
const LIVE = { live: true, diagnostics: [] };

describe("writes at the same time", () => {
  it("go live with one refresh, however many they are", async () => {
    const { process, write, refreshes, live } = await startBalancer({ settleMs: 10 });
    const refresher = process();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => (write(), refresher.afterWrite(LB, created, never))),
    );
    expect(outcomes).toEqual(Array(20).fill(LIVE));
    expect(refreshes()).toEqual([{}]);
    expect(live()).toEqual({ gra: 21, rbx: 21 });
  });

  it("wait for a next refresh when one is running: it would come without them", async () => {
    const { process, write, refreshes, live } = await startBalancer({ settleMs: 80 });
    const refresher = process();
    write();
    const first = refresher.afterWrite(LB, created, never);
    await until(() => refreshes().length === 1);
    const more = [1, 2, 3].map(() => (write(), refresher.afterWrite(LB, created, never)));
    expect(await Promise.all([first, ...more])).toEqual(Array(4).fill(LIVE));
    expect(refreshes()).toHaveLength(2);
    expect(live()).toEqual({ gra: 5, rbx: 5 });
  });

  it("wait for one that is running also where the cloud's clock is far behind", async () => {
    const clock = createClock({ startAt: Date.UTC(2020, 0, 1) });
    const { process, write, scene, refreshes, live } = await startBalancer({
      settleMs: 300,
      parallelRefresh: "refuse",
      clock,
    });
    scene.call("POST", `${BASE}/refresh`, {});
    write();
    expect(await process().afterWrite(LB, created, never)).toEqual(LIVE);
    expect(refreshes()).toEqual([{}]);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("join a refresh that still waits for somebody else's", async () => {
    const clock = createClock({ stepped: true });
    const { process, write, scene, refreshes, live, simulator } = await startBalancer({ settleMs: 60_000, clock });
    const refresher = process();
    write();
    scene.call("POST", `${BASE}/refresh`, {});
    write();
    const first = refresher.afterWrite(LB, created, never);
    await until(() => looks(simulator) > 1);
    write();
    const both = Promise.all([first, refresher.afterWrite(LB, created, never)]);
    expect(await whileTimePasses(clock, both)).toEqual([LIVE, LIVE]);
    expect(refreshes()).toHaveLength(1);
    expect(live()).toEqual({ gra: 4, rbx: 4 });
  });

  it("go live for those who stay when others give up, with the refresh in flight untouched", async () => {
    const { process, write, refreshes, live, simulator } = await startBalancer({ settleMs: 80 });
    const refresher = process();
    const leaver = new AbortController();
    write();
    const [left, stayed] = [leaver.signal, never].map((signal) => refresher.afterWrite(LB, created, signal));
    await until(() => refreshes().length === 1);
    leaver.abort();
    const { live: isLive, diagnostics } = (await left)!;
    expect([isLive, diagnostics[0]?.detail]).toEqual([false, expect.stringContaining("Interrupted while making")]);
    expect(await stayed).toEqual(LIVE);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
    expect(simulator.journal.filter(({ status }) => status === null)).toEqual([]);
    expect(refreshes()).toHaveLength(1);
  });
});

it.each([400, 409])("a refusal (%p) because there is nothing to refresh is no failure", async (status) => {
  const { process, simulator, write } = await startBalancer();
  const refresher = process();
  const body = { class: "Client::BadRequest", message: "Nothing to refresh" };
  simulator.faults.inject({ ...REFRESH, fault: { kind: "status", status, body } });
  expect(await refresher.afterWrite(LB, { kind: "create", moved: true }, never)).toEqual(LIVE);
  write();
  expect(await refresher.afterWrite(LB, { kind: "create", moved: true }, never)).toMatchObject({ live: false });
});

describe("a task that is never to be found", () => {
  it("is nothing to wait for: what is pending tells whether it has done its work", async () => {
    const { process, write, simulator, live } = await startBalancer();
    simulator.faults.inject({ method: "GET", path: `/1.0${BASE}/task/*`, fault: { kind: "status", status: 404 } });
    write();
    expect(await process().afterWrite(LB, created, never)).toEqual(LIVE);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });
});

describe("which zones are refreshed", () => {
  it("is all where the cloud does not tell them apart", async () => {
    const { process, write, simulator, refreshes, live } = await startBalancer();
    write();
    const body = [{ zone: "all", number: "1" }];
    const fault = { kind: "status", status: 200, body } as const;
    simulator.faults.inject({ path: `/1.0${BASE}/pendingChanges`, times: 1, fault });
    expect(await process().afterWrite(LB, created, never)).toEqual(LIVE);
    expect(refreshes()).toEqual([{}]);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("is those with pending changes, with one call each", async () => {
    const { process, write, refreshes, live } = await startBalancer({ zones: ["gra", "rbx", "sbg"] });
    write({ zone: "gra" });
    write({ zone: "sbg" });
    const { refreshes: tasks, pending } = await process().activate(LB, "pending", never);
    expect(refreshes()).toEqual([{ zone: "gra" }, { zone: "sbg" }]);
    expect([tasks.length, pending]).toEqual([2, []]);
    expect(live()).toEqual({ gra: 2, rbx: 1, sbg: 2 });
  });

  it("is all with one call when all have pending changes", async () => {
    const { process, write, refreshes } = await startBalancer();
    write({ zone: "gra" });
    write({ zone: "rbx" });
    await process().activate(LB, "changed", never);
    expect(refreshes()).toEqual([{}]);
  });

  it("is none when nothing is pending, also where the API says so with zeros", async () => {
    for (const nothingPending of ["empty", "zeros"] as const) {
      const { process, refreshes } = await startBalancer({ nothingPending });
      expect((await process().activate(LB, "pending", never)).refreshes).toEqual([]);
      expect(refreshes()).toEqual([]);
    }
  });

  it("is all after a move, whatever is pending", async () => {
    for (const moveIsPending of [false, true]) {
      const { process, write, scene, simulator, refreshes } = await startBalancer({ moveIsPending });
      const ip = scene.ip({ routedTo: LB });
      write({ zone: "gra" });
      await process().activate(LB, "moved", never);
      expect(refreshes()).toEqual([{}]);
      for (const zone of ["gra", "rbx"]) expect(simulator.live()[LB]?.[zone]?.frontends[0]?.addresses).toContain(ip);
    }
  });

  it("is none when something of ours changed and somebody else has made it live already", async () => {
    const { process, refreshes } = await startBalancer();
    expect(await process().activate(LB, "changed", never)).toMatchObject({
      pending: [],
      refreshes: [],
      diagnostics: [],
    });
    expect(refreshes()).toEqual([]);
  });

  it("is all when this process noted a move that the activation was not told of", async () => {
    const { process, scene, refreshes } = await startBalancer();
    scene.ip({ routedTo: LB });
    const refresher = process();
    refresher.noteMove(LB);
    await refresher.activate(LB, "pending", never);
    await refresher.activate(LB, "pending", never);
    expect(refreshes()).toEqual([{}]);
  });

  it("follows what is pending where a read was behind the write before it", async () => {
    const { process, write, simulator, live } = await startBalancer();
    const behind = { path: `**/pendingChanges`, times: 1, fault: { kind: "status", status: 200, body: [] } } as const;
    simulator.faults.inject(behind);
    write();
    expect(await process().afterWrite(LB, created, never)).toEqual(LIVE);
    simulator.faults.inject(behind);
    write();
    await process().activate(LB, "changed", never);
    expect(live()).toEqual({ gra: 3, rbx: 3 });
  });
});

describe("when conditions are violated", () => {
  async function violated() {
    const place = await startBalancer();
    const ids = [place.write({ defaultFarmId: null }), place.write({ disabled: true }, "tcp")];
    place.scene.call("POST", `${BASE}/vrack/network`, {
      subnet: "192.0.2.0/24",
      natIp: "192.0.2.128/27",
      farmId: [place.farmId],
    });
    return { ...place, ids };
  }

  it("an activation is refused with every one of them, and nothing is asked for", async () => {
    const { process, ids, farmId, refreshes } = await violated();
    const error = await process()
      .activate(LB, "changed", never)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: "RefusalError",
      diagnostics: [
        { severity: "error", detail: expect.stringContaining(`http front-end ${ids[0]}`) as string },
        { severity: "error", detail: expect.stringContaining(`tcp front-end ${ids[1]}`) as string },
        { severity: "error", detail: expect.stringContaining(`http farm ${farmId} is in vRack network`) as string },
      ],
    });
    expect(refreshes()).toEqual([]);
  });

  it.each(["create", "update", "delete"] as const)("after a %s the write stays, with a warning", async (kind) => {
    const { process, ids } = await violated();
    const { live, diagnostics } = await process().afterWrite(LB, { kind }, never);
    expect([live, diagnostics.length, diagnostics[0]?.severity]).toEqual([false, 1, "warning"]);
    expect(diagnostics[0]?.detail).toContain(`- http front-end ${ids[0]} of ${LB} has no default farm`);
    expect(diagnostics[0]?.detail).toContain(`- tcp front-end ${ids[1]}`);
  });

  it("all who wrote at once are told once", async () => {
    const { process } = await violated();
    const refresher = process();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => refresher.afterWrite(LB, created, never)));
    expect(outcomes.map(({ live }) => live)).toEqual(Array(5).fill(false));
    expect(outcomes.flatMap(({ diagnostics }) => diagnostics)).toHaveLength(1);
  });

  it("because the last front-end was deleted, what was live stays live and the warning says so", async () => {
    const { process, scene, first, live } = await startBalancer();
    scene.call("DELETE", `${BASE}/http/frontend/${first}`);
    const { diagnostics } = await process().afterWrite(LB, { kind: "delete" }, never);
    expect(diagnostics[0]).toMatchObject({
      severity: "warning",
      detail: expect.stringContaining("the last applied configuration stays live") as string,
    });
    expect(live()).toEqual({ gra: 1, rbx: 1 });
  });

  it("they are judged on what is stored right before the refresh, not when the write was made", async () => {
    const clock = createClock({ stepped: true });
    const { process, write, scene, farmId, live, simulator } = await startBalancer({ settleMs: 60_000, clock });
    scene.call("POST", `${BASE}/refresh`, {}); // somebody else's, to be waited for
    const bare = write({ defaultFarmId: null });
    const outcome = process().afterWrite(LB, created, never);
    await until(() => looks(simulator) > 1);
    scene.call("PUT", `${BASE}/http/frontend/${bare}`, { defaultFarmId: farmId });
    expect(await whileTimePasses(clock, outcome)).toEqual(LIVE);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("and the API refuses for reasons of its own, its words are told", async () => {
    const { process, write, simulator } = await startBalancer();
    write();
    simulator.faults.inject({ ...REFRESH, fault: { kind: "status", status: 400, body: { message: "No quota left" } } });
    await expect(process().activate(LB, "pending", never)).rejects.toThrow("No quota left");
  });
});

describe("a refresh that does not get done", () => {
  it.each(["error", "cancelled", "blocked"])("fails at once as %s, with its task", async (status) => {
    const { process, write, simulator, live } = await startBalancer();
    write();
    simulator.faults.inject({ ...REFRESH, fault: { kind: "fail-later", message: status } });
    const refresher = process();
    await expect(refresher.activate(LB, "pending", never)).rejects.toThrow(
      new RegExp(`^Task \\d+ \\(refreshIplb of gra, rbx\\) of ${LB} is ${status} at 0 %\\.`),
    );
    expect(live()).toEqual({ gra: 1, rbx: 1 });
  });

  it("is a warning after a create, which is not to be made again, and an error otherwise", async () => {
    const { process, write, simulator } = await startBalancer();
    write();
    simulator.faults.inject({ ...REFRESH, fault: { kind: "fail-later", message: "error" } });
    const refresher = process();
    const severities = (["create", "update", "delete"] as const).map(async (kind) => {
      const { live, diagnostics } = await refresher.afterWrite(LB, { kind }, never);
      return [live, diagnostics[0]?.severity];
    });
    expect(await Promise.all(severities)).toEqual([
      [false, "warning"],
      [false, "error"],
      [false, "error"],
    ]);
  });

  it("within the time allowed is named, and the next try waits for it instead of asking for another", async () => {
    const { process, write, refreshes, live, simulator } = await startBalancer({
      clock: createClock({ stepped: true }),
      settleMs: 60_000,
    });
    write();
    const deadline = new AbortController();
    const first = process().activate(LB, "pending", deadline.signal);
    await until(() => simulator.journal.filter(({ path }) => path.includes("/task/")).length > 1);
    deadline.abort(new TimeoutReason(1800));
    await expect(first).rejects.toThrow(/last state: Task \d+ \(refreshIplb of gra, rbx\) is todo at 0 %/);
    const before = looks(simulator);
    const second = process().activate(LB, "pending", never);
    await until(() => looks(simulator) > before);
    simulator.clock.advance(60_000);
    expect(await second).toMatchObject({ pending: [], refreshes: [] });
    expect(refreshes()).toHaveLength(1);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("stands in the way while it is blocked, until a later one was made", async () => {
    const { process, write, simulator, scene, refreshes } = await startBalancer();
    write();
    simulator.faults.inject({ ...REFRESH, times: 1, fault: { kind: "fail-later", message: "blocked" } });
    const refresher = process();
    await expect(refresher.activate(LB, "pending", never)).rejects.toThrow("is blocked");
    await expect(refresher.activate(LB, "pending", never)).rejects.toThrow("Only OVHcloud's support can release it");
    expect(refreshes()).toHaveLength(1);
    scene.call("POST", `${BASE}/refresh`, {});
    write();
    expect(await refresher.activate(LB, "pending", never)).toMatchObject({ pending: [] });
  });
});

describe("an answer that is lost", () => {
  it.each([
    { kind: "lost-answer" } as const,
    { kind: "lost-answer-status", status: 502 } as const,
    { kind: "lost-answer-status", status: 504 } as const,
  ])("leads to the task that was made: $kind $status", async (fault) => {
    const { process, write, simulator, refreshes, live } = await startBalancer({ settleMs: 30, taskListedAfterMs: 50 });
    write();
    simulator.faults.inject({ ...REFRESH, times: 1, fault });
    expect(await process().afterWrite(LB, created, never)).toEqual(LIVE);
    expect(refreshes()).toHaveLength(1);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("is asked for again when no task was made", async () => {
    const { process, write, simulator, refreshes, live } = await startBalancer();
    write();
    simulator.faults.inject({ ...REFRESH, times: 1, fault: { kind: "reset" } });
    expect(await process().afterWrite(LB, created, never)).toEqual(LIVE);
    expect(refreshes()).toHaveLength(2);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });
});

it("waits as long as the API asks for when there were too many requests", async () => {
  const { process, write, simulator, live } = await startBalancer();
  write();
  simulator.faults.inject({ times: 3, fault: { kind: "status", status: 429, retryAfterSeconds: 0 } });
  simulator.faults.inject({ ...REFRESH, times: 2, fault: { kind: "status", status: 429, retryAfterSeconds: 0 } });
  expect(await process().afterWrite(LB, created, never)).toEqual(LIVE);
  expect(live()).toEqual({ gra: 2, rbx: 2 });
});

describe("with refresh = false", () => {
  it("nothing is refreshed, and that is said once", async () => {
    const { process, write, refreshes } = await startBalancer();
    const refresher = process({ refresh: false });
    write();
    const outcomes = await Promise.all([created, created].map((what) => refresher.afterWrite(LB, what, never)));
    const { pending, diagnostics } = await refresher.activate(LB, "changed", never);
    const told = [...outcomes.flatMap((outcome) => outcome.diagnostics), ...diagnostics];
    expect(told).toEqual([expect.objectContaining({ severity: "warning", summary: "Nothing is made live" })]);
    expect(outcomes.map(({ live }) => live)).toEqual([undefined, undefined]);
    expect(pending).toContainEqual({ zone: "gra", number: 1 });
    expect(refreshes()).toEqual([]);
  });
});
