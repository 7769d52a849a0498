/** What data sources tell of OVHcloud's addresses. */
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import type { ObjectValue } from "../../../lib/resources/value";
import { configOf, errorsOf, never, openSession, startPlace } from "../../support/ionos";
import { openOvhSession, startOvhPlace } from "../../support/ovh";

const BLOCK = "203.0.113.1/32";
const ADDRESS = "203.0.113.1";
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function start(options: OvhSimulatorOptions = {}) {
  const place = await startOvhPlace({ memberNames: ["a", "b"], ...options });
  const session = openOvhSession(place.simulator);
  open.push(session, place.simulator);
  const look = async (type: string, values: ObjectValue) => session.readData(type, configOf(type, values), never);
  return { ...place, scene: place.simulator.scene, look };
}

describe("ipfailover_ip", () => {
  it("tells block, service, virtual MAC and PTR of an address", async () => {
    const { scene, members, look } = await start();
    const server = members.a ?? "";
    scene.route(BLOCK, server);
    const machine = { ipAddress: ADDRESS, type: "ovh", virtualMachineName: "vm" };
    scene.call("POST", `/dedicated/server/${server}/virtualMac`, machine);
    const [mac = ""] = scene.call("GET", `/dedicated/server/${server}/virtualMac`) as string[];
    const reverse = { ipReverse: ADDRESS, reverse: "web.example.com" };
    scene.call("POST", `/ip/${encodeURIComponent(BLOCK)}/reverse`, reverse);
    for (const ip of [ADDRESS, BLOCK]) {
      expect((await look("ipfailover_ip", { ip })).state).toMatchObject({
        id: ip,
        type: "failover",
        location: "GRA",
        block_id: ADDRESS,
        routed_to: server,
        mac,
        reverse_dns: "web.example.com.",
        group_id: null,
        consumers: [{ server_id: server, mac, nic_id: null, datacenter_id: null, server_name: null }],
      });
    }
  });

  it("tells the block of an address within one, and of the block itself", async () => {
    const { scene, look } = await start();
    scene.ip({ ip: "203.0.113.16/28" });
    for (const ip of ["203.0.113.17", "203.0.113.16/28"]) {
      const parked = { block_id: "203.0.113.16/28", routed_to: null, mac: null, reverse_dns: null, consumers: [] };
      expect((await look("ipfailover_ip", { ip })).state).toMatchObject(parked);
    }
  });

  it("knows no address of somebody else's", async () => {
    const { look } = await start();
    expect(errorsOf(await look("ipfailover_ip", { ip: "198.51.100.1" }))).toEqual([
      "ip 198.51.100.1 is no address of this account. Check it, and the provider's credentials.",
    ]);
  });
});

describe("ipfailover_group", () => {
  it("tells the one service that has the address, and nobody when it is parked", async () => {
    const { scene, members, look } = await start();
    scene.route(BLOCK, members.a ?? "");
    expect((await look("ipfailover_group", { ip: ADDRESS })).state).toMatchObject({
      id: ADDRESS,
      members: { [members.a ?? ""]: { server: members.a, nic: null, availability_zone: null } },
      holder: members.a,
      routed_to: members.a,
      registered_master: null,
    });
    const parked = await look("ipfailover_group", { ip: "203.0.113.2" });
    expect(parked.state).toMatchObject({ members: {}, holder: null, routed_to: null });
  });

  it("has no place for a network, and no group of an address that is not there", async () => {
    const { look } = await start();
    const network = { datacenter_id: "dc", lan_id: "1" };
    expect(errorsOf(await look("ipfailover_group", { ip: ADDRESS, network }))[0]).toMatch(/^network is set/);
    expect(errorsOf(await look("ipfailover_group", { ip: "198.51.100.1" }))).toEqual([
      "ip 198.51.100.1: there is no failover group with it in this account. Check ip and network.",
    ]);
  });
});

