import { createClock } from "../../../../lib/simulator";
import { at, closeSimulators, startSimulator } from "./client";

afterEach(closeSimulators);

const slow = () => ({ settleMs: 10_000, clock: createClock({ stepped: true }) });

describe("a virtual MAC", () => {
  it("is made for a routed address, goes along to another server and ends with its last address", async () => {
    const { api, scene } = await startSimulator();
    const [a, b] = [scene.server(), scene.server()];
    const block = scene.ip({ ip: "203.0.113.7", routedTo: a });
    const macs = (server: string) => `/dedicated/server/${server}/virtualMac`;
    const body = { ipAddress: "203.0.113.7", type: "ovh", virtualMachineName: "vm" };
    expect((await api.post(macs(b), body)).status).toBe(400);
    expect((await api.post(macs(a), body)).body).toMatchObject({ function: "virtualMacAdd", status: "init" });
    const [mac = ""] = (await api.get(macs(a))).body as unknown as string[];
    expect(mac).toMatch(/^02:00:00(:[0-9a-f]{2}){3}$/);
    expect((await api.post(macs(a), body)).status).toBe(409);
    await api.post(`${at(block)}/move`, { to: b });
    expect((await api.get(macs(a))).body).toEqual([]);
    const address = `${macs(b)}/${encodeURIComponent(mac)}/virtualAddress/203.0.113.7`;
    expect((await api.get(address)).body).toEqual({ ipAddress: "203.0.113.7", virtualMachineName: "vm" });
    await api.delete(address);
    expect((await api.get(`${macs(b)}/${mac}`)).status).toBe(404);
  });

  it("is listed with its addresses in full, as the schema says of both lists", async () => {
    const { api, scene } = await startSimulator();
    const server = scene.server();
    scene.ip({ ip: "203.0.113.7", routedTo: server });
    const base = `/dedicated/server/${server}/virtualMac`;
    await api.post(base, { ipAddress: "203.0.113.7", type: "vmware", virtualMachineName: "vm" });
    const [mac = ""] = (await api.get(base)).body as unknown as string[];
    const full = (path: string) => api.send("GET", path, undefined, { "x-pagination-mode": "CachedObjectList-Pages" });
    expect((await full(base)).body).toEqual([{ macAddress: mac, type: "vmware" }]);
    const addresses = (await full(`${base}/${mac}/virtualAddress`)).body;
    expect(addresses).toEqual([{ ipAddress: "203.0.113.7", virtualMachineName: "vm" }]);
  });

  it("of an address within a block goes along with the block, and is lost in a vRack", async () => {
    const { api, scene } = await startSimulator();
    const [a, b, vrack] = [scene.server(), scene.server(), scene.vrack()];
    const block = scene.ip({ ip: "203.0.113.16/29", routedTo: a });
    const macs = async (server: string) =>
      (await api.get(`/dedicated/server/${server}/virtualMac`)).body as unknown as string[];
    for (const ipAddress of ["203.0.113.17", "203.0.113.18"])
      await api.post(`/dedicated/server/${a}/virtualMac`, { ipAddress, type: "ovh", virtualMachineName: "vm" });
    const before = await macs(a);
    await api.post(`${at(block)}/move`, { to: b });
    expect([await macs(a), await macs(b)]).toEqual([[], before]);
    await api.post(`/vrack/${vrack}/ip`, { block });
    expect(await macs(b)).toEqual([]);
  });

  it("that addresses share keeps them where they are", async () => {
    const { api, scene } = await startSimulator();
    const [a, b] = [scene.server(), scene.server()];
    const [one, two] = [scene.ip({ routedTo: a }), scene.ip({ routedTo: a })];
    const base = `/dedicated/server/${a}/virtualMac`;
    const virtualMachineName = "vm";
    await api.post(base, { ipAddress: one.split("/")[0], type: "ovh", virtualMachineName });
    const [mac = ""] = (await api.get(base)).body as unknown as string[];
    await api.post(`${base}/${mac}/virtualAddress`, { ipAddress: two.split("/")[0], virtualMachineName });
    expect((await api.post(`${at(one)}/move`, { to: b })).body.message).toContain("shares the virtual MAC");
    const can = `/dedicated/server/${b}/ipCanBeMovedTo?ip=${encodeURIComponent(one)}`;
    expect((await api.get(can)).status).toBe(409);
  });
});

describe("a dedicated server", () => {
  it("takes an address by a task of its own, which no other move can overtake", async () => {
    const { api, scene, simulator } = await startSimulator(slow());
    const [server, other, ip] = [scene.server(), scene.server(), scene.ip()];
    const path = `/dedicated/server/${server}`;
    const task = (await api.post(`${path}/ipMove`, { ip: ip.split("/")[0] })).body;
    expect(task).toMatchObject({ function: "genericMoveFloatingIp", status: "init" });
    expect((await api.post(`${at(ip)}/move`, { to: other })).status).toBe(409);
    simulator.clock.advance(10_000);
    expect((await api.get(`${path}/task/${task.taskId}`)).body.status).toBe("done");
    expect((await api.get(`${path}/ips`)).body).toContain(ip);
    expect((await api.post(`${path}/ipMove`, { ip: "203.0.113.99" })).status).toBe(404);
  });

  it("cancels a task that waits, and none that has begun", async () => {
    const { api, scene, simulator } = await startSimulator(slow());
    const [server, ip] = [scene.server(), scene.ip()];
    const path = `/dedicated/server/${server}`;
    const begin = async () => (await api.post(`${path}/ipMove`, { ip })).body.taskId;
    const first = await begin();
    expect((await api.post(`${path}/task/${first}/cancel`)).text).toBe("");
    simulator.clock.advance(10_000);
    expect((await api.get(`${path}/task/${first}`)).body.status).toBe("cancelled");
    expect(scene.routedTo(ip)).toBeNull();
    const second = await begin();
    simulator.clock.advance(9_000);
    expect((await api.post(`${path}/task/${second}/cancel`)).status).toBe(409);
    simulator.clock.advance(1_000);
    expect(scene.routedTo(ip)).toBe(server);
  });
});

