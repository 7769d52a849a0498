import { createClock } from "../../../../lib/simulator";
import { at, closeSimulators, startSimulator } from "./client";

afterEach(closeSimulators);

const slow = () => ({ settleMs: 10_000, clock: createClock({ stepped: true }) });

describe("an address", () => {
  it("is one and the same with and without its mask", async () => {
    const { api, scene } = await startSimulator();
    const block = scene.ip({ ip: "203.0.113.7" });
    expect(block).toBe("203.0.113.7/32");
    expect((await api.get(at(scene.ip({ region: "ca-east-bhs" })))).body).toMatchObject({ campus: "BHS", rir: "ARIN" });
    const parked = { ip: block, type: "failover", routedTo: { serviceName: null }, campus: "GRA", version: 4 };
    expect((await api.get(at(block))).body).toMatchObject(parked);
    expect((await api.get("/ip/203.0.113.7")).body).toMatchObject(parked);
    expect((await api.get("/ip/203.0.113.8")).body).toEqual({
      class: "Client::NotFound",
      message: "This service does not exist",
    });
    expect((await api.get("/ip/nonsense")).body.message).toBe(
      "[ip] Given data (nonsense) is not valid for type ipBlock",
    );
  });

  it("of a block is no service of its own", async () => {
    const { api, scene } = await startSimulator();
    scene.ip({ ip: "203.0.113.16/28" });
    expect((await api.get("/ip/203.0.113.17")).status).toBe(404);
  });

  it("has a description and nothing else that can be written", async () => {
    const { api, scene } = await startSimulator();
    const block = scene.ip();
    const answer = await api.put(at(block), { description: "web", type: "vps" });
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect((await api.get(at(block))).body).toMatchObject({ description: "web", type: "failover" });
  });

  it("is found by the filters of the list, and expanded with the pagination header", async () => {
    const { api, scene } = await startSimulator();
    const server = scene.server();
    const one = scene.ip({ description: "web" });
    const two = scene.ip({ routedTo: server });
    const six = scene.ip({ ip: "2001:DB8:0:0::/64", type: "vps" });
    expect((await api.get("/ip")).body).toEqual([one, two, six]);
    expect((await api.get("/ip?description=we")).body).toEqual([one]);
    expect((await api.get(`/ip?routedTo.serviceName=${server}`)).body).toEqual([two]);
    expect((await api.get("/ip?version=6")).body).toEqual(["2001:db8::/64"]);
    expect((await api.get("/ip?type=vps")).body).toEqual([six]);
    expect((await api.get("/ip?ip=203.0.113.1")).body).toEqual([one]);
    const block = scene.ip({ ip: "203.0.113.16/28" });
    expect((await api.get("/ip?ip=203.0.113.1")).body).toEqual([one]);
    expect((await api.get("/ip?ip=203.0.113.17")).body).toEqual([block]);
    expect((await api.get("/ip?ip=203.0.113.16%2F28")).body).toEqual([block]);
    expect((await api.get("/ip?ip=203.0.113.0%2F24")).body).toEqual([]);
    expect((await api.get("/ip?ip=web")).body.message).toBe("[ip] Given data (web) is not valid for type ipBlock");
    scene.remove(block);
    const page = await api.get("/ip", {
      "X-Pagination-Mode": "CachedObjectList-Pages",
      "X-Pagination-Size": "1",
      "X-Pagination-Number": "2",
      "X-Pagination-Sort": "ip",
      "X-Pagination-Filter": "type:like=%25ail%25",
    });
    expect(page.body).toMatchObject([{ ip: two }]);
    expect(page.body).not.toMatchObject([{ iam: expect.anything() as unknown }]);
    expect(page.headers.get("x-pagination-elements")).toBe("2");
    expect(page.headers.get("x-pagination-total")).toBe("2");
  });
});

