import { createClock } from "../../../../lib/simulator";
import { closeSimulators, createClient, startGroup, startScene, startSimulator } from "./client";

afterEach(closeSimulators);

describe("the simulator's state", () => {
  it("survives being saved as JSON and loaded by another simulator, rules and all", async () => {
    const { simulator, api, a, b, ip, lan, block } = await startGroup();
    await api.post(`/ipblocks/${block.id}/labels`, { properties: { key: "k", value: "v" } });
    const saved = JSON.stringify(simulator.state());

    const other = await startSimulator();
    other.simulator.load(JSON.parse(saved) as ReturnType<typeof simulator.state>);
    expect((await other.api.get(lan)).body.properties.ipFailover).toEqual([{ ip, nicUuid: a }]);
    expect((await other.api.get(`/ipblocks/${block.id}`)).body.properties.ipConsumers).toHaveLength(2);
    expect((await other.api.patch(lan, { ipFailover: [] })).text).toContain(`found in Slave NIC '${b}'`);
    expect((await other.api.get("/requests")).body.items).toHaveLength((await api.get("/requests")).body.items.length);
    expect((await other.api.get("/labels")).body.items).toHaveLength(1);
    // Both go on with the same ids and addresses.
    const next = async (client: typeof api) =>
      (await client.post("/ipblocks", { properties: { location: "de/fra", size: 1 } })).body;
    const [one, two] = [await next(api), await next(other.api)];
    expect([two.id, two.properties.ips]).toEqual([one.id, one.properties.ips]);
  });

  it("carries on what was pending when it was saved", async () => {
    const slow = { settleMs: 1_000, clock: createClock({ stepped: true }) };
    const { simulator, api, lan } = await startScene(slow);
    await api.patch(lan, { name: "one" });
    const last = await api.patch(lan, { name: "two" });
    const saved = JSON.parse(JSON.stringify(simulator.state())) as ReturnType<typeof simulator.state>;
    const other = await startSimulator({ ...slow, clock: createClock({ stepped: true }) });
    other.simulator.load(saved);
    expect((await other.api.get(lan)).body).toMatchObject({
      metadata: { state: "BUSY" },
      properties: { name: "public" },
    });
    other.simulator.clock.advance(2_000);
    expect((await other.api.get(lan)).body).toMatchObject({
      metadata: { state: "AVAILABLE" },
      properties: { name: "two" },
    });
    const path = new URL(last.headers.get("location") ?? "").pathname;
    expect((await other.api.get(other.simulator.url + path)).body.metadata.status).toBe("DONE");
  });

  it("is empty again after a reset, and the same ids come again", async () => {
    const { api, simulator } = await startSimulator();
    const make = async () => (await api.post("/datacenters", { properties: { location: "de/fra" } })).body.id;
    const first = await make();
    simulator.reset();
    expect((await api.get("/datacenters")).body.items).toEqual([]);
    expect((await api.get("/requests")).body.items).toEqual([]);
    expect((await api.get("/images")).body.items.length).toBeGreaterThan(0);
    expect(await make()).toBe(first);
  });

  it("differs by seed and is the same for the same seed", async () => {
    const ids = async (seed?: string) => {
      const { simulator } = await startSimulator(seed === undefined ? {} : { seed });
      return [simulator.scene.datacenter(), simulator.token];
    };
    expect(await ids()).toEqual(await ids());
    expect(await ids("a")).not.toEqual(await ids("b"));
  });

  it("refuses to load what is none", async () => {
    const { simulator } = await startSimulator();
    expect(() => simulator.load({} as never)).toThrow("no saved state");
  });
});

