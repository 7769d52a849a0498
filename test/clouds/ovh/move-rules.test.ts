/** Where an address may go, and what has to be done for it. */
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { applyConfig, errorsOf, never, tryApply, warningsOf } from "../../support/ionos";
import { ovhMember, ovhMembers, ovhWrites } from "../../support/ovh";
import type { OvhPlace } from "../../support/ovh";
import { BLOCK, closeMoves, cutOff, LONG, made, MOVE, start, timeFlies, TYPE } from "./move-support";

afterEach(closeMoves);

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

describe("credentials that may not look into servers", () => {
  it("move an address all the same, and the API judges its virtual MAC", async () => {
    const { session, config, scene, server, faults } = await start();
    scene.route(BLOCK, server("stranger"));
    faults.inject({ path: /\/dedicated\/server/, fault: { kind: "status", status: 403 } });
    expect(await applyConfig(session(), TYPE, null, config())).toMatchObject({ holder: "a" });
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

  it("is refreshed also when an order to move was cut off before that, and when a release was", async () => {
    const { session, config, place, members, scene, server, served } = await withBalancer();
    const state = await applyConfig(session(), TYPE, null, config({ members }));
    scene.route(BLOCK, server("b"));
    const moved = await applyConfig(session(), TYPE, state, config({ members, master: "b" }));
    expect(served()).toBe(false);
    scene.route(BLOCK, "loadbalancer-demo");
    scene.apply("loadbalancer-demo");
    scene.route(BLOCK, null);
    await applyConfig(session(), TYPE, moved, null);
    expect(served()).toBe(false);
    expect(ovhWrites(place)).toEqual([MOVE, REFRESH, REFRESH, REFRESH]);
  });

  it.each([{ moveDedicatedIpAway: "allow" }, { moveDedicatedIpAway: "reject" }] as const)(
    "that has the address on a front-end gives it up, or its refusal is quoted (%p)",
    async (options) => {
      const { session, config, scene, server, where } = await withBalancer(options);
      scene.route(BLOCK, "loadbalancer-demo");
      const dedicated = { zone: "all", port: "81", dedicatedIpfo: [BLOCK] };
      const { frontendId } = scene.call("POST", "/ipLoadbalancing/loadbalancer-demo/tcp/frontend", dedicated) as {
        frontendId: number;
      };
      const outcome = await tryApply(session(), TYPE, null, config());
      const refused = [
        expect.stringContaining(`409 [Client::Conflict] ${BLOCK} is dedicated to front-end ${frontendId}`),
      ];
      expect(errorsOf(outcome)).toEqual(options.moveDedicatedIpAway === "reject" ? refused : []);
      expect(where()).toBe(options.moveDedicatedIpAway === "reject" ? "loadbalancer-demo" : server("a"));
    },
  );

  it("that cannot be refreshed is a warning, because the address has moved", async () => {
    const { session, config, members, faults } = await withBalancer();
    faults.inject({ method: "POST", path: "**/refresh", fault: { kind: "fail-later", message: "error: no reason" } });
    const outcome = await tryApply(session(), TYPE, null, config({ members }));
    expect(errorsOf(outcome)).toEqual([]);
    expect(outcome.state).toMatchObject({ holder: "a" });
    expect(warningsOf(outcome)).toEqual([expect.stringContaining("that an address moved is not live")]);
  });
});
