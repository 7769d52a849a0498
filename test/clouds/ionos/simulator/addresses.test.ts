import { closeSimulators, startScene, startSimulator } from "./client";

afterEach(closeSimulators);

describe("IP blocks", () => {
  it("have their addresses at once, although they are BUSY, and a name when none was given", async () => {
    const { api } = await startSimulator({ settleMs: 60_000 });
    const { status, body } = await api.post("/ipblocks", { properties: { location: "de/fra", size: 3 } });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      type: "ipblock",
      metadata: { state: "BUSY" },
      properties: {
        ips: ["203.0.113.1", "203.0.113.2", "203.0.113.3"],
        location: "de/fra",
        size: 3,
        name: expect.stringMatching(/^IP_BLOCK_\d+$/) as string,
        ipConsumers: [],
      },
    });
  });

  it.each([
    [{ size: 1 }, "Attribute 'location' is required"],
    [{ location: "de/fra" }, "Attribute 'size' is required"],
    [{ location: "mars/olympus", size: 1 }, "does not exist"],
    [{ location: "de/fra", size: 0 }, "out of range"],
    [{ location: "de/fra", size: "many" }, "invalid format"],
    [{ location: "de/fra", size: 1, ips: ["203.0.113.9"] }, "Attribute is read-only"],
    [{ location: "de/fra", size: 65_537 }, "limit"],
  ])("refuse %j", async (properties, words) => {
    const { api } = await startSimulator();
    const answer = await api.post("/ipblocks", { properties });
    expect(answer.status).toBe(422);
    expect(answer.body.messages[0]?.message).toContain(words);
    expect((await api.get("/ipblocks")).body.items).toEqual([]);
  });

  it("can be renamed, by PATCH with bare properties and by PUT with wrapped ones; nothing else can change", async () => {
    const { api, block } = await startScene();
    const path = `/ipblocks/${block.id}`;
    await api.patch(path, { name: "one" });
    expect((await api.get(path)).body.properties.name).toBe("one");
    await api.put(path, { properties: { name: "two" } });
    expect((await api.get(path)).body.properties.name).toBe("two");
    for (const change of [{ location: "de/txl" }, { size: 9 }, { ips: [] }, { ipConsumers: [] }]) {
      expect((await api.patch(path, change)).body.messages[0]).toMatchObject({ errorCode: "105" });
    }
  });

  it("never give out a returned address again", async () => {
    const { api } = await startSimulator();
    const reserve = async () => (await api.post("/ipblocks", { properties: { location: "de/fra", size: 2 } })).body;
    const first = await reserve();
    await api.delete(`/ipblocks/${first.id}`);
    const second = await reserve();
    expect(second.properties.ips).toEqual(["203.0.113.3", "203.0.113.4"]);
  });

  it("go on in the benchmark range when the documentation ranges are used up", async () => {
    const { simulator } = await startSimulator();
    const { ips } = simulator.scene.ipBlock({ size: 1_000 });
    expect(ips.slice(253, 256)).toEqual(["203.0.113.254", "198.51.100.1", "198.51.100.2"]);
    expect(ips.at(-1)).toMatch(/^198\.18\./);
    expect(new Set(ips).size).toBe(1_000);
  });

  it("are counted in the contract's limits", async () => {
    const { api, a, ip, setIps } = await startScene({ reservableIps: 10, contractNumber: 4711 });
    await setIps(a, [ip]);
    const { items } = (await api.get("/contracts")).body;
    expect(items[0]).toMatchObject({
      type: "contract",
      properties: {
        contractNumber: 4711,
        resourceLimits: { reservableIps: 10, reservedIpsOnContract: 4, reservedIpsInUse: 1 },
      },
    });
  });
});

