import { closeSimulators, startGroup, startScene } from "./client";

afterEach(closeSimulators);

describe("registering a failover group", () => {
  it("accepts a master that has the address, and answers the list that was asked for", async () => {
    const { a, ip, lan, setIps, setGroups, groups } = await startScene();
    await setIps(a, [ip]);
    const answer = await setGroups([ip, a]);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      id: lan.split("/").at(-1),
      type: "lan",
      metadata: { state: "BUSY" },
      properties: { ipFailover: [{ ip, nicUuid: a }] },
    });
    expect(answer.headers.get("location")).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/cloudapi\/v6\/requests\/[0-9a-f-]{36}\/status$/,
    );
    expect(await groups()).toEqual([{ ip, nicUuid: a }]);
  });

  it.each([
    ["a NIC without the address", "a"],
    ["a NIC of another LAN", "elsewhere"],
    ["a NIC that does not exist", "nobody"],
  ])("refuses %s as master in the words that the vendor's clients wait for", async (_what, who) => {
    const { a, ip, scene, serverA, setGroups, groups } = await startScene();
    const elsewhere = scene.nic(serverA, { lan: 7 });
    const nic = { a, elsewhere, nobody: "00000000-0000-4000-8000-000000000000" }[who] ?? "";
    const answer = await setGroups([ip, nic]);
    expect([answer.status, answer.body]).toEqual([
      422,
      {
        httpStatus: 422,
        messages: [
          {
            errorCode: "184",
            message: `[(root).properties.ipFailover] Failover IP '${ip}' not found in Master NIC '${nic}'.`,
          },
        ],
      },
    ]);
    expect(await groups()).toEqual([]);
  });

  it("refuses a master whose address is still on its way", async () => {
    const { a, ip, simulator, setIps, setGroups } = await startScene({ settleMs: 60_000 });
    await setIps(a, [ip]);
    expect((await setGroups([ip, a])).text).toContain("not found in Master NIC");
    simulator.clock.advance(60_000);
    expect((await setGroups([ip, a])).status).toBe(202);
  });

  it("makes a slave of every other NIC of the LAN that takes the address later, and lists it nowhere in the LAN", async () => {
    const { api, a, b, c, block, ip, setIps, groups } = await startGroup();
    expect((await setIps(c, [ip])).status).toBe(202);
    expect(await groups()).toEqual([{ ip, nicUuid: a }]);
    const consumers = (await api.get(`/ipblocks/${block.id}`)).body.properties.ipConsumers as {
      ip: string;
      nicId: string;
    }[];
    expect(consumers.map((consumer) => [consumer.ip, consumer.nicId])).toEqual([a, b, c].map((nic) => [ip, nic]));
  });

  it("refuses the same address on a second NIC while no group has it", async () => {
    const { a, b, ip, setIps, ipsOf } = await startScene();
    await setIps(a, [ip]);
    const before = await ipsOf(b);
    const answer = await setIps(b, [ip]);
    expect(answer.status).toBe(422);
    expect(answer.body.messages).toEqual([
      { errorCode: "410", message: `[(root).properties.ips] '${ip}' is in use by other resource` },
    ]);
    expect(await ipsOf(b)).toEqual(before);
  });

  it("lets a new NIC be created with the address once the group is there, and not before", async () => {
    const { api, a, ip, lanId, scene, serverC, setIps, setGroups } = await startScene();
    await setIps(a, [ip]);
    const create = () => api.post(`${scene.pathOf(serverC)}/nics`, { properties: { lan: lanId, ips: [ip] } });
    expect((await create()).status).toBe(422);
    await setGroups([ip, a]);
    expect((await create()).status).toBe(202);
  });

  it("keeps several groups on one LAN and on one NIC", async () => {
    const { a, b, ip, other, setIps, setGroups, groups } = await startScene();
    await setIps(a, [ip]);
    await setIps(b, [other]);
    await setGroups([ip, a], [other, b]);
    expect((await setIps(a, [ip, other])).status).toBe(202);
    expect((await setIps(b, [other, ip])).status).toBe(202);
    expect(await groups()).toEqual([
      { ip, nicUuid: a },
      { ip: other, nicUuid: b },
    ]);
  });

  it("refuses a list that names an address twice or leaves something out", async () => {
    const { api, a, ip, lan, setIps, setGroups } = await startScene();
    await setIps(a, [ip]);
    expect((await setGroups([ip, a], [ip, a])).status).toBe(422);
    expect((await api.patch(lan, { ipFailover: [{ ip }] })).text).toContain("'nicUuid' is required");
    expect((await api.patch(lan, { ipFailover: "none" })).status).toBe(422);
  });

  it("refuses a private LAN, and an address that nobody reserved", async () => {
    const { api, a, scene, dc, serverA, setGroups, ipsOf } = await startScene();
    const dynamic = (await ipsOf(a))[0] ?? "";
    expect((await setGroups([dynamic, a])).text).toContain(`Failover IP '${dynamic}' is not reserved`);
    const privateLan = scene.lan(dc, { public: false });
    const inside = scene.nic(serverA, { lan: privateLan });
    const { ips } = scene.look(scene.pathOf(inside) ?? "") as { ips: string[] };
    const answer = await api.patch(`/datacenters/${dc}/lans/${privateLan}`, {
      ipFailover: [{ ip: ips[0], nicUuid: inside }],
    });
    expect([answer.status, answer.body.messages[0]?.errorCode]).toEqual([422, "184"]);
  });
});

