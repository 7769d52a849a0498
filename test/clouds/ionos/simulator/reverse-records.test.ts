import { closeSimulators, startScene } from "./client";

afterEach(closeSimulators);

/** Cloud DNS: an API of its own at the vendor's, at the root here. */
async function start() {
  const scene = await startScene();
  const base = `${scene.simulator.url}/reverserecords`;
  return { ...scene, base, at: (id: string) => `${base}/${id}` };
}

describe("reverse records", () => {
  it("are created, read, changed and deleted at once", async () => {
    const { api, base, at, ip } = await start();
    const made = await api.post(base, { properties: { name: "mail.example.com", ip, description: "mail" } });
    expect([made.status, made.body.href]).toEqual([201, at(made.body.id)]);
    expect((await api.get(at(made.body.id))).body).toMatchObject({
      type: "reverserecord",
      properties: { name: "mail.example.com", ip, description: "mail" },
    });
    expect((await api.put(at(made.body.id), { properties: { name: "www.example.com", ip } })).status).toBe(200);
    expect((await api.get(at(made.body.id))).body.properties).toEqual({ name: "www.example.com", ip });
    expect((await api.delete(at(made.body.id))).status).toBe(200);
    expect((await api.get(at(made.body.id))).body.messages[0]?.errorCode).toBe("309");
    expect((await api.get("/requests")).body.items).toEqual([]);
  });

  it("come into being by PUT with an id that the client makes", async () => {
    const { api, at, ip } = await start();
    const id = "5b5a0e2e-7725-5c71-8d96-2b29bec5dc9c";
    expect((await api.put(at(id), { properties: { name: "www.example.com", ip } })).status).toBe(200);
    expect((await api.get(at(id))).body.id).toBe(id);
  });

  it("are listed by the hundred and found by address", async () => {
    const { api, base, ip, other, third } = await start();
    for (const address of [ip, other, third])
      await api.post(base, { properties: { name: "x.example.com", ip: address } });
    const list = (await api.get(base)).body;
    expect([list.items.length, list.limit]).toEqual([3, 100]);
    const found = (await api.get(`${base}?filter.recordIp=${other}&filter.recordIp=${third}`)).body.items;
    expect(found.map((record) => record.properties.ip as string)).toEqual([other, third]);
  });

  it("are for the contract's own addresses, one for each", async () => {
    const { api, base, ip } = await start();
    const create = async (properties: object) => (await api.post(base, { properties })).status;
    expect(await create({ name: "x.example.com", ip: "192.0.2.9" })).toBe(422);
    expect(await create({ name: "x.example.com", ip: "nonsense" })).toBe(422);
    expect(await create({ ip })).toBe(422);
    expect(await create({ name: "x.example.com", ip })).toBe(201);
    expect(await create({ name: "y.example.com", ip })).toBe(422);
  });

  it("are for tokens only", async () => {
    const { api, base, simulator } = await start();
    const basic = Buffer.from(`${simulator.username}:${simulator.password}`).toString("base64");
    expect((await api.get(base, { authorization: `Basic ${basic}` })).status).toBe(401);
    expect((await api.send("PATCH", base, {})).status).toBe(405);
  });
});
