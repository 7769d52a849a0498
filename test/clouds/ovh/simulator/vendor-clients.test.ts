import { X509Certificate } from "node:crypto";
import type { OvhSimulatorOptions } from "../../../../lib/clouds/ovh/simulator";
import { selfSignedCertificate } from "../../../../lib/provider/transport/certificate";
import { createClock } from "../../../../lib/simulator";
import { at, type Body, closeSimulators, startSimulator } from "./client";

/**
 * The vendor's Terraform provider and two Ansible modules, replayed as the plain HTTP that they send. What they look for
 * in an answer is what is checked: bodies are theirs, with what they leave out, send as null and send as an empty list.
 */

afterEach(closeSimulators);

const slow = () => ({ settleMs: 10_000, clock: createClock({ stepped: true }) });

async function start(options?: OvhSimulatorOptions) {
  const { simulator, api, scene } = await startSimulator(options);
  const lb = scene.loadBalancer({ name: "loadbalancer-1", ipv4: "192.0.2.99" });
  const base = `/ipLoadbalancing/${lb}`;
  /** Creates as the provider does: a POST, of whose answer it takes the id, then a GET. */
  const made = async (path: string, body: object, id: string): Promise<Body> => {
    const answer = await api.post(base + path, body);
    expect([answer.status, answer.body.message]).toEqual([200, undefined]);
    return (await api.get(`${base}${path}/${String(answer.body[id])}`)).body;
  };
  const changed = async (path: string, body: object): Promise<Body> => {
    const answer = await api.put(base + path, body);
    expect([answer.status, answer.text]).toEqual([200, ""]);
    return (await api.get(base + path)).body;
  };
  return { simulator, api, scene, lb, base, made, changed };
}

