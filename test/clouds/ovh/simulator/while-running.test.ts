import { createClock } from "../../../../lib/simulator";
import { at, closeSimulators, startSimulator } from "./client";

afterEach(closeSimulators);

/** Tasks end when the clock is advanced: until then what they will do is not done. */
async function start() {
  const settings = { settleMs: 10_000, clock: createClock({ stepped: true }) };
  const { simulator, api, scene } = await startSimulator(settings);
  const [one, two] = [scene.vrack({ name: "pn-1" }), scene.vrack({ name: "pn-2" })];
  const statusOf = async (method: string, path: string, body?: object) => (await api.send(method, path, body)).status;
  const end = () => simulator.clock.advance(10_000);
  return { api, scene, one, two, statusOf, end };
}

describe("while an address goes into a vRack, or out of it,", () => {
  it("it goes nowhere else", async () => {
    const { scene, one, two, statusOf, end } = await start();
    const [block, server] = [scene.ip(), scene.server()];
    expect(await statusOf("POST", `/vrack/${one}/ip`, { block })).toBe(200);
    expect(await statusOf("POST", `/vrack/${two}/ip`, { block })).toBe(409);
    expect(await statusOf("POST", `${at(block)}/move`, { to: server })).toBe(409);
    expect(await statusOf("POST", `/dedicated/server/${server}/ipMove`, { ip: block })).toBe(409);
    end();
    expect(scene.routedTo(block)).toBe(one);
    expect(await statusOf("DELETE", `/vrack/${one}${at(block)}`)).toBe(200);
    expect(await statusOf("DELETE", `/vrack/${one}${at(block)}`)).toBe(409);
    end();
    expect(scene.routedTo(block)).toBeNull();
  });
});

describe("while a load balancer goes into a vRack, or out of it,", () => {
  it("it goes into no other", async () => {
    const { api, scene, one, two, statusOf, end } = await start();
    const body = { ipLoadbalancing: scene.loadBalancer() };
    const path = `/vrack/${one}/ipLoadbalancing/${body.ipLoadbalancing}`;
    expect(await statusOf("POST", `/vrack/${one}/ipLoadbalancing`, body)).toBe(200);
    expect(await statusOf("POST", `/vrack/${two}/ipLoadbalancing`, body)).toBe(409);
    end();
    expect((await api.get(`/vrack/${two}/ipLoadbalancing`)).body).toEqual([]);
    expect(await statusOf("DELETE", path)).toBe(200);
    expect(await statusOf("DELETE", path)).toBe(409);
  });
});

describe("while a virtual MAC is made", () => {
  it("its address gets no second one, and it counts for the quota", async () => {
    const { api, scene, statusOf, end } = await start();
    const server = scene.server({ vmacQuota: 2 });
    const path = `/dedicated/server/${server}/virtualMac`;
    const make = (ipAddress: string) => statusOf("POST", path, { ipAddress, type: "ovh", virtualMachineName: "vm" });
    const ips = [1, 2, 3].map(() => scene.ip({ routedTo: server }).split("/")[0] ?? "");
    expect(await make(ips[0] ?? "")).toBe(200);
    expect(await make(ips[0] ?? "")).toBe(409);
    expect(await make(ips[1] ?? "")).toBe(200);
    expect(await make(ips[2] ?? "")).toBe(400);
    end();
    const macs = (await api.get(path)).body as unknown as string[];
    expect(macs).toHaveLength(2);
    const address = `${path}/${macs[0]}/virtualAddress/${ips[0]}`;
    expect(await statusOf("DELETE", address)).toBe(200);
    expect(await statusOf("DELETE", address)).toBe(409);
  });
});
