import { createClock } from "../../../../lib/simulator";
import type { IonosSimulatorOptions } from "../../../../lib/clouds/ionos/simulator";
import { type Answer, closeSimulators, startScene as start } from "./client";

afterEach(closeSimulators);

const startScene = (options: IonosSimulatorOptions = {}) =>
  start({
    settleMs: 1_000,
    clock: createClock({ stepped: true, startAt: Date.parse("2026-05-04T10:00:00Z") }),
    ...options,
  });

const statusPath = (answer: Answer) => answer.headers.get("location") ?? "";

describe("a request", () => {
  it("goes from QUEUED over RUNNING to DONE, and its target from BUSY to AVAILABLE", async () => {
    const { api, lan, simulator } = await startScene();
    const accepted = await api.patch(lan, { name: "new" });
    const look = async () => {
      const { metadata } = (await api.get(statusPath(accepted))).body;
      return [metadata.status, metadata.message, (await api.get(lan)).body.metadata.state];
    };
    expect(await look()).toEqual(["QUEUED", "Request has been queued", "BUSY"]);
    simulator.clock.advance(250);
    expect((await look()).slice(0, 1)).toEqual(["RUNNING"]);
    simulator.clock.advance(750);
    expect(await look()).toEqual(["DONE", "Request has been successfully executed", "AVAILABLE"]);
  });

  it("names its targets, each with a status", async () => {
    const { api, lan, lanId } = await startScene();
    const accepted = await api.patch(lan, { name: "new" });
    const { body } = await api.get(statusPath(accepted));
    expect(body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}\/status$/) as string,
      type: "request-status",
      href: statusPath(accepted),
      metadata: {
        targets: [
          { target: { id: lanId, type: "lan", href: expect.stringContaining(lan) as string }, status: "QUEUED" },
        ],
      },
    });
    expect((await api.get("/requests/nothing/status")).status).toBe(404);
  });

  it.each([
    ["old", "public"],
    ["requested", "new"],
  ] as const)("shows %s values to reads while it is pending, as the option says", async (readsWhileBusy, expected) => {
    const { api, lan, simulator } = await startScene({ readsWhileBusy });
    const accepted = await api.patch(lan, { name: "new" });
    expect(accepted.body.properties.name).toBe("new");
    expect((await api.get(lan)).body.properties.name).toBe(expected);
    simulator.clock.advance(1_000);
    expect((await api.get(lan)).body.properties.name).toBe("new");
  });

  it("waits for those before it on the same object, and nothing is refused for being BUSY", async () => {
    const { api, lan, a, nic, simulator } = await startScene();
    const first = await api.patch(lan, { name: "first" });
    const second = await api.patch(lan, { name: "second" });
    const elsewhere = await api.patch(nic(a), { name: "elsewhere" });
    simulator.clock.advance(1_000);
    const states = async () =>
      Promise.all(
        [first, second, elsewhere].map(async (answer) => (await api.get(statusPath(answer))).body.metadata.status),
      );
    expect(await states()).toEqual(["DONE", "QUEUED", "DONE"]);
    expect((await api.get(lan)).body).toMatchObject({ metadata: { state: "BUSY" }, properties: { name: "first" } });
    simulator.clock.advance(1_000);
    expect(await states()).toEqual(["DONE", "DONE", "DONE"]);
    expect((await api.get(lan)).body).toMatchObject({
      metadata: { state: "AVAILABLE" },
      properties: { name: "second" },
    });
  });

  it("waits for all of the data centre where the option says so", async () => {
    const { api, lan, a, nic, simulator } = await startScene({ queueScope: "datacenter" });
    await api.patch(lan, { name: "first" });
    const second = await api.patch(nic(a), { name: "second" });
    simulator.clock.advance(1_000);
    expect((await api.get(statusPath(second))).body.metadata.status).toBe("QUEUED");
    simulator.clock.advance(1_000);
    expect((await api.get(statusPath(second))).body.metadata.status).toBe("DONE");
  });

  it("makes what it lies in BUSY, too, and the data centre a version older", async () => {
    const { api, dc, serverA, nic, a, scene, simulator } = await startScene();
    const version = async () => (await api.get(`/datacenters/${dc}`)).body.properties.version as number;
    const before = await version();
    await api.patch(nic(a), { name: "x" });
    const states = async () =>
      Promise.all(
        [`/datacenters/${dc}`, scene.pathOf(serverA) ?? ""].map(
          async (path) => (await api.get(path)).body.metadata.state,
        ),
      );
    expect(await states()).toEqual(["BUSY", "BUSY"]);
    simulator.clock.advance(1_000);
    expect(await states()).toEqual(["AVAILABLE", "AVAILABLE"]);
    expect(await version()).toBe(before + 1);
  });

  it("keeps what it deletes in sight until it is done, and refuses further changes to it", async () => {
    const { api, nic, a, simulator } = await startScene();
    const path = nic(a);
    const gone = await api.delete(path);
    expect([gone.status, gone.text]).toEqual([202, ""]);
    expect((await api.get(path)).body.metadata.state).toBe("BUSY");
    expect((await api.patch(path, { name: "x" })).text).toContain("already marked for deletion");
    expect((await api.delete(path)).text).toContain("already marked for deletion");
    simulator.clock.advance(1_000);
    expect((await api.get(path)).status).toBe(404);
  });

  it("that fails says so in its status, and nothing of it has happened", async () => {
    const { api, dc, lan, nic, a, simulator } = await startScene();
    const path = nic(a);
    const fail = { method: "POST|PATCH|DELETE", times: 3, fault: { kind: "fail-later" } } as const;
    simulator.faults.inject(fail);
    const answers = [
      await api.post(`/datacenters/${dc}/lans`, { properties: { name: "never" } }),
      await api.patch(lan, { name: "never" }),
      await api.delete(path),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202]);
    simulator.clock.advance(1_000);
    for (const answer of answers) {
      expect((await api.get(statusPath(answer))).body.metadata).toMatchObject({
        status: "FAILED",
        message: expect.stringContaining("[VDC-5-601]") as string,
        targets: [{ status: "FAILED" }],
      });
    }
    expect((await api.get(`/datacenters/${dc}/lans`)).body.items).toHaveLength(1);
    expect((await api.get(lan)).body.properties.name).toBe("public");
    expect((await api.get(path)).body.metadata.state).toBe("AVAILABLE");
    expect((await api.patch(path, { name: "well" })).status).toBe(202);
  });
});

