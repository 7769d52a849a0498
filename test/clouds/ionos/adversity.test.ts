/** What IONOS does that its documentation does not promise otherwise: late, stale, shuffled and hidden things. */
import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import {
  applyConfig,
  configOf,
  errorsOf,
  groupConfig,
  never,
  openSession,
  replan,
  startPlace,
  tryApply,
  writes,
} from "../../support/ionos";
import type { Place } from "../../support/ionos";

const TYPE = "ipfailover_group";
const closers: (() => unknown)[] = [];
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);

beforeAll(() => process.on("unhandledRejection", onUnhandled));
afterAll(() => process.off("unhandledRejection", onUnhandled));
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled.splice(0)).toEqual([]);
});

async function start(options: Parameters<typeof startPlace>[0] = {}): Promise<Place> {
  const place = await startPlace(options);
  closers.push(() => place.simulator.close());
  return place;
}
function open(place: Place): Session {
  const session = openSession(place.simulator);
  closers.push(() => session.close());
  return session;
}
const nicOf = (place: Place, name: string) => place.members[name]?.nic ?? "";
const ipsOf = (place: Place, name: string) =>
  place.simulator.scene.look(place.simulator.scene.pathOf(nicOf(place, name)) ?? "")?.ips;

/** Makes a group, sees that nothing is left to do, and takes it apart again. */
async function live(place: Place, values: ObjectValue = {}): Promise<void> {
  const config = groupConfig(place, values);
  const state = await applyConfig(open(place), TYPE, null, config);
  expect((await replan(open(place), TYPE, state ?? {}, config)).changed).toBe(false);
  expect(await applyConfig(open(place), TYPE, state, null)).toBeNull();
}

it.each<[string, Parameters<typeof startPlace>[0]]>([
  ["changes take a while", { settleMs: 150 }],
  ["reads show what was asked for while changes are pending", { settleMs: 60, readsWhileBusy: "requested" }],
  ["all changes of a data centre wait for each other", { settleMs: 40, queueScope: "datacenter" }],
  ["automatically assigned addresses are not taken back in a list", { acceptDynamicIps: false }],
  ["a master's NIC may lose its address", { masterDropsAddress: "allow" }],
  ["a new NIC is hidden for a while", { nicHiddenMs: 900 }],
])("a group lives where %s", async (_what, options) => {
  await live(await start(options));
});

it("a group lives where every answer is a little late and some are lost on the way", async () => {
  const place = await start({ settleMs: 20 });
  place.simulator.faults.inject({ fault: { kind: "latency", ms: 15 } });
  place.simulator.faults.inject({ probability: 0.15, fault: { kind: "lost-answer" } });
  await live(place);
});

it("honours Retry-After on every kind of request", async () => {
  const place = await start();
  place.simulator.faults.inject({
    method: "PATCH",
    times: 2,
    fault: { kind: "status", status: 429, retryAfterSeconds: 1 },
  });
  const began = place.simulator.clock.now();
  await applyConfig(open(place), TYPE, null, groupConfig(place));
  const patches = place.simulator.journal.filter(({ method }) => method === "PATCH").map(({ at }) => at - began);
  expect(patches[1]! - patches[0]!).toBeGreaterThanOrEqual(990);
  expect(patches[2]! - patches[1]!).toBeGreaterThanOrEqual(990);
});

it("tells the cloud's words when a request was taken and then failed, and leaves nothing behind", async () => {
  const place = await start({ settleMs: 20 });
  place.simulator.faults.inject({
    method: "PATCH",
    path: "**/lans/*",
    fault: { kind: "fail-later", message: "[VDC-5-601] We are sorry." },
  });
  const outcome = await tryApply(open(place), TYPE, null, groupConfig(place));
  expect(errorsOf(outcome)[0]).toMatch(
    /replacing the failover groups of LAN 1 .+ failed: \[VDC-5-601\] We are sorry\. \(request .+\)/,
  );
  expect(outcome.state).toBeNull();
  expect(ipsOf(place, "a")).not.toContain(place.ips[0]);
});

it("gives a NIC that had the address before the create its address back when the create fails", async () => {
  const place = await start();
  const [ip = "", other = ""] = place.ips;
  place.simulator.scene.setNicIps(nicOf(place, "a"), [other, ip]);
  place.simulator.faults.inject({ method: "PATCH", path: "**/lans/*", fault: { kind: "status", status: 422 } });
  expect(errorsOf(await tryApply(open(place), TYPE, null, groupConfig(place)))).toHaveLength(1);
  expect(ipsOf(place, "a")).toContain(ip);
});