describe("ipfailover_targets", () => {
  it.each([{ emptyDestinations: "list" }, { emptyDestinations: "null" }] as const)(
    "tells every service where the address may go, and why not elsewhere (%p)",
    async (options) => {
      const { scene, members, look } = await start(options);
      scene.server({ name: "ns-far", region: "ca-east-bhs" });
      scene.vps({ name: "vps-1", region: "eu-west-sbg" });
      scene.project({ name: "project", nexthops: ["198.51.100.4", "198.51.100.3"] });
      scene.privateCloud({ name: "pcc-1" });
      scene.loadBalancer({ name: "loadbalancer-demo" });
      scene.route(BLOCK, members.a ?? "");
      const { state } = await look("ipfailover_targets", { ip: ADDRESS });
      const allowed = { nexthops: [], allowed: true, reason: null };
      expect(state).toMatchObject({
        id: ADDRESS,
        routed_to: members.a,
        targets: [
          { kind: "cloud-project", service: "project", ...allowed, nexthops: ["198.51.100.3", "198.51.100.4"] },
          { kind: "dedicated-server", service: "ns-far", allowed: false },
          { kind: "dedicated-server", service: members.a, ...allowed },
          { kind: "dedicated-server", service: members.b, ...allowed },
          { kind: "load-balancer", service: "loadbalancer-demo", ...allowed },
          { kind: "private-cloud", service: "pcc-1", ...allowed },
          { kind: "vps", service: "vps-1", ...allowed },
        ],
      });
      const targets = state?.targets as readonly ObjectValue[];
      expect(targets[1]?.reason).toBe("the address belongs to GRA, RBX, SBG and ns-far is in BHS");
    },
  );

  it("tells the MAC and the other addresses that keep an address where it is", async () => {
    const { scene, members, look } = await start();
    const server = members.a ?? "";
    const machine = (ip: string) => ({ ipAddress: ip, type: "ovh", virtualMachineName: "vm" });
    for (const block of [BLOCK, "203.0.113.2/32"]) scene.route(block, server);
    scene.call("POST", `/dedicated/server/${server}/virtualMac`, machine(ADDRESS));
    const [mac = ""] = scene.call("GET", `/dedicated/server/${server}/virtualMac`) as string[];
    scene.call("POST", `/dedicated/server/${server}/virtualMac/${mac}/virtualAddress`, machine("203.0.113.2"));
    const { state } = await look("ipfailover_targets", { ip: ADDRESS });
    const targets = state?.targets as readonly ObjectValue[];
    const reason = `it shares the virtual MAC ${mac} with 203.0.113.2, and OVHcloud moves no address whose virtual MAC is shared`;
    expect(targets.filter(({ service }) => service === members.b)).toMatchObject([{ allowed: false, reason }]);
  });

  it("leaves out what the credentials may not list, but what is a destination", async () => {
    const { simulator, members, look } = await start();
    simulator.faults.inject({ path: "/1.0/dedicated/server", fault: { kind: "status", status: 403 } });
    simulator.scene.server({ name: "ns-far", region: "ca-east-bhs" });
    const { state } = await look("ipfailover_targets", { ip: ADDRESS });
    const services = (state?.targets as readonly ObjectValue[]).map(({ service }) => service);
    expect(services).toEqual([members.a, members.b]);
  });

  it("is refused for an address in a block, with the block, and on IONOS, which routes no addresses", async () => {
    const { scene, look } = await start();
    scene.ip({ ip: "203.0.113.16/28" });
    expect(errorsOf(await look("ipfailover_targets", { ip: "203.0.113.17" }))).toEqual([
      expect.stringContaining("is part of the block 203.0.113.16/28"),
    ]);
    const { simulator } = await startPlace();
    const session = openSession(simulator);
    open.push(session, simulator);
    const refused = await session.readData(
      "ipfailover_targets",
      configOf("ipfailover_targets", { ip: ADDRESS }),
      never,
    );
    expect(errorsOf(refused)).toEqual([expect.stringMatching(/^IONOS routes no addresses: VRRP decides/)]);
  });
});
