import { inspect } from "node:util";
import { createHttpClient } from "../../lib/http/client";
import type { HttpClient, HttpOptions, Method, Sent } from "../../lib/http/client";
import { HttpError, isNotFound } from "../../lib/http/error";
import { CancelledError, DeadlineError, withTimeout } from "../../lib/http/wait";
import { deadPort, startScripted } from "../support/scripted-server";
import type { Answer, ScriptedServer } from "../support/scripted-server";

const SECRET = "s3cr3t-t0ken";
const never = new AbortController().signal;
const open: { close(): unknown }[] = [];
let pauses: number[] = [];

beforeEach(() => void (pauses = []));
afterEach(() => Promise.all(open.splice(0).map((thing) => thing.close())));

/** A client whose waits between attempts are noted instead of waited for. */
function clientOf(baseUrl: string, options: Partial<HttpOptions> = {}): HttpClient {
  const client = createHttpClient({
    baseUrl,
    headers: { authorization: `Bearer ${SECRET}` },
    explain: (body) => {
      const { code, message } = (body ?? {}) as { code?: string; message?: string };
      return { ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) };
    },
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    ...options,
  });
  open.push(client);
  return client;
}

async function serve(...answers: readonly Answer[]): Promise<ScriptedServer> {
  const server = await startScripted(answers);
  open.push(server);
  return server;
}

const ok: Answer = { status: 200, body: '{"fine":true}' };
const send = (client: HttpClient, method: Method, signal: AbortSignal = never) =>
  client.send({ method, path: "/things/1", ...(method === "GET" ? {} : { body: { a: 1 } }) }, signal);

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HttpError)) throw new Error(`expected an HttpError, got ${inspect(error)}`);
  return error;
}

describe("what is repeated", () => {
  const once = (status: number): Answer => ({ status, body: "{}" });
  const repeated: readonly (readonly [Method, string, Answer])[] = [
    ...[408, 429, 500, 502, 503, 504].map((status) => ["GET", String(status), once(status)] as const),
    ["GET", "a reset", "reset"],
    ...(["PUT", "DELETE"] as const).flatMap((method) =>
      [408, 429, 502, 503, 504].map((status) => [method, String(status), once(status)] as const),
    ),
    ["PUT", "a reset", "reset"],
    ["DELETE", "a reset", "reset"],
    ["PATCH", "429", once(429)],
    ["POST", "429", once(429)],
  ];
  it.each(repeated)("sends %s again after %s", async (method, _what, answer) => {
    const server = await serve(answer, ok);
    expect((await send(clientOf(server.url), method)).body).toEqual({ fine: true });
    expect(server.requests).toHaveLength(2);
  });

  const single: readonly (readonly [Method, string, Answer])[] = [
    ...(["PATCH", "POST"] as const).flatMap((method) =>
      [408, 500, 502, 503, 504].map((status) => [method, String(status), once(status)] as const),
    ),
    ["PATCH", "a reset", "reset"],
    ["POST", "a reset", "reset"],
    ["PUT", "500", once(500)],
    ["DELETE", "500", once(500)],
    ...[400, 401, 403, 404, 409, 422, 501].map((status) => ["GET", String(status), once(status)] as const),
  ];
  it.each(single)("sends %s only once after %s", async (method, _what, answer) => {
    const server = await serve(answer, ok);
    await failure(send(clientOf(server.url), method));
    expect(server.requests).toHaveLength(1);
  });

  it.each(["POST", "PATCH"] as const)("sends %s again when it never left the machine", async (method) => {
    const error = await failure(send(clientOf(`http://127.0.0.1:${await deadPort()}`, { attempts: 3 }), method));
    expect(pauses).toHaveLength(2);
    expect(error.maybeDone).toBe(false);
  });

  it("gives up after a bounded number of attempts, with the last answer", async () => {
    const server = await serve({ status: 503, body: '{"message":"maintenance"}' });
    const error = await failure(send(clientOf(server.url, { attempts: 4 }), "GET"));
    expect(server.requests).toHaveLength(4);
    expect(error.message).toBe("GET /things/1: 503 maintenance");
  });

  it("waits longer from time to time, with jitter, and never long", async () => {
    const server = await serve({ status: 503 });
    await failure(send(clientOf(server.url, { attempts: 9 }), "GET"));
    expect(pauses).toHaveLength(8);
    pauses.forEach((ms, i) => {
      const base = Math.min(100 * 2 ** i, 4000);
      expect(ms).toBeGreaterThanOrEqual(base / 2);
      expect(ms).toBeLessThanOrEqual(base);
    });
  });
});