describe("addresses in another order", () => {
  const both = (place: Place) => {
    place.simulator.scene.setNicIps(nicOf(place, "a"), [place.ips[1] ?? ""]);
    place.simulator.scene.setNicIps(nicOf(place, "b"), [place.ips[2] ?? ""]);
  };

  it("are no drift when every reading shows another one", async () => {
    const place = await start({ addresses: 8 });
    const config = groupConfig(place);
    place.simulator.scene.setNicIps(nicOf(place, "a"), place.ips.slice(1, 4));
    place.simulator.scene.setNicIps(nicOf(place, "b"), place.ips.slice(4));
    const state = await applyConfig(open(place), TYPE, null, config);
    place.simulator.faults.inject({ method: "GET", fault: { kind: "shuffle", keys: ["ips"] } });
    for (let i = 0; i < 5; i++) expect((await replan(open(place), TYPE, state ?? {}, config)).changed).toBe(false);
  });

  it("are drift when readings agree on it, and are repaired with one write for each NIC", async () => {
    const place = await start();
    both(place);
    const config = groupConfig(place);
    const state = await applyConfig(open(place), TYPE, null, config);
    place.simulator.scene.setNicIps(nicOf(place, "a"), [place.ips[1] ?? "", place.ips[0] ?? ""]);
    place.simulator.scene.setNicIps(nicOf(place, "b"), [place.ips[2] ?? "", place.ips[0] ?? ""]);
    const again = await replan(open(place), TYPE, state ?? {}, config);
    expect(again.state?.address_role).toBe("additional");
    expect(again.changed).toBe(true);
    place.simulator.clearJournal();
    await applyConfig(open(place), TYPE, again.state, config);
    expect(writes(place)).toHaveLength(2);
    expect(ipsOf(place, "a")).toEqual([place.ips[0], place.ips[1]]);
  });

  it("are repaired at most once an apply where the cloud does not keep the order", async () => {
    const place = await start();
    both(place);
    place.simulator.faults.inject({ method: "GET", fault: { kind: "shuffle", keys: ["ips"] } });
    const outcome = await tryApply(open(place), TYPE, null, groupConfig(place));
    expect(errorsOf(outcome)).toEqual([]);
    expect(writes(place).filter((write) => write.includes("/nics/"))).toHaveLength(2);
  });
});

it("takes an old reading for what it is: no member is missing because of it, no group is gone", async () => {
  const place = await start();
  const config = groupConfig(place);
  place.simulator.faults.inject({
    method: "GET",
    path: /\/(servers|datacenters\/[^/]+)$/,
    skip: 2,
    times: 2,
    fault: { kind: "stale" },
  });
  const state = await applyConfig(open(place), TYPE, null, config);
  expect(Object.keys(state?.members as ObjectValue)).toEqual(["a", "b"]);
  place.simulator.faults.clear();
  place.simulator.faults.inject({
    method: "GET",
    path: /\/(servers|datacenters\/[^/]+)$/,
    times: 2,
    fault: { kind: "stale" },
  });
  expect(await applyConfig(open(place), TYPE, state, null)).toBeNull();
  expect([ipsOf(place, "a"), ipsOf(place, "b")].flat()).not.toContain(place.ips[0]);
});

describe("time", () => {
  const timeouts = (create: string) => ({ create, update: null, delete: null, read: null });

  it("of a resource's own timeouts counts for it alone, and its end tells the cloud's last word", async () => {
    const [short, long] = ["400ms", "800ms"];
    const place = await start({ settleMs: 3_600_000 });
    const session = open(place);
    const group = (ip: string, create: string) =>
      groupConfig(place, { ip, address_role: "additional", timeouts: timeouts(create) });
    const began = Date.now();
    const ended: number[] = [];
    const outcomes = await Promise.all(
      [short, long].map((create, i) =>
        tryApply(session, TYPE, null, group(place.ips[i] ?? "", create), never, `group.${i}`).finally(() =>
          ended.push(Date.now() - began),
        ),
      ),
    );
    for (const outcome of outcomes)
      expect(errorsOf(outcome)[0]).toMatch(/The time allowed ran out .+ last state: request .+ is (QUEUED|RUNNING)\./);
    expect(ended[0]).toBeLessThan(ended[1] ?? 0);
  });

  it("is up for one caller of a batch, and the others get what they asked for in the same write", async () => {
    const place = await start({ settleMs: 300 });
    const session = open(place);
    const controller = new AbortController();
    const group = (i: number) => groupConfig(place, { ip: place.ips[i] ?? "", address_role: "additional" });
    const leaving = tryApply(session, TYPE, null, group(0), controller.signal, "group.0");
    const staying = tryApply(session, TYPE, null, group(1), never, "group.1");
    const patched = () => place.simulator.journal.some(({ method }) => method === "PATCH");
    while (!patched()) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(errorsOf(await leaving)[0]).toMatch(/^Interrupted while changing the addresses of NIC/);
    expect(errorsOf(await staying)).toEqual([]);
    expect(ipsOf(place, "a")).toEqual(expect.arrayContaining(place.ips.slice(0, 2)));
  });
});

describe("a closed session", () => {
  it("ends what is under way with an error, and sends nothing more", async () => {
    const place = await start({ settleMs: 60_000 });
    const session = open(place);
    const creating = tryApply(session, TYPE, null, groupConfig(place), AbortSignal.timeout(3000));
    while (!writes(place).length) await new Promise((resolve) => setImmediate(resolve));
    session.close();
    expect(errorsOf(await creating)).toHaveLength(1);
    const sent = place.simulator.journal.length;
    await expect(session.read(TYPE, {}, never)).resolves.toBeDefined();
    expect(place.simulator.journal).toHaveLength(sent);
  });

  it("lets the account be looked up by others after one caller gave up", async () => {
    const place = await start();
    const session = open(place);
    place.simulator.faults.inject({ path: "**/contracts", fault: { kind: "latency", ms: 150 } });
    const controller = new AbortController();
    const block = configOf("ipfailover_ip_block", { name: "vip", location: "de/fra", size: 1 });
    const leaving = session.apply(
      "ipfailover_ip_block",
      { prior: null, planned: block, config: block },
      controller.signal,
    );
    const staying = tryApply(session, TYPE, null, groupConfig(place));
    setTimeout(() => controller.abort(), 40);
    expect(errorsOf(await leaving)[0]).toContain("Interrupted while");
    expect(errorsOf(await staying)).toEqual([]);
  });
});
