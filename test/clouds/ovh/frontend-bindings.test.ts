import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { BINDING, bindingConfig, closeEverything, startPlace } from "./frontend-support";
import type { Place } from "./frontend-support";
import { BASE, LB } from "./support";

afterEach(closeEverything);

const on = (id: unknown, protocol = "http") => ({ frontend: { protocol, id: String(id) } });
const bare = (block: string) => block.replace("/32", "");
const dedicated = (place: Place, id: unknown) => (place.stored("http", id).dedicatedIpfo as string[] | null) ?? [];

/** A load balancer whose front-end has an address of somebody else's. */
async function startWithForeign(options: Parameters<typeof startPlace>[0] = {}) {
  const place = await startPlace(options);
  const foreign = place.scene.ip({ routedTo: LB });
  place.put("http", place.first, { dedicatedIpfo: [foreign] });
  place.scene.apply(LB);
  return { ...place, foreign, session: place.open() };
}

describe("addresses for a whole load balancer", () => {
  it("are moved there, served by its open front-ends once it was refreshed, and stay routed on destroy", async () => {
    const place = await startPlace();
    const session = place.open();
    const [one, two] = [place.scene.ip(), place.scene.ip({ ip: "203.0.113.64/29" })];
    const config = bindingConfig({ ips: [bare(one), two] });
    const state = await applyConfig(session, BINDING, null, config);
    expect(state).toMatchObject({ id: `${LB}?ips=${bare(one)},${two}`, ips: [bare(one), two], live: true });
    expect(place.answersOn(place.first)).toEqual(expect.arrayContaining([one, two]));
    expect(await replan(session, BINDING, state!, config)).toMatchObject({ changed: false });

    await applyConfig(session, BINDING, state, null);
    expect([place.scene.routedTo(one), place.scene.routedTo(two)]).toEqual([LB, LB]);
  });

  it("are parked on destroy when that is asked for, and no longer served", async () => {
    const place = await startPlace();
    const session = place.open();
    const ip = place.scene.ip();
    const state = await applyConfig(session, BINDING, null, bindingConfig({ ips: [ip], on_destroy: "release" }));
    await applyConfig(session, BINDING, state, null);
    expect(place.scene.routedTo(ip)).toBeNull();
    expect(place.answersOn(place.first)).not.toContain(ip);
  });

  it("come back when somebody moved one away", async () => {
    const place = await startPlace();
    const session = place.open();
    const [one, two] = [place.scene.ip(), place.scene.ip()];
    const config = bindingConfig({ ips: [bare(one), bare(two)] });
    const state = await applyConfig(session, BINDING, null, config);
    place.scene.route(two, place.scene.server());
    const plan = await replan(place.open(), BINDING, state!, config);
    expect([plan.changed, plan.state?.ips, plan.planned?.ips]).toEqual([true, [bare(one)], config.ips]);
    await applyConfig(session, BINDING, plan.state, config);
    expect(place.scene.routedTo(two)).toBe(LB);
    expect(place.answersOn(place.first)).toContain(two);
  });

  it("are parked also when the front-end has lost them already, by hand or by a run that was cut off", async () => {
    const place = await startPlace();
    const [one, two] = [place.scene.ip(), place.scene.ip()];
    const config = (ips: readonly string[]) => bindingConfig({ ips, on_destroy: "release", ...on(place.first) });
    const made = await applyConfig(place.open(), BINDING, null, config([one]));
    place.put("http", place.first, { dedicatedIpfo: [] });
    const { state: seen } = await place.open().read(BINDING, made!, never);
    expect(seen).toMatchObject({ ips: [], routed_ips: [one] });
    const changed = await applyConfig(place.open(), BINDING, seen, config([two]));
    expect(place.scene.routedTo(one)).toBeNull();

    place.put("http", place.first, { dedicatedIpfo: [] });
    const { state: again } = await place.open().read(BINDING, changed!, never);
    await applyConfig(place.open(), BINDING, again, null);
    expect(place.scene.routedTo(two)).toBeNull();
  });

  it("are taken from whoever has them, which the plan says", async () => {
    const place = await startPlace();
    const server = place.scene.server({ name: "ns1.example.net" });
    const taken = place.scene.ip({ routedTo: server });
    const config = bindingConfig({ ips: [bare(taken)] });
    const plan = await place.open().plan(BINDING, { prior: null, config }, never);
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        severity: "warning",
        path: ["ips"],
        detail: expect.stringContaining(
          `ips ${bare(taken)} is routed to ns1.example.net. It is routed to ${LB}, and ns1.example.net loses it.`,
        ) as string,
      }),
    ]);
    const known = { ...config, acknowledge: ["takes-address"] };
    expect((await place.open().plan(BINDING, { prior: null, config: known }, never)).diagnostics).toEqual([]);
  });

  it("that are only a part of a block are refused with the block to write, by the attribute's name", async () => {
    const place = await startPlace();
    place.scene.ip({ ip: "203.0.113.64/29" });
    const plan = await place
      .open()
      .plan(BINDING, { prior: null, config: bindingConfig({ ips: ["203.0.113.65"] }) }, never);
    expect(errorsOf(plan)).toEqual([expect.stringContaining("ips 203.0.113.65 is part of the block 203.0.113.64/29")]);
    expect(errorsOf(plan)).toEqual([expect.stringContaining("Set ips to 203.0.113.64/29")]);
  });

  it("move in one change to another load balancer, and both are live", async () => {
    const place = await startPlace();
    const session = place.open();
    const other = place.scene.loadBalancer();
    place.scene.call("POST", `/ipLoadbalancing/${other}/http/frontend`, {
      zone: "all",
      port: "80",
      redirectLocation: "https://a.example",
    });
    const ip = place.scene.ip();
    const state = await applyConfig(session, BINDING, null, bindingConfig({ ips: [ip] }));
    const changed = await applyConfig(session, BINDING, state, bindingConfig({ ips: [ip], load_balancer: other }));
    expect(changed).toMatchObject({ id: `${other}?ips=${bare(ip)}`, live: true });
    expect(place.scene.routedTo(ip)).toBe(other);
    expect(place.simulator.live()[other]?.gra?.frontends[0]?.addresses).toContain(ip);
    expect(place.answersOn(place.first)).not.toContain(ip);
  });
});