describe("a vRack", () => {
  it("takes an address in and gives it back parked; its finished tasks vanish", async () => {
    const { api, scene } = await startSimulator();
    const [vrack, block] = [scene.vrack({ name: "pn-1" }), scene.ip()];
    const task = (await api.post(`/vrack/${vrack}/ip`, { block })).body;
    expect(task).toMatchObject({ status: "init", serviceName: vrack });
    expect((await api.get(`/vrack/${vrack}/task/${task.id}`)).status).toBe(404);
    expect((await api.get(at(block))).body).toMatchObject({ type: "vrack", routedTo: { serviceName: vrack } });
    expect((await api.post(`${at(block)}/park`)).status).toBe(400);
    await api.delete(`/vrack/${vrack}${at(block)}`);
    expect((await api.get(at(block))).body).toMatchObject({ type: "failover", routedTo: { serviceName: null } });
  });

  it("takes a load balancer in and out", async () => {
    const { api, scene, simulator } = await startSimulator(slow());
    const [vrack, lb] = [scene.vrack(), scene.loadBalancer()];
    const state = async () => (await api.get(`/ipLoadbalancing/${lb}/vrack/status`)).body.state;
    await api.post(`/vrack/${vrack}/ipLoadbalancing`, { ipLoadbalancing: lb });
    expect(await state()).toBe("activating");
    simulator.clock.advance(10_000);
    expect(await state()).toBe("active");
    expect((await api.get(`/ipLoadbalancing/${lb}`)).body.vrackName).toBe(vrack);
    await api.delete(`/vrack/${vrack}/ipLoadbalancing/${lb}`);
    expect(await state()).toBe("deactivating");
    simulator.clock.advance(10_000);
    expect((await api.get(`/vrack/${vrack}/ipLoadbalancing`)).body).toEqual([]);
  });
});

it("a vRack is renamed and says what may be attached to it", async () => {
  const { api, scene } = await startSimulator();
  const [vrack, lb, ip, six] = [scene.vrack(), scene.loadBalancer(), scene.ip(), scene.ip({ ip: "2001:db8::/64" })];
  expect((await api.put(`/vrack/${vrack}`, { name: "shop" })).text).toBe("");
  expect((await api.get(`/vrack/${vrack}`)).body).toMatchObject({ name: "shop", description: "", serviceName: vrack });
  const allowed = `/vrack/${vrack}/allowedServices`;
  expect((await api.get(allowed)).body).toMatchObject({ ip: [ip], ipv6: [six], ipLoadbalancing: [lb] });
  expect((await api.get(`${allowed}?serviceFamily=ip`)).body).toMatchObject({ ip: [ip], ipLoadbalancing: null });
});

it("lists servers, VPS and projects", async () => {
  const { api, scene } = await startSimulator();
  const [server, vps, project] = [scene.server(), scene.vps(), scene.project()];
  expect((await api.get("/dedicated/server")).body).toEqual([server]);
  const far = scene.server({ region: "ca-east-bhs" });
  expect((await api.get(`/dedicated/server/${far}`)).body).toMatchObject({ region: "ca-east-bhs", datacenter: "bhs1" });
  expect((await api.get(`/vps/${vps}`)).body.name).toBe(vps);
  expect((await api.get(`/vps/${vps}/ips`)).body).toHaveLength(1);
  expect((await api.get(`/cloud/project/${project}`)).body.project_id).toBe(project);
  expect((await api.post(`/dedicated/server/${server}/ipBlockMerge`, {})).status).toBe(501);
});

it("the scene to try things out with has a load balancer that is live and addresses that may go anywhere", async () => {
  const { simulator, api } = await startSimulator();
  const names = simulator.demo();
  const { LOAD_BALANCER: lb, SERVER_GRAVELINES: a, SERVER_ROUBAIX: b } = names;
  for (const zone of ["gra", "rbx"])
    expect(simulator.live()[lb]?.[zone]).toMatchObject({ pending: 0, frontends: [{ port: "25" }, { port: "53" }] });
  for (const farm of [names.FARM_SHOP, names.FARM_SITE])
    expect((await api.get(`/ipLoadbalancing/${lb}/http/farm/${farm}/server`)).body).toHaveLength(2);
  for (const ip of [names.IP, names.IP_SHOP, names.IP_ALL])
    expect((await api.get(`${at(ip)}/move`)).body).toMatchObject({
      dedicatedServer: [{ service: a }, { service: b }],
      ipLoadbalancing: [{ service: lb }],
    });
});
