/** What is sent, what is repeated, and how it ends. */
import type { HttpOptions, Method, Sent } from "../../lib/http/client";
import { CancelledError, DeadlineError, withTimeout } from "../../lib/http/wait";
import { deadPort } from "../support/scripted-server";
import type { Answer } from "../support/scripted-server";
import { clientOf, failure, never, ok, pauses, SECRET, send, serve } from "./support/client";

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
