import { createClock } from "../../../../lib/simulator";
import type { OvhSimulatorOptions } from "../../../../lib/clouds/ovh/simulator";
import { selfSignedCertificate } from "../../../../lib/provider/transport/certificate";
import { closeSimulators, startSimulator } from "./client";

afterEach(closeSimulators);

const slow = () => ({ settleMs: 10_000, clock: createClock({ stepped: true }) });

/** A load balancer with two routed addresses, a farm, and the front-end of port 80 stored. */
async function start(options?: OvhSimulatorOptions) {
  const { simulator, api, scene } = await startSimulator(options);
  const lb = scene.loadBalancer({ name: "loadbalancer-demo", ipv4: "192.0.2.1" });
  const [one, two] = [scene.ip({ routedTo: lb }), scene.ip({ routedTo: lb })];
  const base = `/ipLoadbalancing/${lb}`;
  const farm = (await api.post(`${base}/http/farm`, { zone: "all", port: 8080 })).body.farmId as number;
  const make = async (fields: object) =>
    api.post(`${base}/http/frontend`, { zone: "all", port: "80", defaultFarmId: farm, ...fields });
  const open = (await make({})).body.frontendId as number;
  const pending = async () => (await api.get(`${base}/pendingChanges`)).body;
  return { simulator, api, scene, lb, one, two, base, farm, make, open, pending };
}

describe("a front-end", () => {
  it("is stored at once and live only after a refresh", async () => {
    const { api, simulator, lb, one, two, base, make, pending } = await start(slow());
    const dedicated = await make({ dedicatedIpfo: ["203.0.113.1"], port: "80" });
    expect(dedicated.body).toMatchObject({ dedicatedIpfo: [one], disabled: false, ssl: false, httpHeader: null });
    expect(await pending()).toEqual([
      { number: 3, zone: "gra" },
      { number: 3, zone: "rbx" },
    ]);
    expect(simulator.live()[lb]?.gra?.frontends).toEqual([]);
    const task = (await api.post(`${base}/refresh`)).body;
    expect(task).toMatchObject({ action: "refreshIplb", status: "todo", progress: 0, zones: ["gra", "rbx"] });
    simulator.clock.advance(9_999);
    expect((await api.get(`${base}/task?action=refreshIplb&status=doing`)).body).toEqual([task.id]);
    expect(simulator.live()[lb]?.gra?.frontends).toEqual([]);
    simulator.clock.advance(1);
    expect((await api.get(`${base}/task/${task.id}`)).body).toMatchObject({ status: "done", progress: 100 });
    expect(await pending()).toEqual([]);
    const shown = (await (await fetch(`${simulator.url}/_simulator/views/ovh-live`)).json()) as object;
    expect(shown).toEqual(simulator.live());
    expect(simulator.live()[lb]?.rbx?.frontends.map(({ addresses }) => addresses)).toEqual([["192.0.2.1", two], [one]]);
  });

  it("keeps what a PUT leaves out, and loses what is null or gone", async () => {
    const { api, base, open, farm } = await start();
    const path = `${base}/http/frontend/${open}`;
    expect((await api.put(path, { displayName: "web" })).text).toBe("");
    expect((await api.get(path)).body).toMatchObject({ displayName: "web", defaultFarmId: farm, port: "80" });
    await api.put(path, { displayName: null, defaultFarmId: null });
    expect((await api.get(path)).body).toMatchObject({ displayName: null, defaultFarmId: null });
    expect((await api.delete(path)).status).toBe(200);
    expect((await api.get(path)).status).toBe(404);
  });

  it.each([
    [{ port: 81 }, 400],
    [{ port: "49152" }, 400],
    [{ port: "81", zone: "bhs" }, 400],
    [{ port: "81", dedicatedIpfo: ["203.0.113.99"] }, 400],
    [{ port: "81", allowedSource: ["192.0.2.9"], deniedSource: ["192.0.2.8"] }, 400],
    [{ port: "81", defaultFarmId: 7 }, 404],
    [{ port: "81", defaultSslId: 0 }, 500],
    [{ port: "79-81" }, 409],
    [{ port: "81", zone: undefined }, 400],
  ])("is refused with %j", async (fields, status) => {
    const { make, pending } = await start();
    const before = await pending();
    expect((await make(fields)).status).toBe(status);
    expect(await pending()).toEqual(before);
  });

  it("shares an address with another one on another port only, unless the option says otherwise", async () => {
    const { make, one } = await start();
    expect((await make({ dedicatedIpfo: [one] })).status).toBe(200);
    expect((await make({ dedicatedIpfo: [one] })).status).toBe(409);
    expect((await make({ dedicatedIpfo: [one], port: "443" })).status).toBe(200);
    const strict = await start({ sharedDedicatedIp: "never" });
    await strict.make({ dedicatedIpfo: [strict.one] });
    expect((await strict.make({ dedicatedIpfo: [strict.one], port: "443" })).status).toBe(409);
  });
});

