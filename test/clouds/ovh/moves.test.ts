/** What can go wrong while an address moves. */
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { openOvhSession, ovhGroupConfig, ovhMember, ovhMembers, ovhWrites, startOvhPlace } from "../../support/ovh";
import type { OvhPlace } from "../../support/ovh";
import { pool } from "../../support/pool";

const TYPE = "ipfailover_group";
const BLOCK = "203.0.113.1/32";
const MOVE = `POST /ip/${BLOCK}/move`;
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function start(options: OvhSimulatorOptions = {}) {
  const place = await startOvhPlace({ memberNames: ["a", "b", "stranger"], ...options });
  open.push(place.simulator);
  const { scene, faults } = place.simulator;
  const server = (name: string) => place.members[name] ?? "";
  return {
    place,
    scene,
    faults,
    server,
    where: () => scene.routedTo(BLOCK),
    config: (values: ObjectValue = {}) => ovhGroupConfig(place, { members: ovhMembers(place, ["a", "b"]), ...values }),
    /** A process of its own. */
    session: () => {
      const session = openOvhSession(place.simulator);
      open.unshift(session);
      return session;
    },
  };
}

const LONG = 3_600_000;

/** A first run that is cut off when it has asked for a move; tells what it said. */
async function cutOff({ faults, session, config }: Awaited<ReturnType<typeof start>>): Promise<readonly string[]> {
  const controller = new AbortController();
  const stop = faults.inject({
    method: "POST|DELETE",
    when: () => (controller.abort(), false),
    fault: { kind: "reset" },
  });
  const outcome = await tryApply(session(), TYPE, null, config(), controller.signal);
  stop();
  expect(outcome.state).toBeNull();
  return errorsOf(outcome);
}

/** An hour passes whenever somebody has looked at a task. */
function timeFlies({ place, faults }: Awaited<ReturnType<typeof start>>): void {
  const { clock } = place.simulator;
  const pass = () => void setImmediate(() => clock.advance(LONG));
  faults.inject({ method: "GET", path: /\/task\/\d+$/, when: () => (pass(), false), fault: { kind: "reset" } });
}

/** One address, routed to a, as another process of ours left it. */
async function made(place: Awaited<ReturnType<typeof start>>, values: ObjectValue = {}) {
  const state = await applyConfig(place.session(), TYPE, null, place.config(values));
  place.place.simulator.clearJournal();
  return state!;
}

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

describe("an address in a vRack", () => {
  const options = [
    { moveFromVrack: "reject", finishedVrackTask: "vanishes" },
    { moveFromVrack: "allow", finishedVrackTask: "stays", settleMs: 50 },
  ] as const;
  it.each(options)("leaves it by the vRack's own call, after a warning (%p)", async (each) => {
    const { session, config, scene, place } = await start(each);
    scene.vrack({ name: "pn-1" });
    scene.call("POST", "/vrack/pn-1/ip", { block: BLOCK });
    place.simulator.clock.advance(100);
    const plan = await session().plan(TYPE, { prior: null, config: config() }, never);
    expect(warningsOf(plan)).toEqual([expect.stringContaining("ip 203.0.113.1 is in the vRack pn-1. It is taken out")]);
    expect(plan.steps).toEqual([
      "take 203.0.113.1 out of the vRack pn-1",
      `route 203.0.113.1 to member "a" (${place.members.a})`,
    ]);
    expect(await applyConfig(session(), TYPE, null, config())).toMatchObject({ holder: "a" });
    expect(ovhWrites(place)).toEqual([`DELETE /vrack/pn-1/ip/${BLOCK}`, MOVE]);
  });

  it("is followed out of it where an earlier run was cut off", async () => {
    const at = await start({ settleMs: LONG });
    at.scene.vrack({ name: "pn-1" });
    at.scene.call("POST", "/vrack/pn-1/ip", { block: BLOCK });
    at.place.simulator.clock.advance(LONG);
    await cutOff(at);
    timeFlies(at);
    expect(await applyConfig(at.session(), TYPE, null, at.config())).toMatchObject({ holder: "a" });
    expect(at.where()).toBe(at.server("a"));
  });

  it("stays there when the task that takes it out is cancelled", async () => {
    const { session, config, scene, faults } = await start();
    scene.vrack({ name: "pn-1" });
    scene.call("POST", "/vrack/pn-1/ip", { block: BLOCK });
    faults.inject({ method: "DELETE", fault: { kind: "fail-later", message: "cancelled" } });
    const outcome = await tryApply(session(), TYPE, null, config());
    expect(errorsOf(outcome)).toEqual([expect.stringMatching(/^Task \d+ .+ in pn-1\) ended as cancelled\./)]);
  });
});

