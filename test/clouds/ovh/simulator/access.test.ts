import { actionOf } from "../../../../lib/clouds/ovh/simulator/access/actions";
import { signatureOf } from "../../../../lib/clouds/ovh/simulator/access/signature";
import { createClock } from "../../../../lib/simulator";
import { at, closeSimulators, createClient, startSimulator } from "./client";

afterEach(closeSimulators);

describe("a signature", () => {
  const IP = "https://eu.api.ovh.com/1.0/ip/203.0.113.7%2F32";
  const REFRESH = "http://127.0.0.1:8080/1.0/ipLoadbalancing/loadbalancer-demo/refresh";
  it.each([
    ["GET", IP, "", "0ef13a60545d86a0499adff59e5b4b29f016386b"],
    ["POST", `${IP}/move`, '{"to":"loadbalancer-demo"}', "ca8a33432f444d4e3bf6142cbde0f0e8042bdb56"],
    ["POST", REFRESH, "{}", "35b2f70c8a2b1086a277a9a7597219150eba1304"],
    ["POST", REFRESH, "", "e2dc26f2db8e39babb62f2feb9b9ddeca1a17cc7"],
  ])("of %s %s with the body '%s' is the known one", (method, url, body, digest) => {
    const keys = { applicationSecret: "as-demo", consumerKey: "ck-demo", timestamp: "1700000000" };
    expect(signatureOf({ ...keys, method, url, body })).toBe(`$1$${digest}`);
  });

  it("covers the path as it was sent: the decoded one does not do", async () => {
    const { simulator, api, scene } = await startSimulator();
    const block = scene.ip({ ip: "203.0.113.16/28" });
    expect((await api.get(at(block))).body.ip).toBe(block);
    const headers = simulator.journal[0]?.headers ?? {};
    expect(headers["x-ovh-signature"]).toBe("[hidden]");
    expect(headers["x-ovh-consumer"]).toBe("[hidden]");
    const unescaped = await api.get(`/ip/${block}`);
    expect([unescaped.status, unescaped.body.class]).toEqual([404, "Client::NotFound"]);
  });

  it("of other bytes is refused, as are other keys", async () => {
    const { api } = await startSimulator();
    const wrong = await api.send("GET", "/me", undefined, { "x-ovh-signature": "$1$0" });
    expect([wrong.status, wrong.body]).toEqual([
      400,
      { errorCode: "INVALID_SIGNATURE", httpCode: "400 Bad Request", message: "Invalid signature" },
    ]);
    const key = await api.send("GET", "/me", undefined, { "x-ovh-application": "other" });
    expect([key.status, key.body.errorCode]).toEqual([403, "INVALID_KEY"]);
    const consumer = await api.send("GET", "/me", undefined, { "x-ovh-consumer": "other" });
    expect([consumer.status, consumer.body.errorCode]).toEqual([403, "NOT_CREDENTIAL"]);
    const none = await api.raw("GET", (await startSimulator()).simulator.env.OVH_ENDPOINT + "/me", {});
    expect(none.status).toBe(401);
  });

  it("must be of the API's time, which /auth/time tells without one", async () => {
    const { simulator, api } = await startSimulator({ authClockOffsetMs: 3_600_000 });
    const late = await api.get("/me");
    expect([late.status, late.body.errorCode, late.body.message]).toEqual([400, "QUERY_TIME_OUT", "Query out of time"]);
    const now = await api.raw("GET", `${simulator.url}/1.0/auth/time`, {});
    expect(Math.abs(Number(now.body) - Date.now() / 1000 - 3600)).toBeLessThan(10);
  });

  it("may follow the simulated clock, where skew can be stepped to", async () => {
    const clock = createClock({ stepped: true });
    const { api } = await startSimulator({ clock, authClock: "simulated" });
    expect((await api.get("/me")).status).toBe(200);
    clock.advance(60_000);
    expect((await api.get("/me")).body.errorCode).toBe("QUERY_TIME_OUT");
  });
});