describe("a front-end, where an option says so,", () => {
  it("loses what a PUT leaves out", async () => {
    const { api, base, open } = await start({ absentInPut: "reset" });
    const path = `${base}/http/frontend/${open}`;
    expect((await api.put(path, { disabled: true })).body.message).toContain("[port]");
    await api.put(path, { port: "80", zone: "all", disabled: true });
    expect((await api.get(path)).body).toMatchObject({ disabled: true, defaultFarmId: null });
  });

  it("has its default farm in its own zone", async () => {
    const { make } = await start({ farmOfAnotherZone: "reject" });
    expect((await make({ port: "81" })).status).toBe(200);
    const refusal = await make({ port: "82", zone: "gra" });
    expect([refusal.status, refusal.body.message]).toEqual([400, expect.stringContaining("is in all")]);
  });
});

describe("a refresh", () => {
  it("of one zone leaves the others as they were", async () => {
    const { api, simulator, lb, base, pending } = await start();
    expect((await api.post(`${base}/refresh`, { zone: "gra" })).body.zones).toEqual(["gra"]);
    expect(await pending()).toEqual([{ number: 2, zone: "rbx" }]);
    expect(simulator.live()[lb]?.gra?.frontends).toHaveLength(1);
    expect(simulator.live()[lb]?.rbx?.frontends).toHaveLength(0);
    expect((await api.post(`${base}/refresh`, { zone: "bhs" })).status).toBe(400);
  });

  it("takes what was stored when it was asked for: a later write waits for the next", async () => {
    const { api, simulator, lb, base, make, pending } = await start(slow());
    await api.post(`${base}/refresh`, {});
    await make({ port: "81" });
    simulator.clock.advance(10_000);
    expect(simulator.live()[lb]?.gra?.frontends).toHaveLength(1);
    expect(await pending()).toContainEqual({ number: 1, zone: "gra" });
  });

  it("while another runs has no effect, is refused or waits, as the option says", async () => {
    for (const [parallelRefresh, status, fronts] of [
      ["no-effect", 200, 1],
      ["refuse", 409, 1],
      ["queue", 200, 2],
    ] as const) {
      const { api, simulator, lb, base, make } = await start({ ...slow(), parallelRefresh });
      await api.post(`${base}/refresh`);
      await make({ port: "81" });
      expect((await api.post(`${base}/refresh`)).status).toBe(status);
      simulator.clock.advance(20_000);
      expect(simulator.live()[lb]?.gra?.frontends).toHaveLength(fronts);
    }
  });

  it("is refused while a front-end, disabled or not, has no farm, redirection or route with rules", async () => {
    const { api, base, make } = await start();
    const bare = (await make({ port: "81", defaultFarmId: null, disabled: true })).body.frontendId as number;
    const refusal = await api.post(`${base}/refresh`);
    expect([refusal.status, refusal.body.message]).toEqual([400, expect.stringContaining(`front-end ${bare}`)]);
    const action = { type: "redirect", target: "https://example.com" };
    const route = (await api.post(`${base}/http/route`, { frontendId: bare, action })).body.routeId as number;
    expect((await api.post(`${base}/refresh`)).status).toBe(400);
    await api.post(`${base}/http/route/${route}/rule`, { field: "host", match: "is", pattern: "example.com" });
    expect((await api.get(`${base}/http/route/${route}`)).body.rules).toHaveLength(1);
    expect((await api.post(`${base}/refresh`)).status).toBe(200);
  });

  it("is refused once the last front-end is gone, or ends as an error where the option says so", async () => {
    const { api, base, open } = await start({ invalidRefresh: "task-error" });
    await api.delete(`${base}/http/frontend/${open}`);
    const { id } = (await api.post(`${base}/refresh`)).body;
    expect((await api.get(`${base}/task/${id}`)).body.status).toBe("error");
  });

  it("is needed for a newly routed address, and none for one that went away", async () => {
    const { api, simulator, scene, lb, base, one, two } = await start();
    await api.post(`${base}/refresh`);
    const three = scene.ip({ routedTo: lb });
    scene.route(one, null);
    expect((await api.get(`${base}/failover`)).body).toEqual([two, three]);
    expect(simulator.live()[lb]?.gra?.frontends[0]?.addresses).toEqual(["192.0.2.1", two]);
    scene.apply(lb);
    expect(simulator.live()[lb]?.gra?.frontends[0]?.addresses).toEqual(["192.0.2.1", two, three]);
  });
});