describe("Retry-After", () => {
  it("is honoured in seconds", async () => {
    const server = await serve({ status: 429, headers: { "retry-after": "7" } }, ok);
    await send(clientOf(server.url), "POST");
    expect(pauses).toEqual([7000]);
  });

  it("is honoured as a date", async () => {
    const at = new Date(Date.now() + 30_000).toUTCString();
    const server = await serve({ status: 503, headers: { "retry-after": at } }, ok);
    await send(clientOf(server.url), "GET");
    expect(pauses).toHaveLength(1);
    expect(pauses[0]).toBeGreaterThan(25_000);
    expect(pauses[0]).toBeLessThanOrEqual(30_000);
  });

  it("is honoured however long it is, because the caller's deadline bounds it", async () => {
    const server = await serve({ status: 429, headers: { "retry-after": "900" } }, ok);
    await send(clientOf(server.url), "GET");
    expect(pauses).toEqual([900_000]);
  });

  it("is missed where requests are counted by the minute: then the waits reach over one", async () => {
    const server = await serve({ status: 429 });
    await failure(send(clientOf(server.url, { throttledMs: 2000 }), "POST"));
    expect(server.requests).toHaveLength(6);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1000);
    expect(pauses.reduce((sum, ms) => sum + ms)).toBeGreaterThan(30_000);
  });

  it.each(["soon", "-5", ""])("is passed over when it says %p", async (value) => {
    const server = await serve({ status: 429, headers: { "retry-after": value } }, ok);
    await send(clientOf(server.url), "GET");
    expect(pauses[0]).toBeLessThanOrEqual(100);
  });
});