describe("a consumer key", () => {
  const ask = (accessRules: unknown) => JSON.stringify({ accessRules });

  it("is valid after its page was opened, for what it was granted only", async () => {
    const { simulator, api, scene } = await startSimulator();
    const block = scene.ip();
    const headers = { "x-ovh-application": simulator.env.OVH_APPLICATION_KEY };
    const url = `${simulator.url}/1.0/auth/credential`;
    const made = await api.raw("POST", url, headers, ask([{ method: "GET", path: "/ip/*" }]));
    expect(made.body).toMatchObject({ state: "pendingValidation" });
    const other = createClient(simulator, made.body.consumerKey);
    expect((await other.get(at(block))).body.errorCode).toBe("INVALID_CREDENTIAL");
    await fetch(made.body.validationUrl);
    expect((await other.get(at(block))).status).toBe(200);
    expect((await other.get("/ip")).body.errorCode).toBe("NOT_GRANTED_CALL");
    expect((await other.put(at(block), {})).body.errorCode).toBe("NOT_GRANTED_CALL");
  });

  it("shows for whom it was asked and until when it is valid, and ends then", async () => {
    const clock = createClock({ stepped: true });
    const { simulator, api, scene } = await startSimulator({ clock });
    const headers = { "x-ovh-application": simulator.env.OVH_APPLICATION_KEY };
    const body = JSON.stringify({ accessRules: [{ method: "GET", path: "/*" }], allowedIPs: ["198.51.100.0/24"] });
    const { consumerKey } = (await api.raw("POST", `${simulator.url}/1.0/auth/credential`, headers, body)).body;
    scene.grant(consumerKey);
    const other = createClient(simulator, consumerKey);
    const shown = (await other.get("/auth/currentCredential")).body;
    expect(shown).toMatchObject({ status: "validated", allowedIPs: ["198.51.100.0/24"] });
    expect(Date.parse(String(shown.expiration)) - Date.parse(String(shown.creation))).toBe(86_400_000);
    clock.advance(86_400_000);
    expect((await other.get("/me")).body.errorCode).toBe("INVALID_CREDENTIAL");
    expect((await api.get("/auth/currentCredential")).body.expiration).toBeNull();
  });

  it("is not asked for without rules or with another application", async () => {
    const { simulator, api } = await startSimulator();
    const url = `${simulator.url}/1.0/auth/credential`;
    const headers = { "x-ovh-application": simulator.env.OVH_APPLICATION_KEY };
    expect((await api.raw("POST", url, headers, ask([]))).status).toBe(400);
    expect((await api.raw("POST", url, {}, ask([{ method: "GET", path: "/*" }]))).status).toBe(403);
  });

  it("tells its rules and account, and is over after logout", async () => {
    const { api } = await startSimulator({ nichandle: "ab1-ovh" });
    expect((await api.get("/auth/currentCredential")).body).toMatchObject({ status: "validated" });
    expect((await api.get("/auth/details")).body).toMatchObject({ account: "ab1-ovh", method: "account" });
    expect((await api.get("/me")).body.nichandle).toBe("ab1-ovh");
    expect((await api.post("/auth/logout")).text).toBe("");
    expect((await api.get("/me")).body.errorCode).toBe("INVALID_CREDENTIAL");
  });
});

describe("a policy", () => {
  it("that lacks an action refuses its calls, and says which it is", async () => {
    const { api, scene } = await startSimulator({ deniedActions: ["ip:apiovh:park", "loadbalancer:apiovh:http/*"] });
    const [block, lb] = [scene.ip(), scene.loadBalancer()];
    const refusal = await api.post(`${at(block)}/park`);
    expect([refusal.status, refusal.body]).toEqual([
      403,
      {
        class: "Client::Forbidden",
        message: "User not granted for this request",
        details: { unauthorizedActionsByAuthentication: "", unauthorizedActionsByIAM: "ip:apiovh:park" },
      },
    ]);
    const details = (await api.put(`/ipLoadbalancing/${lb}/http/frontend/1`, {})).body.details;
    expect(details).toMatchObject({ unauthorizedActionsByIAM: "loadbalancer:apiovh:http/frontend/edit" });
    expect((await api.get(`/ipLoadbalancing/${lb}/tcp/frontend`)).status).toBe(200);
  });

  it("must allow a move at its destination too", async () => {
    const { api, scene } = await startSimulator({ deniedActions: ["vps:apiovh:ip/additionalIp/move"] });
    const [block, vps, server] = [scene.ip(), scene.vps(), scene.server()];
    expect((await api.post(`${at(block)}/move`, { to: vps })).status).toBe(403);
    expect((await api.post(`${at(block)}/move`, { to: server })).status).toBe(200);
  });

  it.each([
    ["GET", "/ip", "ip:apiovh:get"],
    ["PUT", "/ip/:ip", "ip:apiovh:edit"],
    ["GET", "/ip/:ip/move", "ip:apiovh:move/get"],
    ["POST", "/ip/:ip/move", "ip:apiovh:move"],
    ["POST", "/ip/:ip/reverse", "ip:apiovh:reverse/create"],
    ["DELETE", "/ip/:ip/reverse/:ipReverse", "ip:apiovh:reverse/delete"],
    ["PUT", "/ipLoadbalancing/:serviceName", "loadbalancer:apiovh:put"],
    ["POST", "/ipLoadbalancing/:serviceName/refresh", "loadbalancer:apiovh:refresh"],
    ["POST", "/vrack/:serviceName/ip", "vrack:apiovh:ip/attach"],
    ["POST", "/dedicated/server/:serviceName/task/:taskId/cancel", "dedicatedServer:apiovh:task/cancel"],
    ["GET", "/me", undefined],
  ])("names %s %s as the vendor does", (method, pattern, action) => {
    expect(actionOf(method, pattern)).toBe(action);
  });
});