describe("the request log", () => {
  it("remembers method, address, body and headers, but no credentials; a refused write is not in it", async () => {
    const { api, lan, simulator } = await startScene({ settleMs: 0 });
    await api.send("PATCH", lan, { name: "new" }, { "user-agent": "my-tool/1.0" });
    await api.patch(lan, { ipv4CidrBlock: "10.0.0.0/8" });
    const { items } = (await api.get("/requests?depth=2")).body;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      type: "request",
      metadata: { createdBy: simulator.username, requestStatus: { metadata: { status: "DONE" } } },
      properties: { method: "PATCH", url: `${simulator.url}/cloudapi/v6${lan}`, body: '{"name":"new"}' },
    });
    expect(items[0]?.properties.headers).toMatchObject({ "user-agent": "my-tool/1.0" });
    expect(JSON.stringify(items)).not.toContain(simulator.token);
  });

  it("opens one thing more with each depth", async () => {
    const { api, lan } = await startScene({ settleMs: 0 });
    await api.patch(lan, { name: "new" });
    const at = async (depth: number) => (await api.get(`/requests?depth=${depth}`)).body.items[0];
    expect(Object.keys((await at(0)) ?? {})).toEqual(["id", "type", "href"]);
    expect((await at(1))?.metadata.requestStatus?.metadata).toBeUndefined();
    expect((await at(2))?.metadata.requestStatus?.metadata.status).toBe("DONE");
    const id = (await at(0))?.id ?? "";
    expect((await api.get(`/requests/${id}?depth=1`)).body.metadata.requestStatus?.metadata.status).toBe("DONE");
  });

  it("is filtered by method, address, body, status and time, the newest first", async () => {
    const { api, lan, simulator } = await startScene();
    await api.post("/ipblocks", { properties: { name: "mine", location: "de/fra", size: 1 } });
    simulator.clock.advance(60_000);
    await api.patch(lan, { name: "second" });
    const find = async (filter: string) =>
      (await api.get(`/requests?depth=2&${filter}`)).body.items.map((request) => request.properties.method as string);
    expect(await find("")).toEqual(["PATCH", "POST"]);
    expect(await find("filter.method=POST&filter.url=ipblocks")).toEqual(["POST"]);
    expect(await find("filter.url=lans")).toEqual(["PATCH"]);
    expect(await find("filter.body=mine")).toEqual(["POST"]);
    expect(await find("filter.status=QUEUED")).toEqual(["PATCH"]);
    expect(await find("filter.status=DONE")).toEqual(["POST"]);
    expect(await find("filter.createdAfter=2026-05-04%2010:00:30")).toEqual(["PATCH"]);
    expect(await find("filter.createdBefore=2026-05-04+10:00:30")).toEqual(["POST"]);
    expect((await api.get("/requests?filter.createdAfter=yesterday")).status).toBe(400);
  });

  it("forgets the oldest beyond its limit", async () => {
    const { api, lan } = await startScene({ settleMs: 0, requestLogLimit: 3 });
    for (const name of ["a", "b", "c", "d"]) await api.patch(lan, { name });
    const { items } = (await api.get("/requests?depth=1")).body;
    expect(items.map((request) => request.properties.body as string)).toEqual([
      '{"name":"d"}',
      '{"name":"c"}',
      '{"name":"b"}',
    ]);
  });
});