describe("a move", () => {
  it("is a task through init, todo and doing, and nothing moves before it is done", async () => {
    const { api, scene, simulator } = await startSimulator(slow());
    const [a, b] = [scene.server(), scene.server()];
    const block = scene.ip({ routedTo: a });
    const answer = await api.post(`${at(block)}/move`, { to: b });
    expect(answer.body).toMatchObject({
      function: "genericMoveFloatingIp",
      status: "init",
      destination: { serviceName: b },
    });
    expect(answer.body.startDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
    const seen = [];
    for (let step = 0; step < 5; step++) {
      const task = await api.get(`${at(block)}/task/${answer.body.taskId}`);
      const ip = await api.get(at(block));
      seen.push([task.body.status, ip.body.routedTo.serviceName === b]);
      simulator.clock.advance(2_500);
    }
    expect(seen).toEqual([
      ["init", false],
      ["todo", false],
      ["doing", false],
      ["doing", false],
      ["done", true],
    ]);
    expect((await api.get(`${at(block)}/task?function=genericMoveFloatingIp&status=done`)).body).toHaveLength(1);
    expect((await api.get(`${at(block)}/task?status=doing`)).body).toEqual([]);
    expect((await api.get(`${at(block)}/task/0`)).body.message).toBe(
      "The requested object (taskId = 0) does not exist",
    );
  });

  it.each([
    ["customerError: no such thing", "customerError", "no such thing"],
    ["cancelled", "cancelled", "The operation failed"],
    ["broken", "ovhError", "broken"],
  ])("that fails with %s ends as %s and moves nothing", async (message, status, comment) => {
    const { api, scene, simulator } = await startSimulator();
    const block = scene.ip();
    simulator.faults.inject({ method: "POST", times: 1, fault: { kind: "fail-later", message } });
    const { taskId } = (await api.post(`${at(block)}/move`, { to: scene.server() })).body;
    expect((await api.get(`${at(block)}/task/${taskId}`)).body).toMatchObject({ status, comment });
    expect(scene.routedTo(block)).toBeNull();
  });

  it("goes to what is listed as a destination, and says why nowhere else", async () => {
    const { api, scene } = await startSimulator();
    const [here, far] = [scene.server({ region: "eu-west-rbx" }), scene.server({ region: "ca-east-bhs" })];
    const project = scene.project({ nexthops: ["192.0.2.200"] });
    const lb = scene.loadBalancer();
    const vps = scene.vps({ region: "eu-west-sbg" });
    const block = scene.ip();
    const { body } = await api.get(`${at(block)}/move`);
    expect(body).toEqual({
      cloudProject: [{ service: project, nexthop: ["192.0.2.200"] }],
      dedicatedCloud: [],
      dedicatedServer: [{ service: here, nexthop: null }],
      hostingReseller: [],
      ipLoadbalancing: [{ service: lb, nexthop: null }],
      vps: [{ service: vps, nexthop: null }],
    });
    expect((await api.post(`${at(block)}/move`, { to: far })).body.message).toContain("ca-east-bhs");
    expect((await api.post(`${at(block)}/move`, { to: "nobody" })).status).toBe(404);
    expect((await api.post(`${at(block)}/move`, {})).body.message).toContain("[to]");
    expect((await api.post(`${at(block)}/move`, { to: project, nexthop: "192.0.2.9" })).status).toBe(400);
    expect((await api.post(`${at(block)}/move`, { to: project, nexthop: "192.0.2.200" })).status).toBe(200);
  });

  it("is not for an address that is no additional one", async () => {
    const { api, scene } = await startSimulator();
    const [here, other] = [scene.server(), scene.server()];
    const own = scene.ip({ ip: "192.0.2.1", type: "dedicated", routedTo: here });
    expect((await api.get(`${at(own)}/move`)).body.dedicatedServer).toEqual([]);
    expect((await api.post(`${at(own)}/move`, { to: other })).body.message).toContain("is no additional IP");
  });

  it("takes a whole block along, but not from a dedicated server to a VPS", async () => {
    const { api, scene } = await startSimulator();
    const [server, other, vps] = [scene.server(), scene.server(), scene.vps()];
    const block = scene.ip({ ip: "203.0.113.16/29", routedTo: server });
    expect((await api.post(`${at(block)}/move`, { to: vps })).body.message).toContain("only single addresses");
    await api.post(`${at(block)}/move`, { to: other });
    expect(scene.routedTo(block)).toBe(other);
  });

  it("is refused while another is running, or waits for it where the option says so", async () => {
    for (const secondMove of ["reject", "queue"] as const) {
      const { api, scene, simulator } = await startSimulator({ ...slow(), secondMove });
      const [a, b] = [scene.server(), scene.server()];
      const block = scene.ip();
      await api.post(`${at(block)}/move`, { to: a });
      const second = await api.post(`${at(block)}/move`, { to: b });
      expect(second.status).toBe(secondMove === "queue" ? 200 : 409);
      simulator.clock.advance(10_000);
      expect(scene.routedTo(block)).toBe(a);
      simulator.clock.advance(10_000);
      expect(scene.routedTo(block)).toBe(secondMove === "queue" ? b : a);
    }
  });

  it("to nowhere is parking", async () => {
    const { api, scene } = await startSimulator();
    const block = scene.ip({ routedTo: scene.server() });
    expect((await api.post(`${at(block)}/park`)).body.destination).toEqual({ serviceName: null });
    expect((await api.get(at(block))).body.routedTo).toEqual({ serviceName: null });
  });
});

describe("a reverse", () => {
  it("is set, changed by setting it again, listed and removed", async () => {
    const { api, scene } = await startSimulator();
    const block = scene.ip({ ip: "203.0.113.16/29" });
    const path = `${at(block)}/reverse`;
    const set = (reverse: string) => api.post(path, { ipReverse: "203.0.113.17", reverse });
    expect((await set("a.example.com")).body).toEqual({ ipReverse: "203.0.113.17", reverse: "a.example.com." });
    await set("b.example.com.");
    expect((await api.get(`${path}/203.0.113.17`)).body.reverse).toBe("b.example.com.");
    expect((await api.get(path)).body).toEqual(["203.0.113.17"]);
    expect((await api.delete(`${path}/203.0.113.17`)).text).toBe("");
    expect((await api.get(`${path}/203.0.113.17`)).status).toBe(404);
    expect((await api.post(path, { ipReverse: "203.0.113.99", reverse: "a.example.com" })).status).toBe(400);
    expect((await api.post(path, { ipReverse: "X", reverse: "a" })).body.message).toBe(
      "[ipReverse] Given data (X) is not valid for type ip",
    );
  });

  it("is refused until its name resolves to the address", async () => {
    const { api, scene } = await startSimulator({ forwardRecords: "required" });
    const block = scene.ip({ ip: "2001:db8::/64" });
    const body = { ipReverse: "2001:DB8::0:1", reverse: "six.example.com" };
    const refusal = await api.post(`${at(block)}/reverse`, body);
    expect([refusal.status, refusal.body.message]).toEqual([400, "six.example.com does not resolve to 2001:db8::1"]);
    scene.forward("six.example.com", "2001:db8::1");
    expect((await api.post(`${at(block)}/reverse`, body)).status).toBe(200);
    expect((await api.get(`${at(block)}/reverse/${encodeURIComponent("2001:db8::1")}`)).status).toBe(200);
  });
});

describe("the simulator's state", () => {
  it("carries on in another simulator with what was pending", async () => {
    const { api, scene, simulator } = await startSimulator(slow());
    const block = scene.ip();
    const server = scene.server();
    await api.post(`${at(block)}/move`, { to: server });
    const saved = JSON.parse(JSON.stringify(simulator.state())) as ReturnType<typeof simulator.state>;
    const other = await startSimulator({
      ...slow(),
      clock: createClock({ stepped: true, startAt: simulator.clock.now() }),
    });
    other.simulator.load(saved);
    other.simulator.clock.advance(10_000);
    expect(other.scene.routedTo(block)).toBe(server);
    expect(other.scene.ip()).toBe(scene.ip());
    for (const broken of [{}, null, { cloud: "ovh", version: 1 }, { ...saved, services: undefined }])
      expect(() => other.simulator.load(broken as never)).toThrow("no saved state");
    other.simulator.reset();
    expect((await other.api.get("/ip")).body).toEqual([]);
  });

  it("is seen as it was before the last change by a stale read", async () => {
    const { api, scene, simulator } = await startSimulator();
    const block = scene.ip();
    await api.post(`${at(block)}/move`, { to: scene.server() });
    expect((await api.post(`${at(block)}/move`, { to: "nobody" })).status).toBe(404); // no change
    simulator.faults.inject({ method: "GET", times: 1, fault: { kind: "stale" } });
    expect((await api.get(at(block))).body.routedTo.serviceName).toBeNull();
    expect((await api.get(at(block))).body.routedTo.serviceName).not.toBeNull();
  });
});
