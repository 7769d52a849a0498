import { closeSimulators, startGroup, startScene } from "./client";

afterEach(closeSimulators);

describe("servers", () => {
  it("are created with volumes, NICs and firewall rules in one request, whose ids the answer tells", async () => {
    const { api, dc, lanId, ip } = await startScene();
    const { status, body } = await api.post(`/datacenters/${dc}/servers`, {
      properties: { name: "web", cores: 2, ram: 2048, availabilityZone: "ZONE_1" },
      entities: {
        volumes: { items: [{ properties: { size: 10, imageAlias: "debian:latest", imagePassword: "secret123" } }] },
        nics: {
          items: [
            {
              properties: { lan: Number(lanId), ips: [ip], firewallActive: true },
              entities: { firewallrules: { items: [{ properties: { protocol: "VRRP" } }] } },
            },
            { properties: { lan: 9 } },
          ],
        },
      },
    });
    expect(status).toBe(202);
    expect(body.entities.nics?.items.map((nic) => nic.properties.lan as number)).toEqual([1, 9]);
    const path = `/datacenters/${dc}/servers/${body.id}`;
    const server = (await api.get(`${path}?depth=5`)).body;
    expect(server.properties).toMatchObject({ vmState: "RUNNING", availabilityZone: "ZONE_1", type: "ENTERPRISE" });
    const [first] = server.entities.nics?.items ?? [];
    expect(first).toMatchObject({ id: body.entities.nics?.items[0]?.id, properties: { ips: [ip] } });
    expect(first?.properties.mac).toMatch(/^02:01(:[0-9a-f]{2}){4}$/);
    expect(first?.entities.firewallrules?.items[0]?.properties).toMatchObject({
      protocol: "VRRP",
      type: "INGRESS",
      ipVersion: "IPv4",
    });
    const [volume] = server.entities.volumes?.items ?? [];
    expect(volume?.properties).toMatchObject({ size: 10, bootServer: body.id, licenceType: "LINUX" });
    expect(server.properties.bootVolume).toMatchObject({ id: volume?.id, type: "volume" });
    expect(JSON.stringify(server)).not.toContain("secret123");
    expect((await api.get(`/datacenters/${dc}/lans/9`)).body.properties.public).toBe(false);
  });

  it("are not created at all when something inside them is wrong", async () => {
    const { api, dc } = await startScene();
    const before = (await api.get(`/datacenters/${dc}?depth=5`)).text;
    const answer = await api.post(`/datacenters/${dc}/servers`, {
      properties: { cores: 1, ram: 1024 },
      entities: {
        volumes: { items: [{ properties: { size: 1, licenceType: "OTHER" } }] },
        nics: { items: [{ properties: { lan: 8 } }, { properties: { lan: 1, ips: ["192.0.2.250"] } }] },
      },
    });
    expect(answer.status).toBe(422);
    expect((await api.get(`/datacenters/${dc}?depth=5`)).text).toBe(before);
  });

  it("need cores and memory, or a template", async () => {
    const { api, dc } = await startScene();
    const create = async (properties: object) => (await api.post(`/datacenters/${dc}/servers`, { properties })).body;
    expect((await create({ name: "x" })).messages.map((entry) => entry.message)).toEqual([
      expect.stringContaining("'cores' is required"),
      expect.stringContaining("'ram' is required"),
    ]);
    expect((await create({ type: "CUBE" })).messages[0]?.message).toContain("'templateUuid' is required");
    expect((await create({ cores: 1, ram: 1024, availabilityZone: "ZONE_9" })).httpStatus).toBe(422);
  });

  it("start, stop and reboot", async () => {
    const { api, scene, serverA } = await startScene();
    const path = scene.pathOf(serverA) ?? "";
    const after = async (action: string) => {
      expect((await api.post(`${path}/${action}`)).status).toBe(202);
      return (await api.get(path)).body.properties.vmState as string;
    };
    expect([
      await after("stop"),
      await after("start"),
      await after("reboot"),
      await after("suspend"),
      await after("resume"),
    ]).toEqual(["SHUTOFF", "RUNNING", "RUNNING", "SUSPENDED", "RUNNING"]);
  });

  it("keep their volumes when they go, or take them along when asked to", async () => {
    const { api, dc, scene, serverA, serverB } = await startScene();
    const attach = async (server: string) => {
      const { id } = (await api.post(`/datacenters/${dc}/volumes`, { properties: { size: 5, licenceType: "OTHER" } }))
        .body;
      expect((await api.post(`${scene.pathOf(server)}/volumes`, { id })).status).toBe(202);
      expect((await api.get(`${scene.pathOf(server)}/volumes`)).body.items.map((volume) => volume.id)).toEqual([id]);
      return `/datacenters/${dc}/volumes/${id}`;
    };
    const [kept, taken] = [await attach(serverA), await attach(serverB)];
    await api.delete(scene.pathOf(serverA) ?? "");
    await api.delete(`${scene.pathOf(serverB)}?deleteVolumes=true`);
    expect((await api.get(kept)).body.properties.bootServer).toBeNull();
    expect((await api.get(taken)).status).toBe(404);
  });

  it("take and give back CD-ROMs", async () => {
    const { api, scene, serverA } = await startScene();
    const [image] = (await api.get("/images?depth=1&filter.imageType=CDROM&filter.location=de/txl")).body.items;
    const cdroms = `${scene.pathOf(serverA)}/cdroms`;
    await api.post(cdroms, { id: image?.id });
    expect((await api.get(cdroms)).body.items.map((item) => item.id)).toEqual([image?.id]);
    await api.delete(`${cdroms}/${image?.id}`);
    expect((await api.get(cdroms)).body.items).toEqual([]);
  });
});