describe("a virtual MAC", () => {
  async function withMac(shared: boolean) {
    const at = await start();
    const { scene, server } = at;
    const other = scene.ip();
    for (const ip of [BLOCK, other]) scene.route(ip, server("a"));
    const body = (ip: string) => ({ ipAddress: ip.replace("/32", ""), virtualMachineName: "vm" });
    scene.call("POST", `/dedicated/server/${server("a")}/virtualMac`, { ...body(BLOCK), type: "ovh" });
    const [mac = ""] = scene.call("GET", `/dedicated/server/${server("a")}/virtualMac`) as string[];
    if (shared) scene.call("POST", `/dedicated/server/${server("a")}/virtualMac/${mac}/virtualAddress`, body(other));
    return { ...at, mac, other: other.replace("/32", "") };
  }

  it("that is shared keeps its addresses where they are, and the plan names it with the other ones", async () => {
    const { session, config, mac, other } = await withMac(true);
    const outcome = await tryApply(session(), TYPE, null, config({ master: "b", holder_policy: "master" }));
    expect(errorsOf(outcome)).toEqual([
      `ip 203.0.113.1 cannot move: it shares the virtual MAC ${mac} with ${other}, and OVHcloud moves no address whose virtual MAC is shared. Take 203.0.113.1 or ${other} off that MAC first.`,
    ]);
  });

  it("that is shared is a warning while nothing moves", async () => {
    const at = await withMac(false);
    const { session, config, scene, server, mac, other } = at;
    const state = await made(at);
    scene.call("POST", `/dedicated/server/${server("a")}/virtualMac/${mac}/virtualAddress`, {
      ipAddress: other,
      virtualMachineName: "vm",
    });
    const plan = await session().plan(TYPE, { prior: state, config: config({ on_destroy: "keep" }) }, never);
    expect(errorsOf(plan)).toEqual([]);
    expect(warningsOf(plan)).toEqual([expect.stringContaining(`shares the virtual MAC ${mac}`)]);
  });

  it("moves to where virtual MACs are supported, and nowhere else", async () => {
    const { session, config, scene, server, mac } = await withMac(false);
    const bare = scene.server({ name: "ns-bare", vmacSupported: false });
    const members = { a: ovhMember(server("a")), b: ovhMember(server("b")), n: ovhMember(bare) };
    expect(errorsOf(await tryApply(session(), TYPE, null, config({ members })))).toEqual([
      expect.stringMatching(
        new RegExp(`^members\\["n"\\].server ns-bare: .+ has the virtual MAC ${mac}, and ns-bare does not`),
      ),
    ]);
    const two = ovhMembers({ members: { a: server("a"), b: server("b") } } as unknown as OvhPlace);
    const state = await applyConfig(session(), TYPE, null, config({ members: two }));
    expect(await applyConfig(session(), TYPE, state, config({ members: two, master: "b" }))).toMatchObject({
      holder: "b",
    });
  });
});