describe("a bearer token", () => {
  it("is given for client credentials, in the form or as Basic, and ends", async () => {
    const clock = createClock({ stepped: true });
    const { simulator, api } = await startSimulator({ clock });
    const { clientId, clientSecret, tokenUrl } = simulator.oauth2;
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const inForm = `grant_type=client_credentials&scope=all&client_id=${clientId}&client_secret=${clientSecret}`;
    const token = (await api.raw("POST", tokenUrl, form, inForm)).body;
    expect(token).toMatchObject({ token_type: "Bearer", expires_in: 3599, scope: "all" });
    const basic = { ...form, authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` };
    expect((await api.raw("POST", tokenUrl, basic, "grant_type=client_credentials")).status).toBe(200);
    expect((await api.raw("POST", tokenUrl, form, inForm.slice(0, -1))).body.error).toBe("invalid_client");
    const me = () => api.raw("GET", `${simulator.url}/1.0/me`, { authorization: `Bearer ${token.access_token}` });
    expect((await me()).status).toBe(200);
    clock.advance(3_600_000);
    expect((await me()).status).toBe(401);
  });
});

describe("every answer", () => {
  it.each([
    [undefined, 200, ""],
    ["null", 200, "null"],
    ["none", 200, ""],
    ["no-content", 204, ""],
  ] as const)("that has nothing to say is as the option %s says", async (emptyAnswers, status, text) => {
    const { api, scene } = await startSimulator(emptyAnswers === undefined ? {} : { emptyAnswers });
    const answer = await api.put(at(scene.ip()), { description: "web" });
    expect([answer.status, answer.text]).toEqual([status, text]);
  });

  it("that has nothing to say says null to the vendor's Python client, which fails on nothing", async () => {
    const { api, scene } = await startSimulator();
    const python = { "user-agent": "python-requests/2.32.3" };
    expect((await api.send("PUT", at(scene.ip()), { description: "web" }, python)).text).toBe("null");
  });

  it("carries a query id, those of injected faults too", async () => {
    const { simulator, api } = await startSimulator();
    expect((await api.get("/me")).headers.get("x-ovh-queryid")).toMatch(/^EU\.ext-1\./);
    simulator.faults.inject({ times: 1, fault: { kind: "status", status: 500 } });
    const failed = await api.get("/me");
    expect(failed.headers.get("x-ovh-queryid")).toBeTruthy();
    expect(failed.body).toEqual({ class: "Server::InternalServerError", message: "Internal server error" });
  });

  it("is 501 for what the API has and the simulator lacks, 404 for what is nowhere, 405 for a wrong method", async () => {
    const { api, scene } = await startSimulator();
    const block = scene.ip();
    const paths = [
      "/ip/campus",
      "/order/cart",
      "/domain/zone",
      `${at(block)}/firewall`,
      "/vrack/pn-1/ipv6/x",
      "/ip.json",
    ];
    for (const path of paths) expect([path, (await api.get(path)).status]).toEqual([path, 501]);
    expect((await api.get("/nothing")).status).toBe(404);
    expect((await api.delete(at(block))).status).toBe(405);
    expect((await api.get("/me", { "x-ovh-batch": "," })).status).toBe(501);
  });

  it.each([
    ["PATCH", "/me", 405],
    ["HEAD", "/me", 405],
    ["OPTIONS", "/ip", 405],
    ["DELETE", "/dedicated/server/SERVER/virtualMac/02:00:00:00:00:01", 405],
    ["GET", "/dedicated/server/SERVER/ipMove", 405],
    ["PUT", "/dedicated/server/SERVER", 501],
    ["PUT", "/me", 501],
  ])("to %s %s is %d: a method that the API has is told from one that it has not", async (method, pattern, status) => {
    const { api, scene } = await startSimulator();
    const answer = await api.send(method, pattern.replace("SERVER", scene.server()));
    expect(answer.status).toBe(status);
    if (status === 405) expect(answer.headers.get("allow")).toMatch(/GET|POST/);
  });

  it("tells the time with a slash at the end as well", async () => {
    const { api, simulator } = await startSimulator();
    expect((await api.raw("GET", `${simulator.url}/1.0/auth/time/`, {})).status).toBe(200);
  });

  it("is the same below /v1", async () => {
    const { simulator, api } = await startSimulator();
    const headers = { authorization: `Bearer ${simulator.accessToken}` };
    expect((await api.raw("GET", `${simulator.url}/v1/me`, headers)).status).toBe(200);
    expect((await api.raw("GET", `${simulator.url}/v2/iam/policy`, headers)).status).toBe(501);
  });
});