describe("the Terraform provider", () => {
  it("asks who it is when it starts", async () => {
    const { api } = await start();
    expect((await api.get("/auth/details")).body).toMatchObject({ account: "xx1111-ovh", method: "account" });
  });

  it("moves an address and follows the task by its id, whose start is near the present", async () => {
    const { api, scene, simulator } = await start(slow());
    const [block, server] = [scene.ip({ ip: "203.0.113.16/29" }), scene.server()];
    expect((await api.get(at(block))).body.routedTo).toEqual({ serviceName: null });
    const task = (await api.post(`${at(block)}/move`, { to: server })).body;
    expect(Math.abs(Date.parse(task.startDate) - simulator.clock.now())).toBeLessThan(300_000);
    simulator.clock.advance(10_000);
    expect((await api.get(`${at(block)}/task/${task.taskId}`)).body.status).toBe("done");
    expect((await api.get(at(block))).body.routedTo).toEqual({ serviceName: server });
  });

  it("parks an address by a POST that has no body", async () => {
    const { api, scene } = await start();
    const block = scene.ip({ routedTo: scene.server() });
    expect((await api.post(`${at(block)}/park`)).body.function).toBe("genericMoveFloatingIp");
    expect(scene.routedTo(block)).toBeNull();
  });

  it("reads and describes what it calls ip services, of addresses and of blocks", async () => {
    const { api, scene } = await start();
    const [block, ip] = [scene.ip({ ip: "203.0.113.16/29" }), scene.ip({ routedTo: scene.vps() })];
    expect((await api.get("/ip/service")).body).toEqual(["ip-203.0.113.16/29", "ip-203.0.113.1"]);
    expect((await api.get("/ip/service/ip-203.0.113.16%2F29")).body).toMatchObject({ ip: block, type: "failover" });
    const path = "/ip/service/ip-203.0.113.1";
    expect((await api.put(path, { description: "web" })).text).toBe("");
    expect((await api.get(path)).body).toMatchObject({ ip, description: "web", canBeTerminated: true });
    expect((await api.get(at(ip))).body.description).toBe("web");
    expect((await api.get("/ip/service/ip-203.0.113.99")).status).toBe(404);
    expect((await api.post(`${path}/terminate`)).status).toBe(501);
  });

  it("tries to read an ip service again while its block is on the way into a vRack, where the option says so", async () => {
    const { api, scene, simulator } = await start({ ...slow(), ipServiceOnItsWay: "bad-request" });
    const [block, vrack] = [scene.ip(), scene.vrack()];
    const read = async () => (await api.get("/ip/service/ip-203.0.113.1")).status;
    expect(await read()).toBe(200);
    await api.post(`/vrack/${vrack}/ip`, { block });
    expect(await read()).toBe(400);
    simulator.clock.advance(10_000);
    expect(await read()).toBe(200);
  });

  it("finds a farm as it wrote it: nothing that it left out has a value, or its next plan would not be empty", async () => {
    const { made, changed } = await start();
    const probe = { forceSsl: false, interval: 30, negate: null, type: "oco" };
    const farm = await made("/http/farm", { port: null, probe, stickiness: null, zone: "gra" }, "farmId");
    expect(farm).toMatchObject({ port: null, balance: null, stickiness: null, displayName: null, probe });
    const plain = await made("/tcp/farm", { displayName: "t", port: 80, stickiness: null, zone: "gra" }, "farmId");
    expect(plain).toMatchObject({ balance: null, probe: null, vrackNetworkId: null });
    // An update sends all again, the zone too, and null for what was taken out of the configuration.
    const again = { balance: "leastconn", port: 8080, probe: { ...probe, type: null }, stickiness: null, zone: "gra" };
    expect(await changed(`/http/farm/${String(farm.farmId)}`, again)).toMatchObject({
      balance: "leastconn",
      port: 8080,
    });
  });

  it("changes a server of a farm, with null for what is taken away", async () => {
    const { made, changed } = await start();
    const farm = await made("/http/farm", { port: 80, stickiness: null, zone: "all" }, "farmId");
    const servers = `/http/farm/${String(farm.farmId)}/server`;
    const flags = { backup: false, probe: true, ssl: false };
    const server = await made(
      servers,
      { ...flags, address: "192.0.2.10", port: 80, onMarkedDown: "shutdown-sessions", status: "active", weight: 3 },
      "serverId",
    );
    expect(server).toMatchObject({ ...flags, backendId: farm.farmId, weight: 3, cookie: null });
    const nothing = { chain: null, displayName: null, port: null, proxyProtocolVersion: null, onMarkedDown: null };
    const update = { ...flags, ...nothing, address: "192.0.2.10", status: "inactive" };
    // Without a weight: the provider leaves 0 out, and its plan shows the difference for ever.
    expect(await changed(`${servers}/${String(server.serverId)}`, update)).toMatchObject({ ...nothing, weight: 3 });
  });

  it("keeps a front-end whose lists are empty, and an id that a PUT leaves out", async () => {
    const { made, changed } = await start();
    const farm = await made("/tcp/farm", { port: 25, stickiness: null, zone: "all" }, "farmId");
    const lists = { allowedSource: [], dedicatedIpfo: [], deniedSource: ["198.51.100.7/32"] };
    const flags = { disabled: false, ssl: false };
    const sent = { port: "25", zone: "all", ...lists, defaultFarmId: farm.farmId, ...flags, displayName: "" };
    const front = await made("/tcp/frontend", sent, "frontendId");
    expect(front).toMatchObject(sent);
    const path = `/tcp/frontend/${String(front.frontendId)}`;
    const update = { ...lists, ...flags, deniedSource: [], port: "25,2525", zone: "gra", displayName: "mail" };
    expect(await changed(path, update)).toMatchObject({ ...update, defaultFarmId: farm.farmId });
  });

  it("writes UDP objects with null for what is not configured, and merges what comes back", async () => {
    const { made, base, api } = await start();
    const farm = await made("/udp/farm", { displayName: "dns", port: 53, vrackNetworkId: null, zone: "gra" }, "farmId");
    const servers = `/udp/farm/${String(farm.farmId)}/server`;
    const server = { address: "192.0.2.30", displayName: "d", port: 53, status: "active" };
    const { serverId } = await made(servers, server, "serverId");
    expect((await api.get(`${base}${servers}/${String(serverId)}`)).body).toEqual({
      ...server,
      serverId,
      backendId: farm.farmId,
    });
    const front = { dedicatedIpfo: null, defaultFarmId: farm.farmId, displayName: null, port: "10-42", zone: "rbx" };
    expect(await made("/udp/frontend", front, "frontendId")).toMatchObject({ ...front, disabled: false });
  });

  it("makes routes with rules, of the protocol's own actions", async () => {
    const { made, changed } = await start();
    const front = { port: "80", zone: "all", allowedSource: [], dedicatedIpfo: [], httpHeader: [] };
    const { frontendId } = await made("/http/frontend", front, "frontendId");
    const action = { target: "https://www.example.com${uri}", status: 302, type: "redirect" };
    const route = await made("/http/route", { action, frontendId, weight: 0 }, "routeId");
    expect(route).toMatchObject({ action, status: "ok", weight: 0, rules: [] });
    const path = `/http/route/${String(route.routeId)}`;
    const rule = { field: "header", match: "is", negate: false, pattern: "example.com", subField: "Host" };
    const { ruleId } = await made(`${path}/rule`, { ...rule, displayName: "host" }, "ruleId");
    // Rules in a route have no name.
    expect((await changed(path, { action: { ...action, status: 301 }, weight: 2 })).rules).toEqual([
      { ruleId, ...rule },
    ]);
    const reject = await made("/tcp/route", { action: { type: "reject" }, weight: 0 }, "routeId");
    expect(reject.action).toEqual({ type: "reject", target: null });
  });

  it("recognizes the certificate that it imports by its fingerprint", async () => {
    const { api, base, made, changed } = await start();
    const { pem, key } = selfSignedCertificate();
    const ssl = await made("/ssl", { certificate: pem, key, displayName: "first" }, "id");
    const { fingerprint } = new X509Certificate(pem);
    expect(fingerprint).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
    expect(ssl).toMatchObject({ fingerprint, subject: "CN=localhost", san: ["localhost"], type: "custom" });
    expect(await changed(`/ssl/${ssl.id}`, { displayName: "second" })).toMatchObject({ displayName: "second" });
    const other = await api.post(`${base}/ssl`, { certificate: pem, key: selfSignedCertificate().key });
    expect([other.status, other.body.message]).toEqual([400, expect.stringContaining("does not belong")]);
  });

  it("refreshes once nothing is being refreshed and something is pending, without a body", async () => {
    const { api, base, made, simulator, lb } = await start(slow());
    const redirectLocation = "https://www.example.com";
    await made("/http/frontend", { port: "80", zone: "all", redirectLocation }, "frontendId");
    const running = async () => {
      const lists = ["todo", "doing"].map((status) => api.get(`${base}/task?action=refreshIplb&status=${status}`));
      return (await Promise.all(lists)).flatMap(({ body }) => body as unknown as number[]);
    };
    expect(await running()).toEqual([]);
    expect((await api.get(`${base}/pendingChanges`)).body).toHaveLength(2);
    const { id } = (await api.post(`${base}/refresh`)).body;
    expect(await running()).toEqual([id]);
    simulator.clock.advance(10_000);
    expect((await api.get(`${base}/task/${id}`)).body.status).toBe("done");
    expect(simulator.live()[lb]?.gra?.frontends).toHaveLength(1);
    expect((await api.get(`${base}/pendingChanges`)).body).toEqual([]);
  });

  it("looks a load balancer up by its properties, renames it and reads its NAT addresses", async () => {
    const { api, base, lb, changed } = await start();
    expect((await api.get("/ipLoadbalancing")).body).toEqual([lb]);
    const found = (await api.get(base)).body;
    for (const field of ["serviceName", "offer", "ipLoadbalancing", "state"]) expect(found[field]).toBeTruthy();
    expect(found.zone).toEqual(["gra", "rbx"]);
    expect(await changed("", { displayName: "front" })).toMatchObject({ displayName: "front", sslConfiguration: null });
    expect((await api.get(`${base}/natIp`)).body).toEqual([
      { zone: "gra", ip: ["198.51.100.0/27"] },
      { zone: "rbx", ip: ["198.51.100.32/27"] },
    ]);
  });

  it("attaches a load balancer and a block to a vRack, and takes a task that is gone for done", async () => {
    const { api, scene, simulator, lb, made, changed } = await start(slow());
    const [vrack, block] = [scene.vrack({ name: "pn-1" }), scene.ip()];
    const task = (await api.post(`/vrack/${vrack}/ipLoadbalancing`, { ipLoadbalancing: lb })).body;
    const other = (await api.post(`/vrack/${vrack}/ip`, { block, region: "eu-west-gra" })).body;
    const statuses = async () =>
      Promise.all([task, other].map(async ({ id }) => (await api.get(`/vrack/${vrack}/task/${id}`)).status));
    expect([task.serviceName, await statuses()]).toEqual([vrack, [200, 200]]);
    simulator.clock.advance(10_000);
    expect(await statuses()).toEqual([404, 404]);
    expect((await api.get(`/vrack/${vrack}/ipLoadbalancing/${lb}`)).body).toEqual({ vrack, ipLoadbalancing: lb });
    expect((await api.get(`/vrack/${vrack}${at(block)}`)).body).toMatchObject({ ip: block, region: "eu-west-gra" });
    const network = { subnet: "192.0.2.0/24", vlan: 1001, displayName: "one", natIp: "192.0.2.0/27" };
    const { vrackNetworkId } = await made("/vrack/network", network, "vrackNetworkId");
    expect(
      await changed(`/vrack/network/${String(vrackNetworkId)}`, { vlan: 1002, natIp: "192.0.2.0/27" }),
    ).toMatchObject({ vlan: 1002, displayName: "one" });
  });

  it("reads a dedicated server with its addresses and network interfaces", async () => {
    const { api, scene } = await start();
    const server = scene.server({ region: "ca-east-bhs" });
    const path = `/dedicated/server/${server}`;
    expect((await api.get(path)).body).toMatchObject({ region: "ca-east-bhs", availabilityZone: "ca-east-bhs-a" });
    expect((await api.get(`${path}/ips`)).body).toHaveLength(1);
    const [uuid] = (await api.get(`${path}/virtualNetworkInterface?mode=public`)).body as unknown as string[];
    const found = (await api.get(`${path}/virtualNetworkInterface/${uuid}`)).body;
    expect(found).toMatchObject({ uuid, serverName: server, mode: "public", enabled: true });
  });
});

