/** Whole lives, judged by the vendor's own SDK for Node and by what it says of its models. */
import * as sdk from "@ionos-cloud/sdk-nodejs";
import { closeSimulators } from "./client";
import { changed, created, deleted, location, publicLan, read, start, status } from "./sdk";
import { differences } from "./sdk-models";

afterAll(closeSimulators);

it("the check against the SDK's models finds what is missing, of a wrong type or no value of an enumeration", () => {
  const nic = { id: "1", type: "network-card", properties: { dhcp: "yes", firewallType: "INGRESS", ips: [1] } };
  expect(differences("Nic", nic)).toEqual([
    'Nic.type: "network-card" is no Type',
    "Nic.properties.ips[0]: number instead of string",
    "Nic.properties.dhcp: string instead of boolean",
    "Nic.properties.lan: is required",
  ]);
  expect(differences("Lan", { type: "lan", properties: { public: "yes" } })).toEqual([
    "Lan.properties.public: string instead of boolean",
  ]);
});

it("a failover group's whole life", async () => {
  const { simulator, blocks, lans, nics } = await start();
  const { scene } = simulator;
  const datacenterId = scene.datacenter();
  const lanId = created("Lan", await lans.datacentersLansPost({ datacenterId, lan: publicLan("web") }));
  const made = await blocks.ipblocksPost({ ipblock: { properties: { name: "vip", location: "de/fra", size: 1 } } });
  const ipblockId = created("IpBlock", made);
  const ip = made.data.properties.ips?.[0] ?? "";
  const [serverA, serverB] = [scene.server(datacenterId), scene.server(datacenterId)] as const;
  const [a, b] = [scene.nic(serverA, { lan: lanId }), scene.nic(serverB, { lan: lanId })] as const;
  const setIps = (serverId: string, nicId: string, ips: string[]) =>
    nics.datacentersServersNicsPatch({ datacenterId, serverId, nicId, nic: { ips } as sdk.NicProperties });
  const setGroups = (...ipFailover: sdk.IPFailover[]) =>
    lans.datacentersLansPatch({ datacenterId, lanId, lan: { ipFailover } });
  const refusal = async (call: Promise<unknown>) => {
    const { response } = (await call.catch((reason: unknown) => reason)) as {
      response: { status: number; data: { messages: { message: string }[] } };
    };
    expect(response.status).toBe(422);
    return response.data.messages.map((entry) => entry.message).join(" ");
  };

  expect(await refusal(setGroups({ ip, nicUuid: a }))).toContain("not found in Master NIC");
  changed("Nic", await setIps(serverA, a, [ip]));
  expect(await refusal(setIps(serverB, b, [ip]))).toContain("in use by other resource");
  changed("Lan", await setGroups({ ip, nicUuid: a }));
  changed("Nic", await setIps(serverB, b, [ip]));
  const consumers = read("IpBlock", await blocks.ipblocksFindById({ ipblockId })).properties.ipConsumers;
  expect(consumers?.map((consumer) => [consumer.nicId, consumer.serverId])).toEqual([
    [a, serverA],
    [b, serverB],
  ]);

  changed("Lan", await setGroups({ ip, nicUuid: b }));
  expect(read("Lan", await lans.datacentersLansFindById({ datacenterId, lanId })).properties.ipFailover).toEqual([
    { ip, nicUuid: b },
  ]);
  expect(await refusal(setGroups())).toContain(
    `Failover IP '${ip}' found in Slave NIC '${a}'. IP failover settings cannot be deleted.`,
  );
  expect(await refusal(nics.datacentersServersNicsDelete({ datacenterId, serverId: serverB, nicId: b }))).toContain(
    "Master NIC",
  );
  expect(await refusal(blocks.ipblocksDelete({ ipblockId }))).toContain("in use");

  changed("Nic", await setIps(serverA, a, []));
  changed("Lan", await setGroups());
  changed("Nic", await setIps(serverB, b, []));
  deleted(await blocks.ipblocksDelete({ ipblockId }));
});

it("requests: the SDK waits for one, and finds it in the log", async () => {
  const { simulator, config, lans, requests } = await start(200);
  const datacenterId = simulator.scene.datacenter();
  const since = new Date(simulator.clock.now() - 1_000).toISOString().slice(0, 19).replace("T", " ");
  const made = await lans.datacentersLansPost({ datacenterId, lan: publicLan("web") });
  created("Lan", made);
  const [requestId = ""] = /[0-9a-f-]{36}/.exec(location(made)) ?? [];
  expect(read("RequestStatus", await requests.requestsStatusGet({ requestId })).metadata?.status).toBe("QUEUED");
  const done = await sdk.waitForRequest(config, location(made));
  expect((done?.data as sdk.RequestStatus).metadata?.status).toBe("DONE");
  const log = read(
    "Requests",
    await requests.requestsGet({ depth: 2, filterMethod: "POST", filterUrl: "lans", filterCreatedAfter: since }),
  );
  expect(log.items?.map((item) => [item.id, item.metadata?.requestStatus?.metadata?.status])).toEqual([
    [requestId, "DONE"],
  ]);
  expect(log.items?.[0]?.properties.headers).toMatchObject({ "user-agent": config.getUserAgent() });
  read("Request", await requests.requestsFindById({ requestId, depth: 1 }));
});

it("user name and password instead of a token", async () => {
  const { simulator } = await start();
  const { username, password } = simulator;
  const config = new sdk.Configuration({ username, password, basePath: simulator.url });
  config.setMaxWaitTime(0);
  expect((await new sdk.DataCentersApi(config).datacentersGet()).status).toBe(200);
  const wrong = new sdk.Configuration({ username, password: "wrong", basePath: simulator.url });
  wrong.setMaxWaitTime(0);
  expect(status(await new sdk.DataCentersApi(wrong).datacentersGet().catch((reason: unknown) => reason))).toBe(401);
});
