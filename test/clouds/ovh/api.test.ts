/** Who asks and how, against the simulator, which checks every signature over the raw request. */
import { inspect } from "node:util";
import type { Settings } from "../../../lib/clouds/cloud";
import { createOvhApi } from "../../../lib/clouds/ovh/api";
import type { OvhApi } from "../../../lib/clouds/ovh/api";
import { completeOvh } from "../../../lib/clouds/ovh/credentials";
import { startOvhSimulator } from "../../../lib/clouds/ovh/simulator";
import type { OvhSimulator, OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { openCloud } from "../../../lib/clouds/registry";
import { HttpError } from "../../../lib/http/error";
import { createClock } from "../../../lib/simulator";
import { startScripted } from "../../support/scripted-server";

const never = new AbortController().signal;
const open: { close(): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((thing) => thing.close())));

async function simulate(options: OvhSimulatorOptions = {}): Promise<OvhSimulator> {
  const simulator = await startOvhSimulator(options);
  open.push(simulator);
  return simulator;
}

const keysOf = ({ env }: OvhSimulator): Settings => ({
  endpoint: env.OVH_ENDPOINT,
  application_key: env.OVH_APPLICATION_KEY,
  application_secret: env.OVH_APPLICATION_SECRET,
  consumer_key: env.OVH_CONSUMER_KEY,
});
const serviceAccountOf = ({ url, oauth2 }: OvhSimulator): Settings => ({
  endpoint: `${url}/v1`,
  client_id: oauth2.clientId,
  client_secret: oauth2.clientSecret,
});

function apiOf(settings: Settings): OvhApi {
  const completed = completeOvh(settings, {}, []);
  if ("problems" in completed) throw new Error(JSON.stringify(completed.problems));
  const api = createOvhApi(completed.config);
  open.push(api);
  return api;
}

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HttpError)) throw new Error(`expected an HttpError, got ${inspect(error)}`);
  return error;
}

const count = (simulator: OvhSimulator, path: string) =>
  simulator.journal.filter((entry) => entry.path.endsWith(path)).length;