describe("a place where the address cannot go", () => {
  it("is told with the region's rule", async () => {
    const { session, config, scene } = await start();
    scene.server({ name: "ns-far", region: "ca-east-bhs" });
    const members = { a: ovhMember("ns-far") };
    expect(errorsOf(await tryApply(session(), TYPE, null, config({ members })))).toEqual([
      'members["a"].server ns-far: ip 203.0.113.1 cannot be routed there, because the address belongs to GRA, RBX, SBG and ns-far is in BHS. Addresses move only within a region, and between GRA, RBX and SBG: use an address of that region.',
    ]);
  });

  it("is told when there is no such service, or the address is none of this account", async () => {
    const { session, config } = await start();
    const members = { a: ovhMember("ns-none") };
    expect(errorsOf(await tryApply(session(), TYPE, null, config({ members })))).toEqual([
      expect.stringContaining("because this account has no service ns-none that takes addresses."),
    ]);
    expect(errorsOf(await tryApply(session(), TYPE, null, config({ ip: "198.51.100.1" })))).toEqual([
      "ip 198.51.100.1 is no address of this account. Check it, and the provider's credentials.",
    ]);
  });

  it("is told for an address that is no additional one", async () => {
    const { session, config, scene, server } = await start();
    scene.ip({ ip: "192.0.2.1", type: "dedicated", routedTo: server("stranger") });
    expect(errorsOf(await tryApply(session(), TYPE, null, config({ ip: "192.0.2.1" })))).toEqual([
      expect.stringContaining("ip 192.0.2.1 cannot move: it is no additional IP (its type is dedicated)"),
    ]);
  });

  it("is a warning for a member that was in the group before, when it does not get the address now", async () => {
    const at = await start();
    const { session, config, scene, server } = at;
    const state = await made(at);
    scene.remove(server("b"));
    const plan = await session().plan(TYPE, { prior: state, config: config({ on_destroy: "keep" }) }, never);
    expect(errorsOf(plan)).toEqual([]);
    expect(warningsOf(plan)).toEqual([expect.stringContaining(`this account has no service ${server("b")}`)]);
  });
});

describe("a load balancer", () => {
  const REFRESH = "POST /ipLoadbalancing/loadbalancer-demo/refresh";

  /** With a front-end for all addresses that are routed to it. */
  async function withBalancer(options: OvhSimulatorOptions = {}) {
    const at = await start(options);
    const { scene, place, server } = at;
    scene.loadBalancer({ name: "loadbalancer-demo" });
    const call = (path: string, body: object) => scene.call("POST", `/ipLoadbalancing/loadbalancer-demo/${path}`, body);
    const { farmId } = call("http/farm", { zone: "all", port: 80 }) as { farmId: number };
    call("http/frontend", { zone: "all", port: "80", defaultFarmId: farmId });
    scene.apply("loadbalancer-demo");
    return {
      ...at,
      members: { a: ovhMember("loadbalancer-demo"), b: ovhMember(server("b")) },
      served: () => JSON.stringify(place.simulator.live()).includes("203.0.113.1"),
    };
  }

  it.each([{ moveIsPending: true }, { moveIsPending: false }])(
    "that has the address, or loses it, serves it or does not after one refresh (%p)",
    async (options) => {
      const { session, config, place, members, served } = await withBalancer(options);
      const state = await applyConfig(session(), TYPE, null, config({ members }));
      expect(served()).toBe(true);
      const moved = await applyConfig(session(), TYPE, state, config({ members, master: "b" }));
      expect(moved).toMatchObject({ holder: "b" });
      expect(served()).toBe(false);
      expect(ovhWrites(place)).toEqual([MOVE, REFRESH, MOVE, REFRESH]);
    },
  );

  it("serves the address also when the run that moved it there was cut off before the refresh", async () => {
    const { session, config, place, members, scene, served } = await withBalancer();
    scene.route(BLOCK, "loadbalancer-demo");
    await applyConfig(session(), TYPE, null, config({ members }));
    expect(served()).toBe(true);
    expect(ovhWrites(place)).toEqual([REFRESH]);
  });

  it("that cannot be refreshed is a warning, because the address has moved", async () => {
    const { session, config, members, faults } = await withBalancer();
    faults.inject({ method: "POST", path: "**/refresh", fault: { kind: "fail-later", message: "error: no reason" } });
    const outcome = await tryApply(session(), TYPE, null, config({ members }));
    expect(errorsOf(outcome)).toEqual([]);
    expect(outcome.state).toMatchObject({ holder: "a" });
    expect(warningsOf(outcome)).toEqual([expect.stringContaining("that an address moved is not live")]);
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
