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
      expect(await call("PUT", path, { body }, never)).toBeUndefined();
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

  it.each(["QUERY_TIME_OUT", undefined])("that stay out of time (%s) are an error after one more try", async (code) => {
    const simulator = await simulate();
    const body = { ...(code === undefined ? {} : { errorCode: code }), message: "Query out of time" };
    simulator.faults.inject({ path: "/1.0/me", fault: { kind: "status", status: 400, body } });
    const error = await failure(apiOf(keysOf(simulator)).call("POST", "/me", {}, never));
    expect([error.code, error.vendorMessage]).toEqual([code, "Query out of time"]);
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

  it("that IAM refuses name the action that is not allowed", async () => {
    const simulator = await simulate({ deniedActions: ["ip:apiovh:get"] });
    const { call } = apiOf(serviceAccountOf(simulator));
    const { message } = await failure(call("GET", "/ip", {}, never));
    expect(message).toContain("User not granted for this request: ip:apiovh:get is not allowed");
  });

  it("that a gateway answers with a page are told with their query id", async () => {
    const simulator = await simulate();
    simulator.faults.inject({ path: "/1.0/me", fault: { kind: "status", status: 503, body: "html" } });
    const error = await failure(apiOf(keysOf(simulator)).call("POST", "/me", {}, never));
    expect(error.message).toMatch(/503 answered with an HTML page instead of JSON \(X-OVH-QUERYID EU\./);
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

  const pages = async (...replies: Parameters<typeof startScripted>[0]) => {
    const server = await startScripted(replies);
    open.push(server);
    const { call } = apiOf({ endpoint: server.url, access_token: "t" });
    const found = await call.list<{ id: number }>("/things", {}, never);
    return { ids: found.map(({ id }) => id), requests: server.requests.length };
  };
  const page = (headers: Readonly<Record<string, string>>, ...ids: readonly number[]) =>
    ({ status: 200, headers, body: JSON.stringify(ids.map((id) => ({ id }))) }) as const;

  it.each([
    ["as many pages as the header says", { "x-pagination-total": "2" }, [1, 2], 2],
    ["as many objects as the header says", { "x-pagination-elements": "2" }, [1, 2], 2],
    ["pages as large as the server makes them", { "x-pagination-size": "1" }, [1, 2], 3],
    ["one page that is not full, without those headers", {}, [1], 1],
  ])("have %s", async (_what, headers, ids, requests) => {
    expect(await pages(page(headers, 1), page(headers, 2), page(headers))).toEqual({ ids, requests });
  });

  it.each([
    ["the same page for ever", { "x-pagination-size": "2" }, [1, 2], 2],
    ["more pages than there are", { "x-pagination-total": "1000" }, [1, 2], 2],
  ])("end where a server answers %s", async (_what, headers, ids, requests) => {
    expect(await pages(page(headers, 1, 2))).toEqual({ ids, requests });
  });

  it("have each object once when they change while they are read", async () => {
    const headers = { "x-pagination-elements": "4" };
    const found = await pages(page(headers, 1, 2), page(headers, 2, 3), page(headers, 4));
    expect(found).toEqual({ ids: [1, 2, 3, 4], requests: 3 });
  });

  it("that hold ids only are read one by one, less what is gone by then", async () => {
    const simulator = await simulate({ expandedLists: "ignore" });
    const blocks = Array.from({ length: 20 }, (_, i) => simulator.scene.ip({ ip: `203.0.113.${i + 1}` }));
    for (const [i, status] of [
      [3, 404],
      [5, 460],
    ] as const)
      simulator.faults.inject({
        path: `/1.0/ip/${encodeURIComponent(blocks[i] ?? "")}`,
        fault: { kind: "status", status },
      });
    const { call } = apiOf(keysOf(simulator));
    const found = await call.list<{ ip: string }>("/ip", {}, never);
    expect(found.map(({ ip }) => ip)).toEqual(blocks.filter((_, i) => i !== 3 && i !== 5));
  });

  it.each([403, 404])("of ids with one that a page says %i of are not known", async (status) => {
    const simulator = await simulate({ expandedLists: "ignore" });
    const block = simulator.scene.ip();
    const path = `/1.0/ip/${encodeURIComponent(block)}`;
    simulator.faults.inject({ path, fault: { kind: "status", status, body: "html" } });
    const error = await failure(apiOf(keysOf(simulator)).call.list("/ip", {}, never));
    expect(error.message).toMatch(new RegExp(`^GET /ip/.+: ${status} .+HTML page`));
  });

  it("may be null", async () => {
    const server = await startScripted([{ status: 200, body: "null" }]);
    open.push(server);
    expect(await apiOf({ endpoint: server.url, access_token: "t" }).call.list("/things", {}, never)).toEqual([]);
  });
});

it.each(["null", ""])("an object that is answered with %j is no object that is gone", async (body) => {
  const server = await startScripted([{ status: 200, headers: { "x-ovh-queryid": "EU.ext-7" }, body }]);
  open.push(server);
  const error = await failure(apiOf({ endpoint: server.url, access_token: "t" }).call.object("/ip/x", never));
  expect(error.message).toMatch(/^GET \/ip\/x: 200 answered with nothing .+X-OVH-QUERYID EU\.ext-7/);
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
