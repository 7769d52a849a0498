import {
  type Clock,
  createClock,
  type SimulatedRequest,
  type SimulatorServer,
  startSimulatorServer,
} from "../../lib/simulator";

let server: SimulatorServer;
let served: SimulatedRequest[] = [];
let counter = 0;

async function start(clock?: Clock): Promise<void> {
  served = [];
  counter = 0;
  server = await startSimulatorServer({
    handler(request) {
      served.push(request);
      return { status: 200, body: { count: ++counter, ips: [1, 2, 3], names: ["a", "b"] } };
    },
    saveable: {
      state: () => ({ counter }),
      load: (state) => void (counter = (state as { counter: number }).counter),
      reset: () => void (counter = 0),
    },
    errorBody: (status) => ({ own: status }),
    replyHeaders: () => ({ "X-Query": String(counter) }),
    views: { counter: (query) => ({ counter, of: query.get("of") }) },
    ...(clock ? { clock } : {}),
  });
}

afterEach(() => server.close());

const get = (path: string, init?: RequestInit) => fetch(server.url + path, init);

describe("fault injection", () => {
  beforeEach(() => start());

  it("refuses the next requests that match, and only as many as it was told", async () => {
    server.faults.inject({
      method: "GET",
      path: "/lans/*",
      times: 2,
      fault: { kind: "status", status: 429, retryAfterSeconds: 3 },
    });
    const [other, first, second, third] = [
      await get("/other"),
      await get("/lans/1"),
      await get("/lans/2"),
      await get("/lans/3"),
    ];
    expect([other, first, second, third].map((answer) => answer.status)).toEqual([200, 429, 429, 200]);
    expect(first.headers.get("retry-after")).toBe("3");
    expect(await first.json()).toEqual({ own: 429 });
    expect(served.map((request) => request.path)).toEqual(["/other", "/lans/3"]);
  });

  it("leaves Retry-After out unless it is asked for", async () => {
    server.faults.inject({ fault: { kind: "status", status: 429 } });
    expect((await get("/")).headers.has("retry-after")).toBe(false);
  });

  it("answers with a gateway's HTML page or with any body", async () => {
    server.faults.inject({ path: "/html", fault: { kind: "status", status: 502, body: "html" } });
    server.faults.inject({ path: "/json", fault: { kind: "status", status: 503, body: { my: "body" } } });
    const html = await get("/html");
    expect([html.status, html.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(await html.text()).toContain("<html>");
    expect(await (await get("/json")).json()).toEqual({ my: "body" });
  });

  it("cuts the connection without doing anything", async () => {
    server.faults.inject({ times: 1, fault: { kind: "reset" } });
    await expect(get("/")).rejects.toThrow();
    expect(served).toHaveLength(0);
    expect(server.journal.entries()[0]).toMatchObject({ status: null });
  });

  it("does the work and loses the answer", async () => {
    server.faults.inject({ times: 1, fault: { kind: "lost-answer" } });
    await expect(get("/", { method: "POST", body: "{}" })).rejects.toThrow();
    expect(served).toHaveLength(1);
  });

  it("does the work and lets a gateway answer that it took too long", async () => {
    server.faults.inject({ times: 1, fault: { kind: "lost-answer-status", status: 504 } });
    expect((await get("/", { method: "POST" })).status).toBe(504);
    expect(served).toHaveLength(1);
  });

  it("can skip requests, choose by the body, and take its chances", async () => {
    server.faults.inject({ path: "/skip", skip: 1, times: 1, fault: { kind: "status", status: 500 } });
    expect([(await get("/skip")).status, (await get("/skip")).status, (await get("/skip")).status]).toEqual([
      200, 500, 200,
    ]);
    const end = server.faults.inject({
      when: ({ bodyText }) => bodyText.includes("bad"),
      fault: { kind: "status", status: 500 },
    });
    expect((await get("/", { method: "POST", body: "bad" })).status).toBe(500);
    expect((await get("/", { method: "POST", body: "good" })).status).toBe(200);
    end();
    expect((await get("/", { method: "POST", body: "bad" })).status).toBe(200);
    server.faults.inject({ probability: 0.5, fault: { kind: "status", status: 500 } });
    const statuses = await Promise.all(Array.from({ length: 40 }, async () => (await get("/")).status));
    expect(new Set(statuses)).toEqual(new Set([200, 500]));
  });

  it("shuffles the lists under the keys that it is told, and no others", async () => {
    server.faults.inject({ fault: { kind: "shuffle", keys: ["ips"] } });
    const { ips, names } = (await (await get("/")).json()) as { ips: number[]; names: string[] };
    expect(ips).not.toEqual([1, 2, 3]);
    expect([...ips].sort()).toEqual([1, 2, 3]);
    expect(names).toEqual(["a", "b"]);
  });

  it("hands on what only the cloud itself can do", async () => {
    server.faults.inject({ times: 1, fault: { kind: "stale" } });
    server.faults.inject({ times: 1, fault: { kind: "fail-later", message: "broken" } });
    await get("/");
    await get("/");
    expect(served.map((request) => request.effects)).toEqual([{ stale: true, failLater: "broken" }, { stale: false }]);
  });
});

it("answers later when latency is injected, by the simulator's own clock", async () => {
  const clock = createClock({ stepped: true });
  await start(clock);
  server.faults.inject({ times: 1, fault: { kind: "latency", ms: 60_000 } });
  const slow = get("/slow");
  while (clock.pending() === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(served).toHaveLength(0);
  clock.advance(60_000);
  expect((await slow).status).toBe(200);
});

describe("the server", () => {
  beforeEach(() => start());

  it("keeps a journal that hides what authenticates", async () => {
    await get("/path?a=1&b=x%20y", {
      method: "POST",
      headers: { authorization: "Bearer secret", "content-type": "application/json" },
      body: '{"x":1}',
    });
    const [entry] = server.journal.entries();
    expect(entry).toMatchObject({
      method: "POST",
      path: "/path",
      query: { a: "1", b: "x y" },
      body: { x: 1 },
      status: 200,
    });
    expect(entry?.headers).toMatchObject({ authorization: "[hidden]", "content-type": "application/json" });
    expect(JSON.stringify(server.journal.entries())).not.toContain("secret");
  });

  it("gives the handler path, query and body exactly as they were sent, for signatures", async () => {
    await get("/a%20b?x=%7E&y=1+2", { method: "PUT", body: '{ "a" :1}' });
    expect(served[0]).toMatchObject({ rawUrl: "/a%20b?x=%7E&y=1+2", path: "/a%20b", bodyText: '{ "a" :1}' });
  });

  it("closes at once although clients keep connections open and an answer is outstanding", async () => {
    await get("/keep-alive");
    server.faults.inject({ fault: { kind: "latency", ms: 3_600_000 } });
    const hanging = get("/hanging").catch(() => "cut");
    while (server.journal.entries().length < 2) await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    await server.close();
    expect(await hanging).toBe("cut");
  });
});

it("puts the cloud's own headers on every answer, those of faults too", async () => {
  await start();
  expect((await get("/")).headers.get("x-query")).toBe("1");
  server.faults.inject({ fault: { kind: "status", status: 500 } });
  expect((await get("/")).headers.get("x-query")).toBe("1");
});

describe("control over HTTP", () => {
  const control = async (method: string, path: string, body?: unknown) =>
    (
      await get(`/_simulator/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    ).json();

  beforeEach(() => start(createClock({ stepped: true })));

  it("saves, loads and resets the state", async () => {
    await get("/");
    const saved = await control("GET", "state");
    expect(saved).toEqual({ counter: 1 });
    await control("POST", "reset");
    expect(await control("GET", "state")).toEqual({ counter: 0 });
    await control("PUT", "state", saved);
    expect(await control("GET", "state")).toEqual({ counter: 1 });
  });

  it("injects and ends faults, and is never met by them itself", async () => {
    const { id } = (await control("POST", "faults", { path: "/**", fault: { kind: "status", status: 500 } })) as {
      id: number;
    };
    expect((await get("/any/path")).status).toBe(500);
    expect(await control("GET", "faults")).toMatchObject([{ id, hits: 1 }]);
    await control("DELETE", `faults/${id}`);
    expect((await get("/any/path")).status).toBe(200);
  });

  it.each([
    [{}],
    [null],
    [{ fault: {} }],
    [{ fault: { kind: "earthquake" } }],
    [{ fault: { kind: "status" } }],
    [{ path: 5, fault: { kind: "reset" } }],
  ])("refuses %j, which is no fault, and goes on answering", async (rule) => {
    const answer = await get("/_simulator/faults", { method: "POST", body: JSON.stringify(rule) });
    expect(answer.status).toBe(400);
    expect((await get("/any/path")).status).toBe(200);
  });

  it("shows and clears the journal, in which it does not stand itself", async () => {
    await get("/asked");
    expect(await control("GET", "journal")).toMatchObject([{ path: "/asked" }]);
    await control("DELETE", "journal");
    expect(await control("GET", "journal")).toEqual([]);
  });

  it("steps the clock", async () => {
    const before = server.clock.now();
    await control("POST", "clock", { advanceMs: 5_000 });
    expect(server.clock.now()).toBe(before + 5_000);
    expect(await get("/_simulator/clock", { method: "POST", body: "{}" })).toHaveProperty("status", 400);
  });

  it("shows what one simulator shows beside the common controls", async () => {
    await get("/");
    expect(await control("GET", "views/counter?of=all")).toEqual({ counter: 1, of: "all" });
    expect((await get("/_simulator/views/toString")).status).toBe(404);
    expect((await get("/_simulator/views/counter", { method: "POST" })).status).toBe(404);
  });

  it("says 404 to what it does not know and 400 to what is no JSON", async () => {
    expect((await get("/_simulator/nothing")).status).toBe(404);
    expect((await get("/_simulator/options")).status).toBe(400); // no simulator has to have some
    expect((await get("/_simulator/state", { method: "PUT", body: "{" })).status).toBe(400);
  });
});