describe("a NIC's addresses", () => {
  it("are replaced whole, and the order stays: the first is the primary address", async () => {
    const { a, ip, other, third, setIps, ipsOf } = await startScene();
    await setIps(a, [other, ip]);
    expect(await ipsOf(a)).toEqual([other, ip]);
    await setIps(a, [third]);
    expect(await ipsOf(a)).toEqual([third]);
  });

  it("are assigned by DHCP when there are none: public on a public LAN, private on a private one", async () => {
    const { api, scene, dc, serverA, lanId } = await startScene();
    const privateLan = scene.lan(dc, { public: false });
    const create = async (lan: string, ips?: null | string[]) => {
      const { body } = await api.post(`${scene.pathOf(serverA)}/nics`, { properties: { lan: Number(lan), ips } });
      expect(body.properties.ips).toEqual([]); // known when the request is done
      return (await api.get(`${scene.pathOf(serverA)}/nics/${body.id}`)).body.properties.ips as string[];
    };
    for (const ips of [undefined, null, []]) {
      expect(await create(lanId, ips)).toEqual([expect.stringMatching(/^192\.0\.2\.\d+$/)]);
      expect(await create(privateLan, ips)).toEqual([expect.stringMatching(/^10\.7\.\d+\.\d+$/)]);
    }
    const { ipv4CidrBlock } = (await api.get(`/datacenters/${dc}/lans/${privateLan}`)).body.properties;
    expect(ipv4CidrBlock).toMatch(/^10\.7\.\d+\.0\/24$/);
  });

  it("come back to DHCP with an empty list, and DHCP gives the same one again", async () => {
    const { a, ip, setIps, ipsOf } = await startScene();
    const [dynamic] = await ipsOf(a);
    await setIps(a, []);
    expect(await ipsOf(a)).toEqual([dynamic]);
    await setIps(a, [ip]);
    await setIps(a, null);
    expect(await ipsOf(a)).not.toContain(ip);
  });

  it("may keep a dynamic one that is sent back, unless the option says otherwise; another NIC's never", async () => {
    const open = await startScene();
    const [dynamic = ""] = await open.ipsOf(open.a);
    expect((await open.setIps(open.a, [dynamic, open.ip])).status).toBe(202);
    expect((await open.setIps(open.b, [dynamic])).text).toContain("need to come from reserved IP blocks");
    const strict = await startScene({ acceptDynamicIps: false });
    const [own = ""] = await strict.ipsOf(strict.a);
    expect((await strict.setIps(strict.a, [own, strict.ip])).text).toContain("need to come from reserved IP blocks");
  });

  it.each([
    [["192.0.2.200"], "not reserved"],
    [["not an address"], "not a valid IPv4 address"],
    [["203.0.113.1", "203.0.113.1"], "more than once"],
    ["203.0.113.1", "invalid format"],
  ])("cannot be %j", async (ips, words) => {
    const { a, setIps } = await startScene();
    const answer = await setIps(a, ips as string[]);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
  });

  it("must be reserved in the same location", async () => {
    const { a, scene, setIps } = await startScene();
    const { ips } = scene.ipBlock({ location: "de/txl" });
    expect((await setIps(a, ips)).text).toContain("another location");
  });

  it("cannot be reserved ones on a private LAN, and such a LAN cannot be made of a public one in use", async () => {
    const { api, a, ip, lan, scene, dc, serverA, setIps } = await startScene();
    const privateLan = Number(scene.lan(dc, { public: false }));
    const answer = await api.post(`${scene.pathOf(serverA)}/nics`, { properties: { lan: privateLan, ips: [ip] } });
    expect(answer.text).toContain("is not public");
    await setIps(a, [ip]);
    expect((await api.patch(lan, { public: false })).status).toBe(422);
    await setIps(a, []);
    expect((await api.patch(lan, { public: false })).status).toBe(202);
  });

  it("go with the NIC", async () => {
    const { api, a, b, ip, nic, setIps } = await startScene();
    await setIps(a, [ip]);
    expect((await setIps(b, [ip])).status).toBe(422);
    await api.delete(nic(a));
    expect((await setIps(b, [ip])).status).toBe(202);
  });
});

describe("LANs", () => {
  it("have small numbers as ids, the lowest that is free", async () => {
    const { api, dc } = await startScene();
    const make = async () => (await api.post(`/datacenters/${dc}/lans`, { properties: { name: "x" } })).body.id;
    expect([await make(), await make()]).toEqual(["2", "3"]);
    await api.delete(`/datacenters/${dc}/lans/2`);
    expect(await make()).toBe("2");
  });

  it("show ipFailover as null in the answer to a POST and as [] from then on", async () => {
    const { api, dc } = await startScene();
    const { body } = await api.post(`/datacenters/${dc}/lans`, { properties: { public: true } });
    expect(body).toMatchObject({
      entities: null,
      metadata: { state: "BUSY" },
      properties: { ipFailover: null, public: true },
    });
    const later = (await api.get(`/datacenters/${dc}/lans/${body.id}`)).body;
    expect(later).toMatchObject({
      metadata: { state: "AVAILABLE" },
      properties: { ipFailover: [], ipv4CidrBlock: null },
    });
  });

  it("come into being, private, when a NIC names one that there is not", async () => {
    const { api, scene, dc, serverA } = await startScene();
    expect((await api.post(`${scene.pathOf(serverA)}/nics`, { properties: { lan: "5" } })).body.properties.lan).toBe(5);
    expect((await api.get(`/datacenters/${dc}/lans/5`)).body.properties).toMatchObject({
      public: false,
      ipFailover: [],
    });
    expect((await api.post(`${scene.pathOf(serverA)}/nics`, { properties: {} })).text).toContain(
      "Attribute 'lan' is required",
    );
  });

  it("list their NICs, and take one that is attached", async () => {
    const { api, a, b, c, lan, dc, lanId, scene } = await startScene();
    const members = async (path: string) => (await api.get(`${path}/nics`)).body.items.map((nic) => nic.id);
    expect(await members(lan)).toEqual([a, b, c]);
    const other = `/datacenters/${dc}/lans/${scene.lan(dc)}`;
    expect((await api.post(`${other}/nics`, { id: b })).status).toBe(202);
    expect([await members(lan), await members(other)]).toEqual([[a, c], [b]]);
    expect((await api.get(`${other}/nics/${b}`)).body.properties.lan).not.toBe(Number(lanId));
    expect((await api.post(`${other}/nics`, { id: "nobody" })).status).toBe(404);
  });

  it("cannot be deleted while NICs are on them, unless the option says that those are taken off", async () => {
    const strict = await startScene();
    expect((await strict.api.delete(strict.lan)).status).toBe(422);
    const lax = await startScene({ deleteLanWithNics: "detach" });
    expect((await lax.api.delete(lax.lan)).status).toBe(202);
    expect((await lax.api.get(lax.lan)).status).toBe(404);
    expect((await lax.api.get(lax.nic(lax.a))).body.properties.lan).toBe(0);
  });

  it("get an IPv6 block of the data centre's with AUTO, and none with nothing", async () => {
    const { api, dc } = await startScene();
    const make = async (ipv6CidrBlock: string | null) =>
      (await api.post(`/datacenters/${dc}/lans`, { properties: { ipv6CidrBlock } })).body.properties
        .ipv6CidrBlock as string;
    expect(await make("AUTO")).toMatch(/^2001:db8:[0-9a-f]+:2::\/64$/);
    expect([await make(null), await make("")]).toEqual([null, null]);
  });
});