describe("an error", () => {
  it("says which request, what came back and the vendor's words", async () => {
    const server = await serve({ status: 422, body: '{"code":"184","message":"found in Slave NIC"}' });
    const error = await failure(send(clientOf(server.url), "PATCH"));
    expect(error.message).toBe("PATCH /things/1: 422 [184] found in Slave NIC");
    expect(error).toMatchObject({ status: 422, code: "184", vendorMessage: "found in Slave NIC", maybeDone: false });
  });

  it.each([
    [200, "answered with an HTML page instead of JSON"],
    [404, "answered with an HTML page instead of JSON"],
    [502, "answered with an HTML page instead of JSON"],
  ])("tells of a page instead of JSON with status %d in one sentence", async (status, words) => {
    const server = await serve({ status, body: "<!DOCTYPE html><html>\n<h1>Welcome</h1>\n</html>" });
    const error = await failure(send(clientOf(server.url, { attempts: 1 }), "GET"));
    expect(error.message).toContain(words);
    expect(error.message).not.toMatch(/[<>\n]/);
  });

  it("never takes a page, or somebody else's JSON, for the vendor's word that a thing is not there", async () => {
    const answers = ["<html><body>Not found</body></html>", "", "{}", '{"detail":"no route"}', "null"];
    for (const body of answers) {
      const server = await serve({ status: 404, body });
      expect(isNotFound(await failure(send(clientOf(server.url), "GET")))).toBe(false);
    }
    const server = await serve({ status: 404, body: '{"code":"309","message":"Resource does not exist"}' });
    expect(isNotFound(await failure(send(clientOf(server.url), "GET")))).toBe(true);
  });

  it("says where nobody answers, in one sentence", async () => {
    const port = await deadPort();
    const error = await failure(send(clientOf(`http://127.0.0.1:${port}`, { attempts: 2 }), "GET"));
    expect(error.message).toBe(
      `GET /things/1: cannot reach 127.0.0.1:${port} (ECONNREFUSED); check the endpoint and the network`,
    );
  });

  it("says at once that an endpoint is no URL, and shows nothing of a password in it", async () => {
    const error = await failure(send(clientOf(`https://user:${SECRET}@no such host/`), "POST"));
    expect(error.message).toMatch(/endpoint is no valid URL/);
    expect(error.maybeDone).toBe(false);
    expect(pauses).toEqual([]);
    expect(inspect(error, { depth: 9 })).not.toContain(SECRET);
  });

  it("is marked as maybe done when the connection was cut, and not when the request was refused", async () => {
    const cut = await serve("reset");
    expect((await failure(send(clientOf(cut.url), "POST"))).maybeDone).toBe(true);
    const refused = await serve({ status: 400, body: "{}" });
    expect((await failure(send(clientOf(refused.url), "POST"))).maybeDone).toBe(false);
    const garbled = await serve({ status: 202, body: "<html>" });
    expect((await failure(send(clientOf(garbled.url), "POST"))).maybeDone).toBe(true);
  });

  it("says that no answer came in time", async () => {
    const server = await serve("silence");
    const error = await failure(send(clientOf(server.url, { requestTimeoutMs: 40 }), "POST"));
    expect(error.message).toMatch(/^POST \/things\/1: no answer from 127\.0\.0\.1:\d+ in time$/);
    expect(error.maybeDone).toBe(true);
  });

  it.each<[string, Answer | undefined]>([
    ["a refusal", { status: 401, body: '{"message":"Unauthorized"}' }],
    ["a page", { status: 503, body: "<html></html>" }],
    ["a cut connection", "reset"],
    ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/elsewhere" } }],
    ["an unreachable endpoint", undefined],
  ])("after %s holds no secret, nor does its cause", async (_what, answer) => {
    const url = answer ? (await serve(answer)).url : `http://127.0.0.1:${await deadPort()}`;
    const error = await failure(send(clientOf(url, { attempts: 1 }), "POST"));
    for (const text of [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), error.stack ?? ""]) {
      expect(text).not.toContain(SECRET);
    }
  });

  it("does not follow a redirect, which would take the credentials elsewhere", async () => {
    const elsewhere = await serve(ok);
    const server = await serve({ status: 307, headers: { location: elsewhere.url } });
    expect((await failure(send(clientOf(server.url), "GET"))).status).toBe(307);
    expect(elsewhere.requests).toEqual([]);
  });
});

describe("a caller who gives up", () => {
  const real = { pause: undefined } as unknown as Partial<HttpOptions>;

  it("leaves a wait between attempts at once", async () => {
    const server = await serve({ status: 429, headers: { "retry-after": "3600" } });
    const controller = new AbortController();
    const sending = send(clientOf(server.url, real), "GET", controller.signal);
    await server.arrived(1);
    controller.abort();
    await expect(sending).rejects.toThrow(CancelledError);
    expect(server.requests).toHaveLength(1);
  });

  it("leaves a read that is not answered at once", async () => {
    const server = await serve("silence");
    const controller = new AbortController();
    const sending = send(clientOf(server.url, real), "GET", controller.signal);
    await server.arrived(1);
    controller.abort();
    await expect(sending).rejects.toThrow("Interrupted while sending GET /things/1.");
  });

  it("hears what became of a write that is on its way", async () => {
    const server = await serve({ status: 202, body: '{"id":"made"}' });
    const controller = new AbortController();
    const client = clientOf(server.url, real);
    const sending = client.send<{ id: string }>({ method: "POST", path: "/things", body: {} }, controller.signal);
    controller.abort();
    expect((await sending).body.id).toBe("made");
  });

  it("starts nothing after having given up", async () => {
    const server = await serve(ok);
    await expect(send(clientOf(server.url), "POST", AbortSignal.abort())).rejects.toThrow(CancelledError);
    expect(server.requests).toEqual([]);
  });

  it("whose time runs out is told what was waited for and the last answer", async () => {
    const server = await serve({
      status: 429,
      headers: { "retry-after": "3600" },
      body: '{"message":"Too many requests"}',
    });
    const timeout = withTimeout(never, 300);
    const sending = send(clientOf(server.url, real), "GET", timeout.signal);
    await expect(sending).rejects.toThrow(DeadlineError);
    await expect(sending).rejects.toThrow(
      "The time allowed ran out while sending GET /things/1; last state: GET /things/1: 429 Too many requests.",
    );
    timeout.done();
  });
});

