import { createClock } from "../../../../lib/simulator";
import type { OvhSimulatorOptions } from "../../../../lib/clouds/ovh/simulator";
import { closeSimulators, startSimulator } from "./client";

afterEach(closeSimulators);

async function start(options?: OvhSimulatorOptions) {
  const { simulator, api, scene } = await startSimulator(options);
  const lb = scene.loadBalancer({ name: "loadbalancer-demo" });
  return { simulator, api, scene, lb, base: `/ipLoadbalancing/${lb}` };
}

describe("a farm's probe", () => {
  it("has an interval of 30 seconds when nobody says, and none below", async () => {
    const { api, base } = await start();
    const farm = (probe: object) => api.post(`${base}/http/farm`, { zone: "all", probe });
    expect((await farm({ type: "http" })).body.probe).toMatchObject({ type: "http", interval: 30 });
    expect((await farm({ type: "http", interval: 29 })).status).toBe(400);
    expect((await farm({ type: "ftp" })).status).toBe(400);
  });
});

describe("a front-end", () => {
  it("with an empty redirection has none, so that a refresh is refused", async () => {
    const { api, base } = await start();
    await api.post(`${base}/http/frontend`, { zone: "all", port: "80", redirectLocation: "" });
    expect((await api.post(`${base}/refresh`)).body.message).toContain("no default farm, redirection or route");
  });

  it("whose dedicated address was moved away can still be changed, but not be given that address again", async () => {
    const { api, base, scene, lb } = await start();
    const ip = scene.ip({ routedTo: lb });
    const fields = { zone: "all", port: "80", dedicatedIpfo: [ip] };
    const path = `${base}/http/frontend/${String((await api.post(`${base}/http/frontend`, fields)).body.frontendId)}`;
    scene.route(ip, null);
    expect((await api.put(path, { disabled: true })).status).toBe(200);
    expect((await api.put(path, fields)).body.message).toContain("[dedicatedIpfo]");
    expect((await api.put(path, { dedicatedIpfo: [] })).status).toBe(200);
  });

  it("is found by what its protocol has: other filters do not count", async () => {
    const { api, base } = await start();
    const { frontendId } = (await api.post(`${base}/udp/frontend`, { zone: "gra", port: "53" })).body;
    expect((await api.get(`${base}/udp/frontend?zone=gra&port=53&defaultSslId=1`)).body).toEqual([frontendId]);
    expect((await api.get(`${base}/tcp/frontend?zone=gra&defaultSslId=1`)).body).toEqual([]);
  });
});

describe("a certificate", () => {
  const certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
  const key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";

  it("may be a placeholder, which is never shown", async () => {
    const { api, base } = await start();
    const made = await api.post(`${base}/ssl`, { certificate, key, displayName: "web" });
    expect([made.status, made.text]).toEqual([200, expect.not.stringContaining("AAAA")]);
    expect(made.body).toMatchObject({ displayName: "web", type: "custom", san: [] });
    expect(made.body.fingerprint).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
    expect((await api.get(`${base}/ssl?fingerprint=${String(made.body.fingerprint)}`)).body).toEqual([made.body.id]);
    expect((await api.post(`${base}/ssl`, { certificate })).body.message).toContain("[key]");
  });

  it("in use is deleted only where the option says so, as is a farm", async () => {
    for (const [deleteUsed, status] of [
      ["reject", 409],
      ["allow", 200],
    ] as const) {
      const { api, base } = await start({ deleteUsed });
      const { id } = (await api.post(`${base}/ssl`, { certificate, key })).body;
      const { farmId } = (await api.post(`${base}/tcp/farm`, { zone: "all" })).body;
      const fields = { zone: "all", port: "443", defaultSslId: id, defaultFarmId: farmId };
      const front = `${base}/tcp/frontend/${String((await api.post(`${base}/tcp/frontend`, fields)).body.frontendId)}`;
      expect((await api.delete(`${base}/ssl/${id}`)).status).toBe(status);
      expect((await api.delete(`${base}/tcp/farm/${String(farmId)}`)).status).toBe(status);
      expect((await api.put(front, { displayName: "web" })).status).toBe(200);
    }
  });

  it("must be a real one where the option says so", async () => {
    const { api, base } = await start({ placeholderCertificates: "reject" });
    expect((await api.post(`${base}/ssl`, { certificate, key })).body.message).toContain("[certificate]");
  });
});

describe("a private network", () => {
  const network = { subnet: "10.0.0.0/24", natIp: "10.0.0.0/27" };

  it("leaves all farms when its list of farms is null, and says that the list is required", async () => {
    const { api, base } = await start();
    const { farmId } = (await api.post(`${base}/tcp/farm`, { zone: "all" })).body;
    const made = (await api.post(`${base}/vrack/network`, { ...network, farmId: [farmId] })).body;
    const path = `${base}/vrack/network/${String(made.vrackNetworkId)}`;
    expect((await api.post(`${path}/updateFarmId`, {})).body.message).toContain("[farmId]");
    expect((await api.get(path)).body.farmId).toEqual([{ id: farmId, type: "tcp" }]);
    expect((await api.post(`${path}/updateFarmId`, { farmId: null })).body.farmId).toEqual([]);
  });

  it("is made as long as the rules say that some remain", async () => {
    const { api, base } = await start();
    const remaining = async () =>
      (await api.get(`${base}/vrack/networkCreationRules`)).body.remainingNetworks as number;
    for (let left = await remaining(); left > 0; left--)
      expect((await api.post(`${base}/vrack/network`, { ...network, vlan: left })).status).toBe(200);
    expect((await api.post(`${base}/vrack/network`, { ...network, vlan: 99 })).status).toBe(400);
    expect(await remaining()).toBe(0);
  });
});

describe("tasks of a load balancer", () => {
  it("are found by the dates that they show, with and without an escaped plus", async () => {
    const clock = createClock({ stepped: true, startAt: Date.parse("2026-01-05T10:00:00.700Z") });
    const { api, base, scene } = await start({ clock });
    scene.call("POST", `${base}/http/frontend`, { zone: "all", port: "80", redirectLocation: "https://example.com" });
    const { id } = (await api.post(`${base}/refresh`)).body;
    const found = async (query: string) => (await api.get(`${base}/task?${query}`)).body;
    const shown = "2026-01-05T10:00:00+00:00";
    for (const date of [shown, encodeURIComponent(shown), "2026-01-05T10:00:00Z"]) {
      expect(await found(`creationDate.from=${date}&creationDate.to=${date}`)).toEqual([id]);
      expect(await found(`doneDate.to=${date}`)).toEqual([id]);
    }
    expect(await found("creationDate.from=2026-01-05T10:00:01Z")).toEqual([]);
    expect(await found("doneDate.from=soon")).toMatchObject({
      message: expect.stringContaining("[doneDate.from]") as string,
    });
  });
});