describe("addresses for one front-end", () => {
  it("are put beside those of others, in the vendor's order, and taken off again alone", async () => {
    const { session, foreign, first, ...place } = await startWithForeign();
    const ip = place.scene.ip();
    place.simulator.clearJournal();
    const config = bindingConfig({ ips: [bare(ip)], ...on(first) });
    const state = await applyConfig(session, BINDING, null, config);
    expect(state).toMatchObject({ id: `${LB}/http/${first}?ips=${bare(ip)}`, live: true });
    expect(place.answersOn(first)).toEqual([foreign, ip]);
    const order = place.simulator.journal.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
    const steps = ["POST move", "GET failover", `PUT ${first}`, "POST refresh"];
    expect(order.filter((request, i) => steps.includes(request) && request !== order[i - 1]).slice(-4)).toEqual(steps);
    expect(await replan(session, BINDING, state!, config)).toMatchObject({ changed: false });

    await applyConfig(session, BINDING, state, null);
    expect(place.answersOn(first)).toEqual([foreign]);
    expect(place.scene.routedTo(ip)).toBe(LB);
  });

  it("are changed in place: added, taken off, and parked where nothing has them any more", async () => {
    const { session, foreign, first, scene, ...place } = await startWithForeign();
    const [one, two, three] = [scene.ip(), scene.ip(), scene.ip()];
    const second = place.write({ dedicatedIpfo: [] });
    const config = (ips: readonly string[]) =>
      bindingConfig({ ips, on_destroy: "release", acknowledge: ["restricts-frontend"], ...on(first) });
    let state = await applyConfig(session, BINDING, null, config([one, two]));
    place.put("http", second, { dedicatedIpfo: [two] });
    state = await applyConfig(session, BINDING, state, config([three]));
    expect(place.answersOn(first)).toEqual([foreign, three]);
    // The other front-end still has the second one.
    expect([one, two, three].map((ip) => scene.routedTo(ip))).toEqual([null, LB, LB]);
    await applyConfig(session, BINDING, state, null);
    expect(scene.routedTo(three)).toBeNull();
    expect(place.answersOn(first)).toEqual([foreign]);
  });

  it("change from one front-end to another, and to the whole load balancer", async () => {
    const { session, foreign, first, ...place } = await startWithForeign();
    const ip = place.scene.ip({ routedTo: LB });
    const second = place.write({ dedicatedIpfo: [foreign] });
    let state = await applyConfig(session, BINDING, null, bindingConfig({ ips: [ip], ...on(first) }));
    state = await applyConfig(session, BINDING, state, bindingConfig({ ips: [ip], ...on(second) }));
    expect([place.answersOn(first), place.answersOn(second)]).toEqual([[foreign], [foreign, ip]]);
    await applyConfig(session, BINDING, state, bindingConfig({ ips: [ip] }));
    expect([place.answersOn(first), place.answersOn(second)]).toEqual([[foreign], [foreign]]);
  });

  it("go from one front-end to another on the same port in one apply, whichever comes first", async () => {
    const { session, foreign, first, ...place } = await startWithForeign();
    const ip = place.scene.ip({ routedTo: LB });
    const port = place.stored("http", first).port;
    const second = place.write({ port, dedicatedIpfo: [place.scene.ip({ routedTo: LB })] });
    const state = await applyConfig(session, BINDING, null, bindingConfig({ ips: [ip], ...on(first) }));
    const outcomes = await Promise.all([
      tryApply(session, BINDING, null, bindingConfig({ ips: [ip], ...on(second) }), never, "new"),
      tryApply(session, BINDING, state, null, never, "old"),
    ]);
    expect(outcomes.flatMap(errorsOf)).toEqual([]);
    expect([place.answersOn(first), place.answersOn(second)]).toEqual([[foreign], expect.arrayContaining([ip])]);
  });

  it("come back when somebody took one off the front-end", async () => {
    const { session, foreign, first, ...place } = await startWithForeign();
    const ip = place.scene.ip();
    const config = bindingConfig({ ips: [bare(ip)], ...on(first) });
    const state = await applyConfig(session, BINDING, null, config);
    place.put("http", first, { dedicatedIpfo: [foreign] });
    const plan = await replan(place.open(), BINDING, state!, config);
    expect([plan.changed, plan.state?.ips]).toEqual([true, []]);
    await applyConfig(session, BINDING, plan.state, config);
    expect(place.answersOn(first)).toEqual([foreign, ip]);
  });

  it("stay as they are when the front-end is gone, which takes the binding out of the state", async () => {
    const { session, first, ...place } = await startWithForeign();
    const ip = place.scene.ip();
    const state = await applyConfig(session, BINDING, null, bindingConfig({ ips: [ip], ...on(first) }));
    place.write();
    place.scene.call("DELETE", `${BASE}/http/frontend/${first}`);
    expect(await place.open().read(BINDING, state!, never)).toEqual({ state: null, diagnostics: [] });
    expect(errorsOf(await tryApply(session, BINDING, state, null))).toEqual([]);
    expect(place.scene.routedTo(ip)).toBe(LB);
  });
});