describe("closing", () => {
  it("ends a wait between attempts, and nothing is sent any more", async () => {
    const server = await serve({ status: 503, headers: { "retry-after": "3600" } });
    const client = clientOf(server.url, { pause: undefined } as unknown as Partial<HttpOptions>);
    const sending = send(client, "GET");
    await server.arrived(1);
    client.close();
    await expect(sending).rejects.toThrow("GET /things/1");
    await expect(send(client, "GET")).rejects.toThrow("closed");
    expect(server.requests).toHaveLength(1);
  });

  it("ends a request that is not answered, without a second attempt", async () => {
    const server = await serve("silence");
    const client = clientOf(server.url);
    const sending = send(client, "GET");
    await server.arrived(1);
    client.close();
    await failure(sending);
    expect(server.requests).toHaveLength(1);
    expect(pauses).toEqual([]);
  });
});

it("sends JSON with its type, the configured headers and the query", async () => {
  const server = await serve({ status: 202, headers: { location: "/requests/7/status" }, body: "" });
  const answer = await clientOf(server.url).send(
    { method: "POST", path: "/things", query: { depth: 1, "filter.name": "a b" }, body: { a: 1 } },
    never,
  );
  expect(answer).toMatchObject({ status: 202, body: undefined, location: "/requests/7/status" });
  expect(server.requests).toEqual(["POST /things?depth=1&filter.name=a+b"]);
  expect(server.lastHeaders()).toMatchObject({
    "content-type": "application/json",
    authorization: `Bearer ${SECRET}`,
  });
});

describe("authorization", () => {
  const request = { method: "POST", path: "/a%2Fb", query: { q: "x y" }, body: { text: "ü" } } as const;

  it("covers the URL and the bytes that are sent, anew for each attempt", async () => {
    const server = await serve({ status: 429, body: "{}" }, ok);
    const seen: Sent[] = [];
    const client = clientOf(`${server.url}/v1`, {
      authorize: (sent) => Promise.resolve({ headers: { "x-attempt": String(seen.push(sent)) } }),
    });
    await client.send(request, never);
    expect(server.requests).toEqual(["POST /v1/a%2Fb?q=x+y", "POST /v1/a%2Fb?q=x+y"]);
    expect(seen).toEqual(Array(2).fill({ method: "POST", url: `${server.url}/v1/a%2Fb?q=x+y`, body: '{"text":"ü"}' }));
    expect(server.lastHeaders()).toMatchObject({ "x-attempt": "2", "content-length": "13" });
  });

  it("is renewed once when that may help, whatever the method", async () => {
    const server = await serve({ status: 401, body: "{}" }, { status: 401, body: "{}" }, ok);
    const client = clientOf(server.url, {
      authorize: () => Promise.resolve({ headers: {}, renew: ({ status }) => status === 401 }),
    });
    expect((await failure(client.send(request, never))).status).toBe(401);
    expect(server.requests).toHaveLength(2);
  });

  it("that fails is the request's failure, and nothing is sent", async () => {
    const server = await serve(ok);
    const client = clientOf(server.url, { authorize: () => Promise.reject(new Error("no clock")) });
    await expect(client.send(request, never)).rejects.toThrow("no clock");
    expect(server.requests).toEqual([]);
  });
});

it("repeats in an error what the vendor finds the request by", async () => {
  const server = await serve({ status: 404, headers: { "x-query-id": "EU.1" }, body: '{"message":"none"}' });
  const error = await failure(send(clientOf(server.url, { traceHeader: "X-Query-Id" }), "GET"));
  expect(error.message).toBe("GET /things/1: 404 none (X-Query-Id EU.1)");
});

it("sends a form, and again where that does no harm", async () => {
  const server = await serve("reset", ok);
  const form = { grant: "a b", secret: "&=" };
  await clientOf(server.url).send({ method: "POST", path: "/token", form, repeatable: true }, never);
  expect(server.requests).toHaveLength(2);
  expect(server.lastHeaders()).toMatchObject({
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String("grant=a+b&secret=%26%3D".length),
  });
});