describe("signed requests", () => {
  it("cover encoded blocks, queries and bodies as they are sent, under either name of the version", async () => {
    const simulator = await simulate();
    const block = simulator.scene.ip({ ip: "203.0.113.16/28" });
    const path = `/ip/${encodeURIComponent(block)}`;
    for (const endpoint of [`${simulator.url}/1.0`, `${simulator.url}/v1`]) {
      const { call } = apiOf({ ...keysOf(simulator), endpoint });
      const query = { description: "a b+c/ü&'%", type: "failover" };
      expect(await call("GET", "/ip", { query }, never)).toEqual([]);
      const body = { description: 'ä "quoted" €\n' };
      expect(await call("PUT", path, { body }, never)).toBeNull();
      expect(await call("GET", path, {}, never)).toMatchObject({ ip: block, ...body });
    }
  });

  it("are signed by the API's clock, which is asked once for many", async () => {
    const simulator = await simulate({ authClockOffsetMs: -3_600_000 });
    const { call } = apiOf(keysOf(simulator));
    await Promise.all(Array.from({ length: 5 }, () => call("GET", "/me", {}, never)));
    await call("GET", "/me", {}, never);
    expect(count(simulator, "/auth/time")).toBe(1);
  });

  it("are signed anew when that clock has changed, and many ask for it once", async () => {
    const clock = createClock({ stepped: true });
    const simulator = await simulate({ clock, authClock: "simulated" });
    const { call } = apiOf(keysOf(simulator));
    await call("GET", "/me", {}, never);
    clock.advance(600_000);
    await Promise.all(Array.from({ length: 5 }, () => call("GET", "/me", {}, never)));
    expect(count(simulator, "/auth/time")).toBe(2);
  });

  it("that stay out of time are an error after one more try", async () => {
    const simulator = await simulate();
    const body = { errorCode: "QUERY_TIME_OUT", message: "Query out of time" };
    simulator.faults.inject({ path: "/1.0/me", fault: { kind: "status", status: 400, body } });
    const error = await failure(apiOf(keysOf(simulator)).call("POST", "/me", {}, never));
    expect(error.code).toBe("QUERY_TIME_OUT");
    expect(count(simulator, "/me")).toBe(2);
  });

  it("that fail give the query id and no secret", async () => {
    const simulator = await simulate();
    const settings = { ...keysOf(simulator), application_secret: "s3cr3t-as" };
    const error = await failure(apiOf(settings).call("GET", "/me", {}, never));
    expect(error.message).toMatch(
      /^GET \/me: 400 \[INVALID_SIGNATURE\] Invalid signature \(X-OVH-QUERYID EU\.ext-1\.\d+/,
    );
    for (const secret of ["s3cr3t-as", simulator.env.OVH_CONSUMER_KEY]) {
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(secret);
    }
  });

  it("that a gateway answers with a page are told with their query id", async () => {
    const simulator = await simulate();
    simulator.faults.inject({ path: "/1.0/me", fault: { kind: "status", status: 503, body: "html" } });
    const error = await failure(apiOf(keysOf(simulator)).call("POST", "/me", {}, never));
    expect(error.message).toMatch(/503 answered with an HTML page.*\(X-OVH-QUERYID EU\./);
    expect(error.maybeDone).toBe(true);
  });
});

describe("a service account", () => {
  it("gets one token for many requests", async () => {
    const simulator = await simulate();
    const { call } = apiOf(serviceAccountOf(simulator));
    await Promise.all(Array.from({ length: 5 }, () => call("GET", "/me", {}, never)));
    expect(count(simulator, "/auth/oauth2/token")).toBe(1);
    expect(count(simulator, "/auth/time")).toBe(0);
  });

  it("gets another shortly before the end of the first", async () => {
    const simulator = await simulate({ tokenLifetimeMs: 0 });
    // Each token has ended when it arrives, so each request gets its own and is refused with it once more.
    const error = await failure(apiOf(serviceAccountOf(simulator)).call("GET", "/me", {}, never));
    expect(error.status).toBe(401);
    expect(count(simulator, "/me")).toBe(2);
    expect(count(simulator, "/auth/oauth2/token")).toBeGreaterThan(1);
  });

  it("gets another when the first is refused, and many ask for it once", async () => {
    const clock = createClock({ stepped: true });
    const simulator = await simulate({ clock });
    const { call } = apiOf(serviceAccountOf(simulator));
    await call("GET", "/me", {}, never);
    clock.advance(3_600_000);
    await Promise.all(Array.from({ length: 5 }, () => call("GET", "/me", {}, never)));
    expect(count(simulator, "/auth/oauth2/token")).toBe(2);
  });

  it("that is not accepted is told in the words of the token endpoint, without the secret", async () => {
    const simulator = await simulate();
    const settings = { ...serviceAccountOf(simulator), client_secret: "s3cr3t-cs" };
    const error = await failure(apiOf(settings).call("GET", "/me", {}, never));
    expect(error.message).toContain(
      "POST /auth/oauth2/token: 401 [invalid_client] client_id or client_secret is wrong",
    );
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("s3cr3t-cs");
  });

  it("asks for its token again when the answer was lost", async () => {
    const simulator = await simulate();
    simulator.faults.inject({ path: "/auth/oauth2/token", times: 1, fault: { kind: "lost-answer" } });
    expect(await apiOf(serviceAccountOf(simulator)).call("GET", "/me", {}, never)).toMatchObject({});
  });
});

it("an access token is sent as it is, and refused as it is", async () => {
  const simulator = await simulate();
  const good = apiOf({ endpoint: simulator.url, access_token: simulator.accessToken });
  expect(await good.call("GET", "/me", {}, never)).toMatchObject({ nichandle: "xx1111-ovh" });
  const error = await failure(
    apiOf({ endpoint: simulator.url, access_token: "s3cr3t-at" }).call("GET", "/me", {}, never),
  );
  expect([error.status, count(simulator, "/me")]).toEqual([401, 2]);
  expect(inspect(error, { depth: null })).not.toContain("s3cr3t-at");
});

describe("lists", () => {
  it("are read as objects, by the page, and never from a cache", async () => {
    const simulator = await simulate();
    for (let i = 1; i <= 3; i++) simulator.scene.ip({ ip: `203.0.113.${i}` });
    const { call } = apiOf(keysOf(simulator));
    const blocks = await call.list<{ ip: string }>("/ip", {}, never);
    expect(blocks.map(({ ip }) => ip)).toEqual(["203.0.113.1/32", "203.0.113.2/32", "203.0.113.3/32"]);
    expect(simulator.journal.filter(({ path }) => path === "/1.0/ip")).toMatchObject([
      { headers: { pragma: "no-cache", "x-pagination-mode": "CachedObjectList-Pages" } },
    ]);
  });

  it.each([
    ["as many pages as the header says", { "x-pagination-total": "3" }, 3],
    ["until one is not full, without that header", {}, 1],
  ])("have %s", async (_what, headers, requests) => {
    const server = await startScripted([{ status: 200, headers, body: '[{"id":1}]' }]);
    open.push(server);
    const { call } = apiOf({ endpoint: server.url, access_token: "t" });
    expect(await call.list("/things", {}, never)).toHaveLength(requests);
    expect(server.requests).toHaveLength(requests);
  });

  it("that hold ids only are no objects", async () => {
    const server = await startScripted([{ status: 200, body: '["203.0.113.7/32"]' }]);
    open.push(server);
    const { call } = apiOf({ endpoint: server.url, access_token: "t" });
    await expect(call.list("/things", {}, never)).rejects.toThrow("GET /things: the answer is a list of ids");
  });

  it("may be null", async () => {
    const server = await startScripted([{ status: 200, body: "null" }]);
    open.push(server);
    expect(await apiOf({ endpoint: server.url, access_token: "t" }).call.list("/things", {}, never)).toEqual([]);
  });
});

describe("the account", () => {
  it("is the nichandle, asked for once, whoever waits", async () => {
    const simulator = await simulate({ nichandle: "zz9999-ovh" });
    const { cloud } = openCloud("ovh", serviceAccountOf(simulator), {});
    if (!cloud) throw new Error("not opened");
    open.push(cloud);
    expect(await Promise.all([cloud.account(never), cloud.account(never)])).toEqual(["zz9999-ovh", "zz9999-ovh"]);
    expect(simulator.journal.map(({ path }) => path)).toEqual(["/auth/oauth2/token", "/v1/auth/details"]);
  });

  it("is told by /me where the consumer key may not ask for its details", async () => {
    const simulator = await simulate();
    simulator.faults.inject({ path: "/1.0/auth/details", fault: { kind: "status", status: 403 } });
    const { cloud } = openCloud("ovh", {}, simulator.env);
    if (!cloud) throw new Error("not opened");
    open.push(cloud);
    expect(await cloud.account(never)).toBe("xx1111-ovh");
  });
});

it("waits its turn when requests are counted, and leaves with its caller", async () => {
  const simulator = await simulate();
  const { call } = apiOf({ ...keysOf(simulator), requests_per_minute: 1 });
  await call("GET", "/me", {}, never);
  const controller = new AbortController();
  const waiting = call("GET", "/me", {}, controller.signal);
  setImmediate(() => controller.abort());
  await expect(waiting).rejects.toThrow(
    "waiting for its turn among the requests of a minute (requests_per_minute is 1)",
  );
  expect(count(simulator, "/me")).toBe(1);
});
