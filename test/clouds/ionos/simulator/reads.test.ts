import { closeSimulators, createClient, startScene, startSimulator } from "./client";

afterEach(closeSimulators);

describe("depth", () => {
  it("opens a single object one step further than the same object in a list", async () => {
    const { api, dc, lan } = await startScene();
    const keys = (value: unknown) => Object.keys(value ?? {});
    const single = (await api.get(lan)).body;
    expect(keys(single)).toEqual(["id", "type", "href", "metadata", "properties", "entities"]);
    expect(keys(single.entities.nics)).toEqual(["id", "type", "href"]);
    const references = (await api.get(`${lan}?depth=1`)).body.entities.nics?.items ?? [];
    expect([references.length, keys(references[0])]).toEqual([3, ["id", "type", "href"]]);
    const properties = (await api.get(`${lan}?depth=2`)).body.entities.nics?.items[0]?.properties;
    expect(properties?.ips).toHaveLength(1);

    const list = async (depth: number) => (await api.get(`/datacenters/${dc}/lans?depth=${depth}`)).body.items[0];
    expect(keys(await list(0))).toEqual(["id", "type", "href"]);
    expect((await list(1))?.properties.public).toBe(true);
    expect((await list(1))?.entities.nics?.items).toBeUndefined();
    expect((await list(2))?.entities.nics?.items).toHaveLength(3);
    expect((await list(2))?.entities.nics?.items[0]?.properties).toBeUndefined();
    expect((await list(3))?.entities.nics?.items[0]?.properties.lan).toBe(1);
  });

  it("is taken up to 10 and defaults to 0", async () => {
    const { api, dc } = await startScene();
    const deep = (await api.get(`/datacenters/${dc}?depth=99`)).body;
    expect(deep.entities.servers?.items[0]?.entities.nics?.items[0]?.properties.dhcp).toBe(true);
    expect((await api.get(`/datacenters/${dc}?depth=deep`)).status).toBe(400);
  });
});

describe("a list", () => {
  it("is a collection with its page and links", async () => {
    const { api, simulator } = await startSimulator();
    for (let count = 0; count < 5; count++) simulator.scene.ipBlock();
    const self = `${simulator.url}/cloudapi/v6/ipblocks`;
    expect((await api.get("/ipblocks")).body).toMatchObject({
      id: "ipblocks",
      type: "collection",
      href: self,
      offset: 0,
      limit: 100,
      _links: { self: `${self}?offset=0&limit=100` },
    });
    const middle = (await api.get("/ipblocks?offset=2&limit=2")).body;
    expect([middle.items.length, middle.offset, middle.limit]).toEqual([2, 2, 2]);
    expect(middle._links).toEqual({
      prev: `${self}?offset=0&limit=2`,
      self: `${self}?offset=2&limit=2`,
      next: `${self}?offset=4&limit=2`,
    });
    expect((await api.get("/ipblocks?offset=4&limit=2")).body._links.next).toBeUndefined();
    expect((await api.get("/ipblocks?limit=100000")).body.limit).toBe(1000);
    expect((await api.get("/datacenters")).body.limit).toBe(1000);
  });

  it("of IP blocks ends after 100 unless more are asked for", async () => {
    const { api, simulator } = await startSimulator();
    for (let count = 0; count < 101; count++) simulator.scene.ipBlock();
    const first = (await api.get("/ipblocks")).body;
    expect([first.items.length, first._links.next === undefined]).toEqual([100, false]);
    expect((await api.get("/ipblocks?limit=1000")).body.items).toHaveLength(101);
  });

  it("is filtered by any property, and ordered by one", async () => {
    const { api, simulator } = await startSimulator();
    for (const name of ["Web-2", "db", "web-1"]) simulator.scene.datacenter({ name });
    const names = async (query: string) =>
      (await api.get(`/datacenters?depth=1&${query}`)).body.items.map((item) => item.properties.name as string);
    expect(await names("filter.name=web")).toEqual(["Web-2", "web-1"]);
    expect(await names("filter.name=web&filter.location=de/txl")).toEqual([]);
    expect(await names("orderBy=name")).toEqual(["db", "web-1", "Web-2"]);
    const exact = await startSimulator({ filterMatch: "equals" });
    exact.simulator.scene.datacenter({ name: "Web-2" });
    expect((await exact.api.get("/datacenters?filter.name=web")).body.items).toEqual([]);
    expect((await exact.api.get("/datacenters?filter.name=web-2")).body.items).toHaveLength(1);
  });
});

describe("an entity tag", () => {
  it("comes with answers that do not use depth, changes with the object and saves reading it again", async () => {
    const { api, lan } = await startScene();
    const first = await api.get(lan);
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toBe(`"${String(first.body.metadata.etag)}"`);
    expect((await api.get(`${lan}?depth=0`)).headers.has("etag")).toBe(false);
    expect((await api.get(lan, { "if-none-match": tag })).status).toBe(304);
    await api.patch(lan, { name: "new" });
    expect((await api.get(lan, { "if-none-match": tag })).status).toBe(200);
  });

  it("does not protect a write, unless the option says so", async () => {
    const { api, lan } = await startScene();
    expect((await api.send("PATCH", lan, { name: "x" }, { "if-match": "stale" })).status).toBe(202);
    const strict = await startScene({ ifMatch: "honour" });
    expect((await strict.api.send("PATCH", strict.lan, { name: "x" }, { "if-match": "stale" })).status).toBe(412);
  });
});