describe("changing the list", () => {
  it("replaces it whole: what is left out is removed", async () => {
    const { a, ip, other, setIps, setGroups, groups } = await startScene();
    await setIps(a, [ip, other]);
    await setGroups([ip, a], [other, a]);
    expect((await setGroups([other, a])).status).toBe(202);
    expect(await groups()).toEqual([{ ip: other, nicUuid: a }]);
  });

  it("leaves it alone when it is not mentioned, and clears it with [] and with null", async () => {
    const { api, a, ip, lan, setIps, setGroups, groups } = await startScene();
    await setIps(a, [ip]);
    await setGroups([ip, a]);
    await api.patch(lan, { name: "renamed" });
    await api.put(lan, { properties: { name: "again", public: true } });
    expect(await groups()).toEqual([{ ip, nicUuid: a }]);
    await api.patch(lan, { ipFailover: [] });
    expect(await groups()).toEqual([]);
    await setGroups([ip, a]);
    await api.put(lan, { properties: { ipFailover: null } });
    expect(await groups()).toEqual([]);
  });

  it("refuses to drop a group whose address a slave still has, and changes nothing", async () => {
    const { api, a, b, ip, lan, groups } = await startGroup();
    const answer = await api.patch(lan, { ipFailover: [] });
    expect([answer.status, answer.body.messages]).toEqual([
      422,
      [
        {
          errorCode: "184",
          message: `[(root).properties.ipFailover] Failover IP '${ip}' found in Slave NIC '${b}'. IP failover settings cannot be deleted.`,
        },
      ],
    ]);
    expect(await groups()).toEqual([{ ip, nicUuid: a }]);
  });

  it("refuses a group's new address as long as slaves have the old one", async () => {
    const { a, ip, other, setIps, setGroups } = await startGroup();
    expect((await setIps(a, [ip, other])).status).toBe(202);
    expect((await setGroups([other, a])).text).toContain("found in Slave NIC");
  });

  it("drops a group that only its master is left of; the address stays on the NIC", async () => {
    const { a, b, ip, setIps, setGroups, groups, ipsOf } = await startGroup();
    await setIps(b, []);
    expect((await setGroups()).status).toBe(202);
    expect(await groups()).toEqual([]);
    expect(await ipsOf(a)).toEqual([ip]);
  });

  it("makes a slave the master, and the old master a slave", async () => {
    const { a, b, ip, setGroups, groups } = await startGroup();
    expect((await setGroups([ip, b])).status).toBe(202);
    expect(await groups()).toEqual([{ ip, nicUuid: b }]);
    expect((await setGroups()).text).toContain(`found in Slave NIC '${a}'`);
  });

  it("lets the later of two writers win who both read before they wrote", async () => {
    const { a, b, ip, other, setIps, setGroups, groups } = await startScene();
    await setIps(a, [ip]);
    await setIps(b, [other]);
    const [first, second] = await Promise.all([setGroups([ip, a]), setGroups([other, b])]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(await groups()).toHaveLength(1);
  });

  it("refuses read-only properties although they are unchanged", async () => {
    const { api, lan } = await startScene();
    const answer = await api.patch(lan, { name: "x", ipv4CidrBlock: null });
    expect([answer.status, answer.body.messages]).toEqual([
      422,
      [{ errorCode: "105", message: "[(root).properties.ipv4CidrBlock] Attribute is read-only" }],
    ]);
    expect((await api.get(lan)).body.properties.name).toBe("public");
  });
});

describe("what a group protects", () => {
  it("is the master's NIC and the master's server", async () => {
    const { api, a, serverA, nic, scene } = await startGroup();
    for (const path of [nic(a), scene.pathOf(serverA) ?? ""]) {
      const answer = await api.delete(path);
      expect([answer.status, answer.body.messages[0]?.message]).toEqual([422, expect.stringContaining("Master NIC")]);
      expect((await api.get(path)).status).toBe(200);
    }
  });

  it("is not a slave's NIC, nor the old master's once another is registered", async () => {
    const { api, a, b, c, ip, nic, setIps, setGroups } = await startGroup();
    await setIps(c, [ip]);
    expect((await api.delete(nic(c))).status).toBe(202);
    await setGroups([ip, b]);
    const path = nic(a);
    expect((await api.delete(path)).status).toBe(202);
    expect((await api.get(path)).status).toBe(404);
  });

  it("is the master's address, unless the option says otherwise", async () => {
    const strict = await startGroup();
    expect((await strict.setIps(strict.a, [strict.other])).text).toContain("failover IP");
    expect((await strict.setIps(strict.a, [strict.other, strict.ip])).status).toBe(202);
    const lax = await startGroup({ masterDropsAddress: "allow" });
    expect((await lax.setIps(lax.a, [lax.other])).status).toBe(202);
  });

  it("is the block while a NIC has one of its addresses", async () => {
    const { api, a, b, block, setIps, setGroups } = await startGroup();
    expect((await api.delete(`/ipblocks/${block.id}`)).body.messages[0]?.errorCode).toBe("410");
    await setIps(b, null);
    await setGroups();
    await setIps(a, null);
    expect((await api.delete(`/ipblocks/${block.id}`)).status).toBe(202);
    expect((await api.get(`/ipblocks/${block.id}`)).status).toBe(404);
  });

  it("is nothing at all when the whole data centre goes", async () => {
    const { api, dc, a, nic } = await startGroup();
    const path = nic(a);
    expect((await api.delete(`/datacenters/${dc}`)).status).toBe(202);
    expect((await api.get(path)).status).toBe(404);
    expect((await api.get("/ipblocks?depth=1")).body.items[0]?.properties.ipConsumers).toEqual([]);
  });

  it("is not the master's place: a registered NIC cannot move to another LAN", async () => {
    const { api, a, nic } = await startGroup();
    expect((await api.patch(nic(a), { lan: 9 })).text).toContain("Master NIC");
  });
});

describe("what pending requests mean for the rules", () => {
  it("counts an address as still there until its removal is done", async () => {
    const slow = await startGroupSlowly();
    await slow.setIps(slow.b, []);
    expect((await slow.setGroups()).text).toContain("found in Slave NIC");
    slow.simulator.clock.advance(1_000);
    expect((await slow.setGroups()).status).toBe(202);
  });

  it("takes neither a NIC that is still being created nor one that is being deleted for a master", async () => {
    const { api, a, ip, other, lanId, nic, scene, serverC, simulator, setIps, setGroups } = await startScene({
      settleMs: 1_000,
    });
    const { body } = await api.post(`${scene.pathOf(serverC)}/nics`, { properties: { lan: Number(lanId), ips: [ip] } });
    expect((await setGroups([ip, body.id])).text).toContain("not found in Master NIC");
    simulator.clock.advance(1_000);
    expect((await setGroups([ip, body.id])).status).toBe(202);
    await setIps(a, [other]);
    simulator.clock.advance(1_000);
    await api.delete(nic(a));
    expect((await setGroups([ip, body.id], [other, a])).text).toContain("not found in Master NIC");
  });

  it("does not let a slave in while the group's registration or removal is pending", async () => {
    const { a, b, ip, simulator, setIps, setGroups } = await startScene({ settleMs: 1_000 });
    await setIps(a, [ip]);
    simulator.clock.advance(1_000);
    await setGroups([ip, a]);
    expect((await setIps(b, [ip])).status).toBe(422);
    simulator.clock.advance(1_000);
    await setGroups();
    expect((await setIps(b, [ip])).status).toBe(422);
  });
});

async function startGroupSlowly() {
  const scene = await startScene({ settleMs: 1_000 });
  const { a, b, ip, simulator, setIps, setGroups } = scene;
  for (const step of [() => setIps(a, [ip]), () => setGroups([ip, a]), () => setIps(b, [ip])]) {
    expect((await step()).status).toBe(202);
    simulator.clock.advance(1_000);
  }
  return scene;
}