describe("volumes and snapshots", () => {
  it("only grow, and are detached without being deleted", async () => {
    const { api, dc, scene, serverA } = await startScene();
    const { id } = (await api.post(`/datacenters/${dc}/volumes`, { properties: { size: 5, licenceType: "OTHER" } }))
      .body;
    const path = `/datacenters/${dc}/volumes/${id}`;
    expect((await api.patch(path, { size: 4 })).status).toBe(422);
    expect((await api.patch(path, { size: 6 })).status).toBe(202);
    expect((await api.patch(path, { type: "SSD" })).body.messages[0]?.errorCode).toBe("105");
    await api.post(`${scene.pathOf(serverA)}/volumes`, { id });
    expect((await api.delete(`${scene.pathOf(serverA)}/volumes/${id}`)).status).toBe(202);
    expect((await api.get(`${scene.pathOf(serverA)}/volumes`)).body.items).toEqual([]);
    expect((await api.get(path)).body.properties).toMatchObject({ size: 6, deviceNumber: null });
  });

  it("need an image or a word on what will be on them", async () => {
    const { api, dc } = await startScene();
    const create = async (properties: object) => (await api.post(`/datacenters/${dc}/volumes`, { properties })).status;
    expect(await create({ size: 5 })).toBe(422);
    expect(await create({ size: 5, imageAlias: "plan9:latest" })).toBe(422);
    expect(await create({ size: 5, image: "nothing" })).toBe(422);
    expect(await create({ licenceType: "OTHER" })).toBe(422);
    expect(await create({ size: 5, imageAlias: "ubuntu:latest" })).toBe(202);
  });

  it("make snapshots, from which they are restored", async () => {
    const { api, dc } = await startScene();
    const { id } = (await api.post(`/datacenters/${dc}/volumes`, { properties: { size: 5, licenceType: "LINUX" } }))
      .body;
    const made = await api.post(`/datacenters/${dc}/volumes/${id}/create-snapshot`, { properties: { name: "before" } });
    expect(made.status).toBe(202);
    expect((await api.get(`/snapshots/${made.body.id}`)).body.properties).toMatchObject({
      name: "before",
      location: "de/fra",
      size: 5,
    });
    const restore = { properties: { snapshotId: made.body.id } };
    expect((await api.post(`/datacenters/${dc}/volumes/${id}/restore-snapshot`, restore)).status).toBe(202);
  });
});