describe("who may ask", () => {
  it("is whoever has the token, or user and password", async () => {
    const { api, simulator } = await startSimulator();
    const basic = Buffer.from(`${simulator.username}:${simulator.password}`).toString("base64");
    expect((await api.get("/datacenters", { authorization: `Basic ${basic}` })).status).toBe(200);
    expect((await api.get("/datacenters")).status).toBe(200);
  });

  it.each([
    ["no credentials", ""],
    ["a wrong token", "Bearer wrong"],
    ["a wrong password", `Basic ${Buffer.from("simulated@example.com:wrong").toString("base64")}`],
  ])("is nobody with %s, before anything else is looked at", async (_what, authorization) => {
    const { api } = await startSimulator();
    for (const [method, path] of [
      ["GET", "/datacenters"],
      ["GET", "/no/such/path"],
      ["DELETE", "/datacenters"],
    ] as const) {
      const answer = await api.send(method, path, undefined, { authorization });
      expect([answer.status, answer.body]).toEqual([
        401,
        { httpStatus: 401, messages: [{ errorCode: "315", message: "Unauthorized" }] },
      ]);
    }
  });

  it("is nobody who names another contract, unless contracts are ignored", async () => {
    const { simulator, api } = await startSimulator();
    const own = String(simulator.contractNumber);
    expect((await api.get("/datacenters", { "x-contract-number": own })).status).toBe(200);
    expect((await api.get("/datacenters", { "x-contract-number": "1" })).status).toBe(403);
    const single = await startSimulator({ wrongContract: "ignore" });
    expect((await single.api.get("/datacenters", { "x-contract-number": "1" })).status).toBe(200);
  });
});

describe("what is asked wrongly", () => {
  it("is answered with the vendor's error body", async () => {
    const { api, lan, dc } = await startScene();
    const missing = { httpStatus: 404, messages: [{ errorCode: "309", message: "Resource does not exist" }] };
    for (const path of [
      "/datacenters/none",
      "/datacenters/none/lans",
      `/datacenters/${dc}/lans/99`,
      "/no/such/path",
      "/ipblocks/x",
    ]) {
      expect((await api.get(path)).body).toEqual(missing);
    }
    expect((await api.send("PUT", "/contracts", {})).status).toBe(405);
    expect((await api.send("PATCH", lan, "{")).status).toBe(400);
    expect((await api.send("PATCH", lan, "[]")).status).toBe(400);
    expect((await api.send("POST", "/ipblocks", "name=x", { "content-type": "text/plain" })).status).toBe(415);
  });

  it("is 501 where the vendor has something that is not simulated", async () => {
    const { api, dc } = await startScene();
    for (const [method, path] of [
      ["GET", "/k8s"],
      ["POST", `/datacenters/${dc}/networkloadbalancers`],
      ["POST", `/datacenters/${dc}/natgateways`],
      ["POST", "/um/groups"],
    ] as const) {
      const answer = await api.send(method, path, method === "POST" ? {} : undefined);
      expect([answer.status, answer.body.messages[0]?.message]).toEqual([
        501,
        expect.stringContaining("Not simulated"),
      ]);
    }
    for (const name of ["networkloadbalancers", "applicationloadbalancers", "natgateways"]) {
      expect((await api.get(`/datacenters/${dc}/${name}`)).body).toMatchObject({ type: "collection", items: [] });
      expect((await api.get(`/datacenters/${dc}/${name}/1`)).status).toBe(404);
    }
  });

  it("can be a property that does not exist: ignored, or refused where the option says so", async () => {
    const { api, lan } = await startScene();
    expect((await api.patch(lan, { _public: false })).status).toBe(202);
    expect((await api.get(lan)).body.properties.public).toBe(true);
    const strict = await startScene({ unknownProperties: "reject" });
    expect((await strict.api.patch(strict.lan, { _public: false })).status).toBe(422);
  });
});

describe("the address of the API", () => {
  it("may be given with or without its path", async () => {
    const { api, simulator } = await startSimulator();
    for (const path of [
      "/datacenters",
      "/cloudapi/v6/datacenters",
      "/cloudapi/v6/cloudapi/v6/datacenters",
      "/cloudapi/v6/datacenters/",
    ]) {
      const answer = await api.get(simulator.url + path);
      expect([answer.status, answer.body.href]).toEqual([200, `${simulator.url}/cloudapi/v6/datacenters`]);
    }
    expect(simulator.env).toEqual({ IONOS_API_URL: simulator.url, IONOS_TOKEN: simulator.token });
  });

  it("answers indented JSON unless pretty is false", async () => {
    const { api } = await startSimulator();
    expect((await api.get("/datacenters")).text).toContain("\n  ");
    expect((await api.get("/datacenters?pretty=false")).text).not.toContain("\n");
  });

  it("has locations by region, with the child location of Frankfurt", async () => {
    const { api } = await startSimulator();
    const ids = async (path: string) => (await api.get(path)).body.items.map((location) => location.id);
    expect(await ids("/locations")).toEqual(expect.arrayContaining(["de/fra", "de/fra/2", "us/las"]));
    expect(await ids("/locations/gb")).toEqual(["gb/lhr", "gb/bhx"]);
    expect((await api.get("/locations/de/fra")).body).toMatchObject({
      id: "de/fra",
      properties: { name: "frankfurt" },
    });
    expect((await api.get("/locations/de/fra/2")).body.properties.metroRegion).toBe("de/fra");
    expect((await api.get("/locations/de/xyz")).status).toBe(404);
  });
});

it("serves a client that has the token from the environment it was given", async () => {
  const { simulator } = await startSimulator({ token: "my-token" });
  expect(simulator.env.IONOS_TOKEN).toBe("my-token");
  expect((await createClient(simulator).get("/contracts")).status).toBe(200);
});