describe("a plan warns", () => {
  const plan = (session: Session, prior: ObjectValue | null, config: ObjectValue) =>
    session.plan(BINDING, { address: "it", prior, config }, never);

  it("that the first dedicated address takes an open front-end off all others, unless that is acknowledged", async () => {
    const place = await startPlace();
    const ip = place.scene.ip();
    const config = bindingConfig({ ips: [ip], ...on(place.first) });
    const [warning] = warningsOf(await plan(place.open(), null, config));
    expect(warning).toContain(`http front-end ${place.first} has no dedicated addresses`);
    expect(warning).toContain('add "restricts-frontend" to acknowledge');
    const acknowledged = { ...config, acknowledge: ["restricts-frontend"] };
    expect(warningsOf(await plan(place.open(), null, acknowledged))).toEqual([]);
  });

  it("that a front-end which loses its last address opens to all, and says so when a destroy does it", async () => {
    const place = await startPlace();
    const session = place.open();
    const ip = place.scene.ip({ routedTo: LB });
    const config = bindingConfig({ ips: [ip], ...on(place.first) });
    const state = await applyConfig(session, BINDING, null, config);
    expect(warningsOf(await plan(session, state, bindingConfig({ ips: [ip] })))).toEqual([
      expect.stringContaining(`http front-end ${place.first} loses its last dedicated address`),
    ]);
    expect(warningsOf(await tryApply(session, BINDING, state, null))).toEqual([
      expect.stringContaining(`http front-end ${place.first} loses its last dedicated address`),
    ]);
    expect(place.answersOn(place.first)).toContain(ip);
  });

  it("of a port that another front-end has on the address, and apply refuses before anything is moved", async () => {
    const { session, foreign, first, ...place } = await startWithForeign({
      portClash: "accept",
      sharedDedicatedIp: "always",
    });
    const [ip, parked] = [place.scene.ip({ routedTo: LB }), place.scene.ip()];
    const port = place.stored("http", first).port as string;
    const second = place.write({ port, dedicatedIpfo: [ip] });
    const config = bindingConfig({ ips: [ip, parked], ...on(first) });
    const planned = await plan(session, null, config);
    expect(errorsOf(planned)).toEqual([]);
    expect(warningsOf(planned)).toEqual([expect.stringContaining(`http front-end ${second}`)]);
    const outcome = await session.apply(BINDING, { prior: null, planned: planned.planned, config }, never);
    expect(errorsOf(outcome)).toEqual([expect.stringMatching(new RegExp(`ips: port ${port} .*front-end ${second}`))]);
    expect([dedicated(place as unknown as Place, first), place.scene.routedTo(parked)]).toEqual([[foreign], null]);
  });
});

describe("a plan refuses", () => {
  it("a load balancer, a front-end and an address that are not there, and an address that may not go there", async () => {
    const place = await startPlace();
    const session = place.open();
    const far = place.scene.ip({ region: "ca-east-bhs" });
    const errors = async (values: ObjectValue) =>
      errorsOf(await session.plan(BINDING, { address: "it", prior: null, config: bindingConfig(values) }, never));
    const ips = [place.scene.ip()];
    expect(await errors({ ips, load_balancer: "loadbalancer-none" })).toEqual([
      expect.stringContaining("load_balancer loadbalancer-none: this account has no such load balancer"),
    ]);
    expect(await errors({ ips, ...on(1) })).toEqual([expect.stringContaining(`${LB} has no http front-end 1`)]);
    expect(await errors({ ips, ...on(place.first, "tcp") })).toEqual([expect.stringContaining("no tcp front-end")]);
    expect(await errors({ ips: ["198.51.100.77"] })).toEqual([expect.stringContaining("198.51.100.77")]);
    expect(await errors({ ips: [far] })).toEqual([expect.stringContaining(`${bare(far)} cannot be routed to ${LB}`)]);
  });
});
