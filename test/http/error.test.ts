/** What an error says, and what it never says. */
import { inspect } from "node:util";
import { isNotFound } from "../../lib/http/error";
import { deadPort } from "../support/scripted-server";
import type { Answer } from "../support/scripted-server";
import { clientOf, failure, ok, pauses, SECRET, send, serve } from "./support/client";

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

it("repeats in an error what the vendor finds the request by", async () => {
  const server = await serve({ status: 404, headers: { "x-query-id": "EU.1" }, body: '{"message":"none"}' });
  const error = await failure(send(clientOf(server.url, { traceHeader: "X-Query-Id" }), "GET"));
  expect(error.message).toBe("GET /things/1: 404 none (X-Query-Id EU.1)");
});
