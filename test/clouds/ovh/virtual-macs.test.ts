/** Virtual MACs of OVHcloud's dedicated servers, as both front doors use them, against the simulator. */
import { startOvhSimulator } from "../../../lib/clouds/ovh/simulator";
import type { OvhSimulator, OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { TimeoutReason } from "../../../lib/http/wait";
import { createClock } from "../../../lib/simulator";
import type { Session } from "../../../lib/resources/session";
import { textOf } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, configOf, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { openOvhSession } from "../../support/ovh";

const TYPE = "ipfailover_virtual_mac";
const A = "ns1.example.net";
const B = "ns2.example.net";
const [ONE, TWO, THREE] = ["203.0.113.1", "203.0.113.2", "203.0.113.3"];
const open: { close(): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((thing) => thing.close())));

interface Scene {
  readonly simulator: OvhSimulator;
  readonly session: Session;
  /** Another process on the same account. */
  readonly again: () => Session;
}

/** Two servers and three addresses that are routed to the first. */
async function start(options: OvhSimulatorOptions = {}, quota?: number): Promise<Scene> {
  const simulator = await startOvhSimulator(options);
  simulator.scene.server({ name: A, ...(quota === undefined ? {} : { vmacQuota: quota }) });
  simulator.scene.server({ name: B });
  for (const ip of [ONE, TWO, THREE]) simulator.scene.ip({ ip, routedTo: A });
  const again = () => {
    const session = openOvhSession(simulator);
    open.push(session);
    return session;
  };
  open.push(simulator);
  return { simulator, session: again(), again };
}

const config = (values: ObjectValue = {}) => configOf(TYPE, { addresses: [ONE], ...values });

/** Each MAC of a server as `type name: addresses`. */
function macsOf({ scene }: OvhSimulator, server = A): readonly string[] {
  const at = `/dedicated/server/${server}/virtualMac`;
  return (scene.call("GET", at) as readonly string[]).map((mac) => {
    const { type } = scene.call("GET", `${at}/${mac}`) as { type: string };
    const ips = scene.call("GET", `${at}/${mac}/virtualAddress`) as readonly string[];
    const names = ips.map((ip) => {
      const address = scene.call("GET", `${at}/${mac}/virtualAddress/${ip}`) as { virtualMachineName: string };
      return address.virtualMachineName;
    });
    return `${type} ${[...new Set(names)].join("|")}: ${[...ips].sort().join(" ")}`;
  });
}

/** Somebody else makes one by hand. */
function makeByHand({ scene }: OvhSimulator, ip: string, virtualMachineName = "by hand", server = A): void {
  scene.call("POST", `/dedicated/server/${server}/virtualMac`, { ipAddress: ip, type: "ovh", virtualMachineName });
}