describe("classic load balancers", () => {
  it("move their NICs to a LAN of their own and give them their address", async () => {
    const { api, dc, a, b, ip, lan, nic } = await startScene();
    const { body } = await api.post(`/datacenters/${dc}/loadbalancers`, {
      properties: { name: "lb", ip },
      entities: { balancednics: { items: [{ id: a }] } },
    });
    const balanced = `/datacenters/${dc}/loadbalancers/${body.id}/balancednics`;
    expect((await api.post(balanced, { id: b })).status).toBe(202);
    const [first, second] = [(await api.get(nic(a))).body.properties, (await api.get(nic(b))).body.properties];
    expect([first.ips, second.ips]).toEqual([[ip], [ip]]);
    expect(first.lan).toBe(second.lan);
    expect(first.lan).not.toBe(Number(lan.split("/").at(-1)));
    expect((await api.get(balanced)).body.items.map((item) => item.id)).toEqual([a, b]);
    expect((await api.delete(`${balanced}/${a}`)).status).toBe(202);
    expect((await api.get(nic(a))).body.properties.lan).toBe(1);
    expect((await api.get(`${balanced}/${a}`)).status).toBe(404);
  });

  it("refuse a master's NIC, an address in use, and a group on their LAN", async () => {
    const { api, dc, a, c, ip, other, nic, setIps } = await startGroup();
    const create = (properties: object) => api.post(`/datacenters/${dc}/loadbalancers`, { properties });
    expect((await create({ ip })).body.messages[0]?.errorCode).toBe("410");
    const { body } = await create({ ip: other });
    const balanced = `/datacenters/${dc}/loadbalancers/${body.id}/balancednics`;
    expect((await api.post(balanced, { id: a })).text).toContain("Master NIC");
    await api.post(balanced, { id: c });
    const lan = (await api.get(nic(c))).body.properties.lan as number;
    await setIps(c, [other]);
    const answer = await api.patch(`/datacenters/${dc}/lans/${lan}`, { ipFailover: [{ ip: other, nicUuid: c }] });
    expect(answer.text).toContain("load balancer");
  });
});

describe("labels", () => {
  it("are written at once, listed below their object and all together", async () => {
    const { api, dc, block, simulator } = await startScene();
    for (const path of [`/datacenters/${dc}`, `/ipblocks/${block.id}`]) {
      const made = await api.post(`${path}/labels`, { properties: { key: "env", value: "test" } });
      expect([made.status, made.body.id, made.body.properties]).toEqual([201, "env", { key: "env", value: "test" }]);
      expect((await api.put(`${path}/labels/env`, { properties: { key: "env", value: "prod" } })).status).toBe(200);
      expect((await api.get(`${path}/labels?depth=1`)).body.items[0]?.properties.value).toBe("prod");
    }
    const all = (await api.get("/labels?depth=1")).body.items;
    expect(all.map((label) => label.id)).toEqual([
      `urn:label:datacenter:${dc}:env`,
      `urn:label:ipblock:${block.id}:env`,
    ]);
    expect((await api.get(`/labels/${all[1]?.id}`)).body.properties).toMatchObject({
      resourceType: "ipblock",
      resourceHref: `${simulator.url}/cloudapi/v6/ipblocks/${block.id}`,
    });
    expect((await api.delete(`/datacenters/${dc}/labels/env`)).status).toBe(200);
    expect((await api.get(`/datacenters/${dc}/labels/env`)).status).toBe(404);
    expect((await api.post(`/ipblocks/${block.id}/labels`, { properties: { key: "x" } })).status).toBe(422);
  });
});

describe("security groups and cross connects", () => {
  it("are assigned to servers and NICs as a list that is replaced whole", async () => {
    const { api, dc, a, nic } = await startScene();
    const make = async (name: string) =>
      (await api.post(`/datacenters/${dc}/securitygroups`, { properties: { name } })).body.id;
    const [one, two] = [await make("one"), await make("two")];
    const path = `${nic(a)}/securitygroups`;
    const ids = async () => (await api.get(path)).body.items.map((group) => group.id);
    expect((await api.put(path, { ids: [one, two] })).status).toBe(202);
    expect(await ids()).toEqual([one, two]);
    await api.put(path, { ids: [two] });
    expect(await ids()).toEqual([two]);
    expect((await api.put(path, { ids: ["nothing"] })).status).toBe(404);
    const rules = `/datacenters/${dc}/securitygroups/${one}/rules`;
    await api.post(rules, { properties: { protocol: "TCP", portRangeStart: 22, portRangeEnd: 22 } });
    expect((await api.get(`${rules}?depth=1`)).body.items[0]).toMatchObject({
      type: "firewall-rule",
      properties: { protocol: "TCP" },
    });
  });

  it("show which LANs they connect, and stay while they do", async () => {
    const { api, dc, lan, lanId } = await startScene();
    const { id } = (await api.post("/pccs", { properties: { name: "pcc" } })).body;
    await api.patch(lan, { pcc: id });
    expect((await api.get(`/pccs/${id}`)).body.properties.peers).toMatchObject([{ id: lanId, datacenterId: dc }]);
    expect((await api.delete(`/pccs/${id}`)).status).toBe(422);
    await api.patch(lan, { pcc: null });
    expect((await api.delete(`/pccs/${id}`)).status).toBe(202);
    expect((await api.patch(lan, { pcc: "nothing" })).status).toBe(422);
  });
});
