import openNew from "@ovhcloud/node-ovh";
import openOld from "ovh";
import { at, closeSimulators, startSimulator } from "./client";
import { startTlsFront } from "./tls-front";

/**
 * Judged by the vendor's own clients for Node. They speak TLS only, so that a front with a certificate of this process
 * stands before the simulator, and they sign "https://host/path" without the port: that origin is told to it.
 */

const fronts: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(fronts.splice(0).map((front) => front.close()));
  await closeSimulators();
});

const clients = [
  ["ovh", openOld],
  ["@ovhcloud/node-ovh", openNew],
] as const;

async function start(open: typeof openNew, signatureOrigins = ["https://localhost"]) {
  const { simulator, scene } = await startSimulator({ settleMs: 20, signatureOrigins });
  const front = await startTlsFront(simulator.url);
  fronts.push(front);
  const { OVH_APPLICATION_KEY: appKey, OVH_APPLICATION_SECRET: appSecret } = simulator.env;
  const place = { host: "localhost", port: front.port };
  const as = (consumerKey?: string) =>
    open({ ...place, appKey, appSecret, ...(consumerKey === undefined ? {} : { consumerKey }) });
  const api = as(simulator.env.OVH_CONSUMER_KEY);
  const call = <T = unknown>(method: string, path: string, params: object = {}) =>
    api.requestPromised(method, path, params) as Promise<T>;
  return { simulator, scene, place, as, call };
}

interface Task {
  readonly taskId: number;
  readonly id: number;
  readonly status: string;
}

/** As every client of a task does: asks until it is over. */
async function end(read: () => Promise<Task>): Promise<string> {
  for (;;) {
    const { status } = await read();
    if (!["init", "todo", "doing"].includes(status)) return status;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe.each(clients)("%s", (_name, open) => {
  it("asks for a consumer key, and signs with it once its page was opened", async () => {
    const { scene, as } = await start(open);
    const block = scene.ip();
    const accessRules = [{ method: "GET", path: "/ip/*" }];
    const asked = (await as().requestPromised("POST", "/auth/credential", { accessRules })) as Record<string, string>;
    expect(asked.state).toBe("pendingValidation");
    const api = as(asked.consumerKey);
    const refusal = { error: 403, message: "This credential is not valid" };
    await expect(api.requestPromised("GET", at(block))).rejects.toEqual(refusal);
    await fetch(asked.validationUrl ?? "");
    expect(await api.requestPromised("GET", at(block))).toMatchObject({ ip: block });
    const notGranted = { error: 403, message: "This call has not been granted" };
    await expect(api.requestPromised("GET", "/ip")).rejects.toEqual(notGranted);
  });

  it("signs another origin than the one that it calls, which is refused unless the simulator knows of it", async () => {
    const { call } = await start(open, []);
    await expect(call("GET", "/ip")).rejects.toEqual({ error: 400, message: "Invalid signature" });
  });

  it("signs queries, bodies and what is not ASCII", async () => {
    const { scene, call } = await start(open);
    const [server, block] = [scene.server(), scene.ip({ ip: "203.0.113.16/29" })];
    scene.ip({ routedTo: server });
    expect(await call("GET", "/ip", { "routedTo.serviceName": server, type: "failover" })).toEqual(["203.0.113.1/32"]);
    expect(await call("PUT", at(block), { description: "Zürich – 東京" })).toBeNull();
    expect(await call("GET", at(block))).toMatchObject({ description: "Zürich – 東京" });
    const reverse = { ipReverse: "203.0.113.18", reverse: "www.example.com" };
    expect(await call("POST", `${at(block)}/reverse`, reverse)).toEqual({ ...reverse, reverse: "www.example.com." });
    expect(await call("DELETE", `${at(block)}/reverse/203.0.113.18`)).toBeNull();
    expect(await call("GET", `${at(block)}/reverse`)).toEqual([]);
  });

  it("tells an error as its status and message, whichever shape it has", async () => {
    const { scene, call, simulator } = await start(open);
    const block = scene.ip();
    const refused = (error: number, message: unknown) => ({ error, message });
    await expect(call("GET", `${at(block)}/task/0`)).rejects.toEqual(
      refused(404, "The requested object (taskId = 0) does not exist"),
    );
    // It puts parameters into paths as they are, and a block's slash is no part of a segment.
    await expect(call("GET", "/ip/{ip}", { ip: block })).rejects.toMatchObject({ error: 404 });
    await expect(call("POST", `${at(block)}/move`, {})).rejects.toEqual(
      refused(400, expect.stringContaining("[to]") as string),
    );
    simulator.faults.inject({ times: 1, fault: { kind: "status", status: 429 } });
    await expect(call("GET", "/ip")).rejects.toEqual(refused(429, "Too many requests"));
  });

  it("follows a move to its end, and one that fails", async () => {
    const { scene, call, simulator } = await start(open);
    const [a, b, block] = [scene.server(), scene.server(), scene.ip()];
    const move = async (to: string) => {
      const { taskId } = await call<Task>("POST", `${at(block)}/move`, { to });
      return end(() => call<Task>("GET", `${at(block)}/task/${taskId}`));
    };
    expect([await move(a), scene.routedTo(block)]).toEqual(["done", a]);
    simulator.faults.inject({ times: 1, path: "**/move", fault: { kind: "fail-later", message: "customerError: no" } });
    expect([await move(b), scene.routedTo(block)]).toEqual(["customerError", a]);
  });

  it("makes a front-end live", async () => {
    const { scene, call, simulator } = await start(open);
    const lb = scene.loadBalancer({ zones: ["gra"] });
    const block = scene.ip({ routedTo: lb });
    const base = `/ipLoadbalancing/${lb}`;
    const fields = { zone: "all", port: "443", dedicatedIpfo: [block], redirectLocation: "https://example.com" };
    const { frontendId } = await call<{ frontendId: number }>("POST", `${base}/http/frontend`, fields);
    expect(await call("GET", `${base}/pendingChanges`)).toEqual([{ number: 1, zone: "gra" }]);
    const { id } = await call<Task>("POST", `${base}/refresh`);
    expect(await end(() => call<Task>("GET", `${base}/task/${id}`))).toBe("done");
    expect(simulator.live()[lb]?.gra?.frontends).toMatchObject([{ frontendId, addresses: [block] }]);
  });
});

it("@ovhcloud/node-ovh leaves the version of the base path out where a path has its own", async () => {
  const { call, scene } = await start(openNew);
  const block = scene.ip();
  expect(await call("GET", "/v1/ip")).toEqual([block]);
  await expect(call("GET", "/v2/iam/policy")).rejects.toMatchObject({ error: 501 });
});

it("@ovhcloud/node-ovh gets a token for client credentials", async () => {
  const { simulator, scene, place } = await start(openNew);
  const block = scene.ip();
  const { clientId: clientID, clientSecret, tokenUrl } = simulator.oauth2;
  const tokenURL = tokenUrl.replace(/oauth2\/token$/, "");
  const api = openNew({ ...place, clientID, clientSecret, tokenURL });
  expect(await api.requestPromised("GET", at(block), {})).toMatchObject({ ip: block });
  const wrong = openNew({ ...place, clientID, clientSecret: "wrong", tokenURL });
  await expect(wrong.requestPromised("GET", "/ip", {})).rejects.toMatchObject({ error: { statusCode: 401 } });
});
