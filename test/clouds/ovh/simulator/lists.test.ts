import { at, type Body, closeSimulators, startSimulator } from "./client";

afterEach(closeSimulators);

const PAGES = { "X-Pagination-Mode": "CachedObjectList-Pages" };
const all = (answer: { body: Body }) => answer.body as unknown as Record<string, unknown>[];

/** One of everything that has a list. */
async function start() {
  const { api, scene } = await startSimulator({ finishedVrackTask: "stays" });
  const [lb, vrack, server, vps] = [scene.loadBalancer(), scene.vrack(), scene.server(), scene.vps()];
  const other = scene.loadBalancer();
  const [ip, block] = [scene.ip({ routedTo: server }), scene.ip({ ip: "203.0.113.16/29" })];
  await api.post(`/dedicated/server/${server}/virtualMac`, {
    ipAddress: ip.split("/")[0],
    type: "ovh",
    virtualMachineName: "vm",
  });
  await api.post(`/vrack/${vrack}/ip`, { block });
  await api.post(`/vrack/${vrack}/ipLoadbalancing`, { ipLoadbalancing: other });
  await api.post(`${at(ip)}/move`, { to: server });
  await api.post(`${at(ip)}/reverse`, { ipReverse: ip.split("/")[0], reverse: "www.example.com" });
  return { api, scene, lb, vrack, server, vps, other, ip, block };
}

describe("a list with the pagination header", () => {
  it.each([
    ["/ip", "ip"],
    ["/ip/203.0.113.1%2F32/task", "taskId"],
    ["/ip/203.0.113.1%2F32/reverse", "ipReverse"],
    ["/ipLoadbalancing", "serviceName"],
    ["/ipLoadbalancing/LB/zone", "name"],
    ["/ipLoadbalancing/LB/quota", "zone"],
    ["/ipLoadbalancing/LB/quotaHistory", "id"],
    ["/dedicated/server", "name"],
    ["/dedicated/server/SERVER/task", "taskId"],
    ["/dedicated/server/SERVER/virtualNetworkInterface", "uuid"],
    ["/dedicated/server/SERVER/virtualMac", "macAddress"],
    ["/vrack", "serviceName"],
    ["/vrack/VRACK/task", "id"],
    ["/vrack/VRACK/ip", "ip"],
    ["/vrack/VRACK/ipLoadbalancing", "ipLoadbalancing"],
    ["/vps", "name"],
    ["/vps/VPS/ips", "ipAddress"],
  ])("%s shows the objects themselves, else what names them", async (pattern, key) => {
    const { api, lb, server, vrack, vps } = await start();
    const path = pattern.replace("LB", lb).replace("SERVER", server).replace("VRACK", vrack).replace("VPS", vps);
    const names = all(await api.get(path));
    const objects = all(await api.get(path, PAGES));
    expect(names.length).toBeGreaterThan(0);
    expect(objects.map((object) => object[key])).toEqual(names);
  });

  it("sorts what has no value before everything else, and knows no page beyond the last", async () => {
    const { api, scene } = await startSimulator();
    for (const description of ["b", undefined, "a", undefined])
      scene.ip(description === undefined ? {} : { description });
    const page = async (number: string, size = "3") => {
      const heads = { "X-Pagination-Sort": "description", "X-Pagination-Number": number, "X-Pagination-Size": size };
      return all(await api.get("/ip", { ...PAGES, ...heads })).map(({ description }) => description);
    };
    expect(await page("1")).toEqual([null, null, "a"]);
    expect(await page("2")).toEqual(["b"]);
    expect(await page("3")).toEqual([]);
    expect(await page("two", "-1")).toEqual([null]);
  });

  it("is not filtered by tags: it says so instead of showing everything", async () => {
    const { api } = await startSimulator();
    for (const path of ["/ip", "/ipLoadbalancing"]) expect((await api.get(`${path}?iamTags=%7B%7D`)).status).toBe(501);
  });

  it("sorts, filters and says how many there are", async () => {
    const { api, scene } = await start();
    for (const description of ["a&b", "a", "b"]) scene.ip({ description });
    const page = await api.get("/ip", {
      ...PAGES,
      "X-Pagination-Size": "2",
      "X-Pagination-Sort": "description",
      "X-Pagination-Sort-Order": "DESC",
      "X-Pagination-Filter": "routedTo.serviceName:eq=&description:in=a%26b,a,b",
    });
    expect(all(page).map(({ description }) => description)).toEqual(["b", "a&b"]);
    const heads = ["elements", "size", "number", "total"].map((name) => page.headers.get(`x-pagination-${name}`));
    expect(heads).toEqual(["3", "2", "1", "2"]);
    const one = await api.get("/ip", { ...PAGES, "X-Pagination-Filter": "description:eq=a%26b" });
    expect(all(one)).toHaveLength(1);
    expect((await api.get("/ip", { ...PAGES, "X-Pagination-Filter": "description" })).status).toBe(400);
  });
});