describe("the rest of a load balancer", () => {
  it("has farms with servers, which are not deleted while a front-end names them", async () => {
    const { api, base, farm } = await start();
    const path = `${base}/http/farm/${farm}`;
    const server = (await api.post(`${path}/server`, { address: "192.0.2.10", status: "active" })).body;
    expect(server).toMatchObject({ weight: 1, backendId: farm, serverState: [] });
    expect((await api.get(`${path}/server?address=192.0.2.10`)).body).toEqual([server.serverId]);
    expect((await api.get(`${base}/tcp/farm/${farm}`)).status).toBe(404);
    expect((await api.delete(path)).status).toBe(409);
    const probe = { type: "http", negate: true };
    expect((await api.put(path, { probe })).body.message).toBe("A probe can not negate without a match");
  });

  it("shows certificates without their material, and refuses another's key", async () => {
    const { api, base } = await start();
    const { pem: certificate, key } = selfSignedCertificate();
    const made = await api.post(`${base}/ssl`, { certificate, key });
    expect([made.status, made.text]).toEqual([200, expect.not.stringMatching(/BEGIN|certificate|key/)]);
    expect((await api.get(`${base}/ssl`)).body).toEqual([made.body.id]);
    const other = selfSignedCertificate().key;
    expect((await api.post(`${base}/ssl`, { certificate, key: other })).body.message).toContain("[key]");
  });

  it("says what can be configured, and of which shapes", async () => {
    const { api, base } = await start();
    expect((await api.get("/ipLoadbalancing/availableZones")).body).toContain("gra");
    expect((await api.get(`${base}/availableFarmType`)).body).toEqual(["http", "tcp", "udp"]);
    expect((await api.get(`${base}/availableFrontendType`)).body).toEqual(["http", "tcp", "udp"]);
    const probes = (await api.get(`${base}/availableFarmProbes`)).body as unknown as Record<string, unknown>[];
    expect(probes.find(({ type }) => type === "http")).toMatchObject({ method: ["GET", "HEAD", "OPTIONS"], url: true });
    expect((await api.get(`${base}/availableRouteActions`)).body).toContainEqual({
      type: "tcp",
      name: "reject",
      destination: null,
      status: null,
    });
    const rules = (await api.get(`${base}/availableRouteRules`)).body as unknown as Record<string, unknown>[];
    expect(rules.find(({ name }) => name === "header")).toMatchObject({ type: "http", hasSubField: true });
    expect((await api.get("/ipLoadbalancing/other/availableFarmType")).status).toBe(404);
  });

  it("shows its instances, which reload while a zone is refreshed", async () => {
    const { api, base, simulator } = await start(slow());
    const states = async () =>
      ((await api.get(`${base}/instancesState`)).body as unknown as { zone: string; state: string }[]).map(
        ({ zone, state }) => [zone, state],
      );
    await api.post(`${base}/refresh`, { zone: "gra" });
    expect(await states()).toEqual([
      ["gra", "reload"],
      ["rbx", "running"],
    ]);
    simulator.clock.advance(10_000);
    expect(await states()).toContainEqual(["gra", "running"]);
  });

  it("keeps a history of its quota, by zone and date", async () => {
    const clock = createClock({ stepped: true, startAt: Date.parse("2026-05-04T10:00:00Z") });
    const { api, base } = await start({ clock });
    const list = async (query: string) => (await api.get(`${base}/quotaHistory${query}`)).body;
    expect(await list("")).toEqual([1, 2]);
    expect(await list("?zone=rbx&historizedDate.from=2026-05-01")).toEqual([2]);
    expect(await list("?historizedDate.to=2026-04-30")).toEqual([]);
    expect((await api.get(`${base}/quotaHistory/2`)).body).toMatchObject({ zone: "rbx", historizedDate: "2026-05-01" });
    expect((await api.get(`${base}/quotaHistory/3`)).status).toBe(404);
  });

  it("tells its zones, quota, status, definitions and networks", async () => {
    const { api, base, open, farm } = await start();
    expect((await api.get(base)).body).toMatchObject({ zone: ["gra", "rbx"], state: "ok", ipv4: "192.0.2.1" });
    expect((await api.get(`${base}/zone`)).body).toEqual(["gra", "rbx"]);
    expect((await api.get(`${base}/quota/gra`)).body).toMatchObject({ zone: "gra", alert: null });
    expect((await api.get(`${base}/status`)).body).toMatchObject({ frontends: { total: 1 }, farms: { total: 1 } });
    expect((await api.get(`${base}/definedFrontends`)).body).toEqual([{ id: open, type: "http" }]);
    const network = { subnet: "192.0.2.0/24", natIp: "192.0.2.128/27", farmId: [farm] };
    expect((await api.post(`${base}/vrack/network`, network)).body.farmId).toEqual([{ id: farm, type: "http" }]);
    expect((await api.post(`${base}/vrack/network`, { ...network, natIp: "203.0.113.0/27" })).status).toBe(400);
    expect((await api.get(`${base}/log/kind`)).status).toBe(501);
    const pages = { "X-Pagination-Mode": "CachedObjectList-Pages" };
    expect((await api.get(`${base}/http/frontend`, pages)).body).toMatchObject([{ frontendId: open }]);
  });
});