const writes = ({ journal }: OvhSimulator) =>
  journal
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace(/^.*virtualMac/, "virtualMac")}`);

/** Resolves when such a request was answered. */
async function asked(simulator: OvhSimulator, path: RegExp): Promise<void> {
  while (!simulator.journal.some((entry) => path.test(entry.path) && entry.status !== null))
    await new Promise((resolve) => setTimeout(resolve, 5));
}

const plan = (session: Session, values: ObjectValue, prior: ObjectValue | null = null) =>
  session.plan(TYPE, { address: "test.only", prior, config: config(values) }, never);

describe("its life", () => {
  it("is made, shown without a diff whatever order and mask, extended, reduced and removed", async () => {
    const { simulator, session } = await start();
    const state = await applyConfig(
      session,
      TYPE,
      null,
      config({ addresses: [TWO, `${ONE}/32`], type: "vmware", name: "vm" }),
    );
    expect(macsOf(simulator)).toEqual([`vmware vm: ${ONE} ${TWO}`]);
    expect(state).toMatchObject({
      id: ONE,
      addresses: [TWO, `${ONE}/32`],
      server: A,
      mac: expect.stringMatching(/^02:00:00(:[0-9a-f]{2}){3}$/) as string,
      account: "xx1111-ovh",
    });
    const same = { type: "vmware", name: "vm" };
    const again = await replan(session, TYPE, state ?? {}, config({ ...same, addresses: [ONE, `${TWO}/32`] }));
    expect([again.changed, again.diagnostics]).toEqual([false, []]);

    // All of its addresses are others now, and the MAC has stayed.
    const moved = await applyConfig(session, TYPE, state, config({ ...same, addresses: [THREE] }));
    expect(macsOf(simulator)).toEqual([`vmware vm: ${THREE}`]);
    expect(moved).toMatchObject({ id: THREE, mac: state?.mac });
    expect(await applyConfig(session, TYPE, moved, null)).toBeNull();
    expect(macsOf(simulator)).toEqual([]);
    expect(await applyConfig(session, TYPE, moved, null)).toBeNull();
  });

  it("is replaced also where the server has no room for another one", async () => {
    const { simulator, again } = await start({}, 1);
    const state = await applyConfig(again(), TYPE, null, config());
    const session = again();
    const { state: seen } = await session.read(TYPE, state!, never);
    const renamed = config({ name: "other" });
    // As Terraform does it: the old one is planned, then a new one, and each is carried out.
    expect((await session.plan(TYPE, { prior: seen, config: renamed }, never)).replace).toEqual([["name"]]);
    const plan = await session.plan(TYPE, { prior: null, config: renamed }, never);
    expect(errorsOf(plan)).toEqual([]);
    // While the old one is there nothing else is made in its place.
    const early = await session.apply(TYPE, { prior: null, planned: plan.planned, config: renamed }, never);
    expect(errorsOf(early)).toEqual([expect.stringContaining("has the virtual MAC")]);
    await applyConfig(session, TYPE, seen, null);
    expect(errorsOf(await session.apply(TYPE, { prior: null, planned: plan.planned, config: renamed }, never))).toEqual(
      [],
    );
    expect(macsOf(simulator)).toEqual([`ovh other: ${ONE}`]);
  });

  it("is replaced also by a plan before which nothing was read", async () => {
    const { again } = await start({}, 1);
    const state = await applyConfig(again(), TYPE, null, config());
    const session = again();
    const renamed = config({ name: "other" });
    expect((await session.plan(TYPE, { prior: state, config: renamed }, never)).replace).toEqual([["name"]]);
    expect(errorsOf(await session.plan(TYPE, { prior: null, config: renamed }, never))).toEqual([]);
  });

  it("is replaced when type or name change, which the API cannot", async () => {
    const { session } = await start();
    const state = await applyConfig(session, TYPE, null, config());
    expect((await plan(session, { type: "vmware" }, state)).replace).toEqual([["type"]]);
    expect((await plan(session, { name: "other" }, state)).replace).toEqual([["name"]]);
  });

  it("follows its address to another server without a diff", async () => {
    const { simulator, session, again } = await start();
    const state = await applyConfig(session, TYPE, null, config());
    simulator.scene.route(ONE, B);
    const other = again();
    const seen = await replan(other, TYPE, state ?? {}, config());
    expect(seen.changed).toBe(false);
    expect(seen.state).toMatchObject({ server: B, mac: state?.mac });
    await applyConfig(other, TYPE, seen.state, null);
    expect(macsOf(simulator, B)).toEqual([]);
  });

  it("is gone when its address went where there are none, and made again when it is back", async () => {
    const { simulator, again } = await start();
    const state = await applyConfig(again(), TYPE, null, config());
    simulator.scene.route(ONE, null);
    expect((await again().read(TYPE, state ?? {}, never)).state).toBeNull();
    simulator.scene.route(ONE, A);
    await applyConfig(again(), TYPE, null, config());
    expect(macsOf(simulator)).toHaveLength(1);
  });

  it("is imported by any of its addresses, and the same configuration costs no write", async () => {
    const { simulator, session, again } = await start();
    const state = await applyConfig(session, TYPE, null, config({ addresses: [ONE, TWO] }));
    simulator.clearJournal();
    const other = again();
    const imported = await other.import(TYPE, TWO, never);
    const seen = await replan(other, TYPE, imported.state ?? {}, config({ addresses: [ONE, TWO] }));
    expect([seen.changed, seen.state?.mac, writes(simulator)]).toEqual([false, state?.mac, []]);
    expect(errorsOf(await other.import(TYPE, "02:00:00:aa:bb:cc", never))[0]).toContain("Write one of its addresses");
  });

  it("takes back what somebody added, and gives again what somebody took", async () => {
    const { simulator, session, again } = await start();
    const state = await applyConfig(session, TYPE, null, config({ addresses: [ONE, TWO] }));
    const at = `/dedicated/server/${A}/virtualMac/${textOf(state?.mac)}/virtualAddress`;
    simulator.scene.call("DELETE", `${at}/${TWO}`);
    simulator.scene.call("POST", at, { ipAddress: THREE, virtualMachineName: "x" });
    const other = again();
    const seen = await replan(other, TYPE, state ?? {}, config({ addresses: [ONE, TWO] }));
    expect(seen.state?.addresses).toEqual([ONE, THREE]);
    await applyConfig(other, TYPE, seen.state, config({ addresses: [ONE, TWO] }));
    expect(macsOf(simulator)).toEqual([`ovh failover: ${ONE} ${TWO}`]);
  });
});

describe("the plan says", () => {
  it("that addresses which share a MAC cannot be moved, once", async () => {
    const { session } = await start();
    const shared = { addresses: [ONE, TWO] };
    expect(warningsOf(await plan(session, shared))).toEqual([expect.stringContaining("does not move an address")]);
    expect(warningsOf(await plan(session, { ...shared, acknowledge: ["shared-mac"] }))).toEqual([]);
    const state = await applyConfig(session, TYPE, null, config(shared));
    expect(warningsOf(await plan(session, { addresses: [ONE, TWO, THREE] }, state))).toEqual([]);
  });

  it.each([
    ["is parked", null, /203\.0\.113\.1 is parked, and only dedicated servers/],
    ["is on a load balancer", "loadbalancer-1", /is routed to loadbalancer-1, and only dedicated servers/],
  ])("that an address %s, which a group of the same run may change", async (_what, to, words) => {
    const { simulator, session } = await start();
    simulator.scene.loadBalancer({ name: "loadbalancer-1" });
    simulator.scene.route(ONE, to);
    const planned = await plan(session, {});
    expect([errorsOf(planned), warningsOf(planned)]).toEqual([[], [expect.stringMatching(words)]]);
    // It was not changed: nothing is written.
    simulator.clearJournal();
    expect(errorsOf(await tryApply(session, TYPE, null, config()))[0]).toMatch(words);
    expect(writes(simulator)).toEqual([]);
    simulator.scene.route(ONE, A);
    await applyConfig(session, TYPE, null, config());
  });

  it("nothing of an address that a group of the same run routes to a server", async () => {
    const { simulator, session } = await start();
    simulator.scene.route(ONE, null);
    const member = { server: A, nic: null, nexthop: null, priority: null };
    const group = configOf("ipfailover_group", { ip: `${ONE}/32`, members: { a: member }, master: "a" });
    await session.plan("ipfailover_group", { prior: null, config: group }, never);
    expect((await plan(session, {})).diagnostics).toEqual([]);
  });

  it("that addresses are on different servers", async () => {
    const { simulator, session } = await start();
    simulator.scene.route(TWO, B);
    const [text] = errorsOf(await plan(session, { addresses: [ONE, TWO] }));
    expect(text).toContain(`${ONE} is on ${A}, ${TWO} is on ${B}`);
  });

  it("that an address has another MAC already, and how to take it over", async () => {
    const { simulator, session } = await start();
    makeByHand(simulator, ONE);
    const [text] = errorsOf(await plan(session, {}));
    expect(text).toMatch(
      /203\.0\.113\.1 has the virtual MAC 02:.* \(type ovh, name "by hand"\) already\. Import that with the id 203\.0\.113\.1/,
    );
  });

  it("that the server has no virtual MACs, or none left", async () => {
    const { simulator, session, again } = await start({}, 1);
    makeByHand(simulator, TWO);
    expect(errorsOf(await plan(session, {}))).toEqual([
      expect.stringContaining(`${A} has 1 of 1 virtual MACs already`),
    ]);
    simulator.scene.server({ name: "small", vmacSupported: false });
    simulator.scene.route(THREE, "small");
    const small = await plan(again(), { addresses: [THREE] });
    expect(errorsOf(small)).toEqual([expect.stringContaining("small does not support virtual MACs")]);
  });

  it("that an address is nobody's of this account", async () => {
    const { session } = await start();
    const [text] = errorsOf(await plan(session, { addresses: ["198.51.100.1"] }));
    expect(text).toContain("198.51.100.1 is in no block of this account");
  });

  it("that an address is in two virtual MACs of the stack", async () => {
    const { session } = await start();
    await session.plan(TYPE, { address: "a", prior: null, config: config() }, never);
    const second = config({ addresses: [TWO, `${ONE}/32`] });
    const planned = await session.plan(TYPE, { address: "b", prior: null, config: second }, never);
    expect(errorsOf(planned)).toEqual([expect.stringContaining(`${ONE} is in two ipfailover_virtual_mac`)]);
  });
});

describe("whatever goes wrong", () => {
  const failLater = (message: string) => ({ kind: "fail-later", message }) as const;

  it.each(["customerError", "ovhError", "cancelled"])(
    "a task that ends as %s is told with its comment",
    async (end) => {
      const { simulator, session } = await start();
      simulator.faults.inject({ method: "POST", fault: failLater(`${end}: no such rack`) });
      const outcome = await tryApply(session, TYPE, null, config());
      expect(errorsOf(outcome)[0]).toMatch(
        new RegExp(`Task \\d+ \\(virtualMacAdd\\) of ${A} ended as ${end}: no such rack`),
      );
      expect([outcome.state, macsOf(simulator)]).toEqual([null, []]);
    },
  );

  it("a create that fails half-way takes back what it made", async () => {
    const { simulator, session } = await start();
    simulator.faults.inject({ method: "POST", path: "**/virtualAddress", fault: failLater("ovhError: broken") });
    const outcome = await tryApply(session, TYPE, null, config({ addresses: [ONE, TWO] }));
    expect(errorsOf(outcome)[0]).toContain("ended as ovhError: broken");
    expect([outcome.state, macsOf(simulator)]).toEqual([null, []]);
  });

  it("what cannot be taken back is said, and the next apply goes on from there", async () => {
    const { simulator, session, again } = await start();
    const end = simulator.faults.inject({
      method: "POST",
      path: "**/virtualAddress",
      fault: failLater("ovhError: broken"),
    });
    const body = { class: "Client::Forbidden", message: "User not granted for this request" };
    const allow = simulator.faults.inject({ method: "DELETE", fault: { kind: "status", status: 403, body } });
    const [text] = errorsOf(await tryApply(session, TYPE, null, config({ addresses: [ONE, TWO] })));
    expect(text).toMatch(/broken.* Left behind, and taken up by the next apply, because of: DELETE .*403/);
    end();
    allow();
    await applyConfig(again(), TYPE, null, config({ addresses: [ONE, TWO] }));
    expect(macsOf(simulator)).toEqual([`ovh failover: ${ONE} ${TWO}`]);
  });

  it.each<readonly [string, object]>([
    ["lost", { kind: "lost-answer" }],
    ["a gateway's 504", { kind: "lost-answer-status", status: 504 }],
  ])("answers that are %s lead to one MAC, and to none when it is removed", async (_what, fault) => {
    const { simulator, session } = await start();
    const inject = (method: string) => simulator.faults.inject({ method, times: 1, fault: fault as never });
    inject("POST");
    const state = await applyConfig(session, TYPE, null, config());
    expect(macsOf(simulator)).toHaveLength(1);
    inject("DELETE");
    expect(await applyConfig(session, TYPE, state, null)).toBeNull();
    expect(macsOf(simulator)).toEqual([]);
    expect(writes(simulator)).toHaveLength(2);
  });

  it("a request that never arrived is an error, and repeated by the next apply", async () => {
    const { simulator, session } = await start();
    simulator.faults.inject({ method: "POST", times: 1, fault: { kind: "reset" } });
    expect(errorsOf(await tryApply(session, TYPE, null, config()))[0]).toContain("was lost");
    await applyConfig(session, TYPE, null, config());
    expect(macsOf(simulator)).toHaveLength(1);
  });

  it("a deadline names the task, and the next apply waits for that one instead of starting another", async () => {
    const clock = createClock({ stepped: true });
    const { simulator, session, again } = await start({ clock, settleMs: 60_000 });
    const controller = new AbortController();
    const late = tryApply(session, TYPE, null, config(), controller.signal);
    await asked(simulator, /\/task\/\d+$/);
    controller.abort(new TimeoutReason(60));
    const outcome = await late;
    expect(errorsOf(outcome)[0]).toMatch(
      /The time allowed ran out while following task \d+ \(virtualMacAdd\) of ns1\.example\.net; last state: "init"/,
    );
    expect(outcome.state).toBeNull();
    simulator.clearJournal();
    const next = applyConfig(again(), TYPE, null, config());
    await asked(simulator, /\/task$/);
    clock.advance(60_000);
    expect([(await next)?.server, macsOf(simulator), writes(simulator)]).toEqual([A, [`ovh failover: ${ONE}`], []]);
  });

  it("a missing right is told with the call, and nothing is forgotten", async () => {
    const { simulator, session, again } = await start();
    const state = await applyConfig(session, TYPE, null, config());
    const body = {
      errorCode: "NOT_GRANTED_CALL",
      httpCode: "403 Forbidden",
      message: "This call has not been granted",
    };
    simulator.faults.inject({ path: "**/virtualMac", fault: { kind: "status", status: 403, body } });
    const outcome = await again().read(TYPE, state ?? {}, never);
    expect(outcome.state).toEqual(state);
    expect(errorsOf(outcome)[0]).toMatch(
      /make one whose rules allow GET on \/dedicated\/server\/ns1\.example\.net\/virtualMac/,
    );
  });

  it("many at once on one server each get their own, and share what they read", async () => {
    const { simulator, session, again } = await start();
    const ips = Array.from({ length: 8 }, (_, i) => `203.0.113.${i + 10}`);
    for (const ip of ips) simulator.scene.ip({ ip, routedTo: A });
    const states = await Promise.all(
      ips.map((ip) => tryApply(session, TYPE, null, config({ addresses: [ip], name: ip }), never, ip)),
    );
    expect(states.flatMap(errorsOf)).toEqual([]);
    expect([...macsOf(simulator)].sort()).toEqual(ips.map((ip) => `ovh ${ip}: ${ip}`).sort());
    simulator.clearJournal();
    const other = again();
    await Promise.all(states.map(({ state }) => other.read(TYPE, state ?? {}, never)));
    // Its addresses, its MACs and what each of them has, whoever asks.
    const reads = simulator.journal.filter(({ path }) => !path.includes("/auth/"));
    expect(reads).toHaveLength(2 + ips.length);
  });
});
