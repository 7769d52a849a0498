import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { createClock } from "../../../lib/simulator";
import { createClient } from "./simulator/client";
import { BASE, closeAll, LB, never, startBalancer, until, whileTimePasses } from "./support";

afterEach(closeAll);

const LIVE = { live: true, diagnostics: [] };

/** What the vendor does not document, at every setting. */
const SETTINGS: readonly OvhSimulatorOptions[] = [
  { parallelRefresh: "no-effect" },
  { parallelRefresh: "refuse" },
  { parallelRefresh: "queue" },
  { refreshTakes: "at-end" },
  { refreshTakes: "at-end", parallelRefresh: "refuse" },
  { pendingCount: "objects" },
  { nothingPending: "zeros" },
  { moveIsPending: true },
  { routedIpsNeedRefresh: false },
  { invalidRefresh: "no-effect" },
  { invalidRefresh: "task-error" },
  { taskListedAfterMs: 60 },
  { taskListedAfterMs: 60, parallelRefresh: "refuse" },
];

describe("two processes that write to one load balancer at the same time", () => {
  async function writeAtOnce(options: OvhSimulatorOptions) {
    const { process, write, scene, simulator, live } = await startBalancer({ settleMs: 40, ...options });
    const ips: string[] = [];
    const work = (delayMs: number) => {
      const refresher = process();
      return Array.from({ length: 4 }, async (_, i) => {
        await new Promise((resolve) => setTimeout(resolve, delayMs + 25 * i));
        if (i < 3) write(i === 2 ? { zone: "gra" } : {});
        else ips.push(scene.ip({ routedTo: LB }));
        return refresher.afterWrite(LB, { kind: "create", moved: i === 3 }, never);
      });
    };
    const outcomes = await Promise.all([...work(0), ...work(15)]);
    const served = ["gra", "rbx"].map((zone) => {
      const addresses = simulator.live()[LB]?.[zone]?.frontends[0]?.addresses ?? [];
      return ips.filter((ip) => addresses.includes(ip)).length;
    });
    return { options, outcomes, live: live(), served };
  }

  it("have everything live in the end, however the API does what it does not document", async () => {
    const found = await Promise.all(SETTINGS.map(writeAtOnce));
    const right = { outcomes: Array(8).fill(LIVE), live: { gra: 7, rbx: 5 }, served: [2, 2] };
    expect(found).toEqual(SETTINGS.map((options) => ({ options, ...right })));
  });
});

describe("somebody else's refresh", () => {
  it("that began before our move and was not listed makes another one necessary, although nothing is pending", async () => {
    const clock = createClock({ stepped: true });
    const slow = { settleMs: 60_000, taskListedAfterMs: 1000, clock };
    const { process, scene, simulator, refreshes } = await startBalancer(slow);
    scene.call("POST", `${BASE}/refresh`, {});
    const ip = scene.ip({ routedTo: LB });
    const outcome = process().afterWrite(LB, { kind: "create", moved: true }, never);
    await until(() => refreshes().length === 1);
    expect(await whileTimePasses(clock, outcome)).toEqual(LIVE);
    expect(simulator.live()[LB]?.gra?.frontends[0]?.addresses).toContain(ip);
    expect(refreshes()).toHaveLength(2);
  });

  it("of another zone is not waited for", async () => {
    const clock = createClock({ stepped: true });
    const { process, write, scene, refreshes, live } = await startBalancer({ settleMs: 60_000, clock });
    scene.call("POST", `${BASE}/refresh`, { zone: "rbx" });
    write({ zone: "gra" });
    const outcome = process().afterWrite(LB, { kind: "create" }, never);
    await until(() => refreshes().length === 1); // and time stands still for the other one
    expect(await whileTimePasses(clock, outcome)).toEqual(LIVE);
    expect(refreshes()).toEqual([{ zone: "gra" }]);
    expect(live()).toMatchObject({ gra: 2 });
  });

  it("of another zone is waited for after a move, which goes live in every zone", async () => {
    const clock = createClock({ stepped: true });
    const { process, write, scene, simulator, refreshes } = await startBalancer({ settleMs: 60_000, clock });
    scene.call("POST", `${BASE}/refresh`, { zone: "rbx" });
    const ip = scene.ip({ routedTo: LB });
    write({ zone: "gra" });
    const outcome = process().afterWrite(LB, { kind: "create", moved: true }, never);
    const looks = () => simulator.journal.filter(({ path }) => path.endsWith("/task")).length;
    await until(() => refreshes().length > 0 || looks() > 3);
    expect(await whileTimePasses(clock, outcome)).toEqual(LIVE);
    for (const zone of ["gra", "rbx"]) expect(simulator.live()[LB]?.[zone]?.frontends[0]?.addresses).toContain(ip);
  });

  it("that takes our write along makes one of our own unnecessary", async () => {
    const { process, write, scene, refreshes, live } = await startBalancer({ settleMs: 100 });
    write();
    scene.call("POST", `${BASE}/refresh`, {});
    const gone = { pending: [], refreshable: true, refreshes: [], diagnostics: [] };
    expect(await process().activate(LB, "pending", never)).toEqual(gone);
    expect(refreshes()).toEqual([]);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });

  it("that fails is followed by one of our own", async () => {
    const { process, write, simulator, refreshes, live } = await startBalancer({ settleMs: 60 });
    write();
    simulator.faults.inject({ path: `**/refresh`, times: 1, fault: { kind: "fail-later", message: "error" } });
    await createClient(simulator).post(`${BASE}/refresh`, {});
    expect(await process().activate(LB, "pending", never)).toMatchObject({ pending: [] });
    expect(refreshes()).toHaveLength(2);
    expect(live()).toEqual({ gra: 2, rbx: 2 });
  });
});

it("keeps asking while as much is pending as before, and in the end says that it is not certain", async () => {
  const { process, simulator, refreshes } = await startBalancer();
  const pending = [{ zone: "gra", number: 3 }];
  simulator.faults.inject({ path: "**/pendingChanges", fault: { kind: "status", status: 200, body: pending } });
  await expect(process().activate(LB, "pending", never)).rejects.toThrow(
    /^After 5 refreshes of loadbalancer-demo \(task [\d, ]+ is done\) it is not certain .* 3 in gra is pending/,
  );
  expect(refreshes()).toHaveLength(5);
});