describe("Ansible modules", () => {
  it("for failover addresses wait until no move is due, move, and poll the task", async () => {
    const { api, scene, simulator } = await start(slow());
    const [block, server] = [scene.ip(), scene.server()];
    const due = `${at(block)}/task?function=genericMoveFloatingIp&status=todo`;
    expect((await api.get(due)).body).toEqual([]);
    const { taskId } = (await api.post(`${at(block)}/move`, { to: server })).body;
    simulator.clock.advance(3_000);
    expect((await api.get(due)).body).toEqual([taskId]);
    simulator.clock.advance(7_000);
    expect((await api.get(`${at(block)}/task/${taskId}`)).body.status).toBe("done");
  });

  it("for load balancers refresh when the numbers of pending changes add up to something", async () => {
    const { api, base, made } = await start({ nothingPending: "zeros" });
    const sum = async () =>
      ((await api.get(`${base}/pendingChanges`)).body as unknown as { number: number }[]).reduce(
        (total, { number }) => total + number,
        0,
      );
    expect(await sum()).toBe(0);
    await made("/http/frontend", { port: "80", zone: "all", redirectLocation: "https://example.com" }, "frontendId");
    expect(await sum()).toBe(2);
    await api.post(`${base}/refresh`, {});
    expect(await sum()).toBe(0);
  });
});