describe("a scene", () => {
  it("is there at once and leaves no trace in the request log", async () => {
    const { api, nic, a } = await startScene({ settleMs: 3_600_000 });
    expect((await api.get(nic(a))).body.metadata.state).toBe("AVAILABLE");
    expect((await api.get("/requests")).body.items).toEqual([]);
  });

  it("keeps the rules when it makes things, and breaks them when it plays somebody else", async () => {
    const { api, scene, dc, lanId, serverA, a, b, ip, lan, groups } = await startScene();
    expect(() => scene.nic(serverA, { lan: lanId, ips: ["192.0.2.222"] })).toThrow("not reserved");
    scene.setNicIps(a, [ip]);
    scene.setNicIps(b, [ip]);
    scene.setIpFailover(dc, lanId, [{ ip, nicUuid: "gone" }]);
    expect(await groups()).toEqual([{ ip, nicUuid: "gone" }]);
    expect((await api.patch(lan, { ipFailover: [{ ip, nicUuid: b }] })).status).toBe(202);
    scene.edit(lan, { name: "edited" });
    expect(scene.look(lan)).toMatchObject({ name: "edited" });
    scene.remove(scene.pathOf(a) ?? "");
    expect(scene.pathOf(a)).toBeUndefined();
    expect(() => scene.setNicIps(a, [])).toThrow("no nic");
  });

  it("takes addresses of the test's choice into a block", async () => {
    const { api, simulator } = await startSimulator();
    const { id, ips } = simulator.scene.ipBlock({ ips: ["203.0.113.10", "203.0.113.77"] });
    expect(ips).toEqual(["203.0.113.10", "203.0.113.77"]);
    expect((await api.get(`/ipblocks/${id}`)).body.properties).toMatchObject({ size: 2, ips });
  });
});

describe("injected faults", () => {
  it("show a read as it was before the last change", async () => {
    const { api, simulator, a, ip, lan, setIps, setGroups } = await startScene();
    await setIps(a, [ip]);
    await setGroups([ip, a]);
    simulator.faults.inject({ method: "GET", path: "**/lans/*", times: 1, fault: { kind: "stale" } });
    expect((await api.get(lan)).body.properties.ipFailover).toEqual([]);
    expect((await api.get(lan)).body.properties.ipFailover).toHaveLength(1);
  });

  it("carry out a write whose answer is lost", async () => {
    const { api, simulator } = await startSimulator();
    simulator.faults.inject({ method: "POST", path: "**/ipblocks", times: 1, fault: { kind: "lost-answer" } });
    await expect(api.post("/ipblocks", { properties: { location: "de/fra", size: 1 } })).rejects.toThrow();
    expect((await api.get("/ipblocks")).body.items).toHaveLength(1);
    expect((await api.get("/requests?filter.method=POST&filter.url=ipblocks&depth=2")).body.items).toHaveLength(1);
  });

  it("answer in the vendor's words", async () => {
    const { api, simulator } = await startSimulator();
    simulator.faults.inject({ times: 1, fault: { kind: "status", status: 401 } });
    expect((await api.get("/datacenters")).body.messages).toEqual([{ errorCode: "315", message: "Unauthorized" }]);
    expect(simulator.journal).toHaveLength(1);
    simulator.clearJournal();
    expect(simulator.journal).toHaveLength(0);
  });

  it("can hide a new NIC for a while although its request is done", async () => {
    const clock = createClock({ stepped: true });
    const { api, scene, serverA, lanId, simulator } = await startScene({ nicHiddenMs: 5_000, clock });
    const { body } = await api.post(`${scene.pathOf(serverA)}/nics`, { properties: { lan: Number(lanId) } });
    const path = `${scene.pathOf(serverA)}/nics/${body.id}`;
    expect((await api.get(path)).status).toBe(404);
    simulator.clock.advance(5_000);
    expect((await api.get(path)).status).toBe(200);
  });
});

it("serves a LAN with two thousand groups, and judges a list of them, without growing slow", async () => {
  const { simulator } = await startSimulator();
  const api = createClient(simulator);
  const { scene } = simulator;
  const dc = scene.datacenter();
  const lan = scene.lan(dc);
  const server = scene.server(dc);
  const count = 2_000;
  const { ips } = scene.ipBlock({ size: count });
  const ipFailover = ips.map((ip) => ({ ip, nicUuid: scene.nic(server, { lan, ips: [ip] }) }));
  const path = `/datacenters/${dc}/lans/${lan}`;
  const start = performance.now();
  for (let round = 0; round < 5; round++) expect((await api.patch(path, { ipFailover })).status).toBe(202);
  expect((await api.get(`${path}?depth=2`)).body.entities.nics?.items).toHaveLength(count);
  // A quadratic rule would take minutes; this is generous for a busy machine.
  expect(performance.now() - start).toBeLessThan(10_000);
});
