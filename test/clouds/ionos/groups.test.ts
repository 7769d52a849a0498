import type { ObjectValue } from "../../../lib/resources/value";
import type { Session } from "../../../lib/resources/session";
import {
  applyConfig,
  errorsOf,
  groupConfig,
  membersConfig,
  openSession,
  replan,
  startPlace,
  tryApply,
  writes,
} from "../../support/ionos";
import type { Place } from "../../support/ionos";

const TYPE = "ipfailover_group";
let place: Place;
let session: Session;

afterEach(async () => {
  session.close();
  await place.simulator.close();
});

async function start(options: Parameters<typeof startPlace>[0] = {}): Promise<void> {
  place = await startPlace(options);
  session = openSession(place.simulator);
}

function entries(): unknown {
  return place.simulator.scene.look(`/datacenters/${place.datacenterId}/lans/${place.lanId}`)?.ipFailover;
}

function ipsOf(member: string): unknown {
  const nic = place.members[member]?.nic ?? "";
  return place.simulator.scene.look(place.simulator.scene.pathOf(nic) ?? "")?.ips;
}

const nicOf = (member: string) => place.members[member]?.nic ?? "";

async function created(values: ObjectValue = {}): Promise<{ state: ObjectValue; config: ObjectValue }> {
  const config = groupConfig(place, values);
  const state = await applyConfig(session, TYPE, null, config);
  if (!state) throw new Error("nothing was created");
  return { state, config };
}

describe("creating a group", () => {
  it("puts the address on the master's NIC, registers it in the LAN, then puts it on the other members", async () => {
    await start();
    const { state, config } = await created();
    const [ip] = place.ips;
    expect(entries()).toEqual([{ ip, nicUuid: nicOf("a") }]);
    expect(ipsOf("a")).toEqual([ip]);
    expect(ipsOf("b")).toEqual([ip]);
    expect(writes(place)).toEqual([
      `PATCH /servers/${place.members.a?.server}/nics/${nicOf("a")}`,
      `PATCH /lans/${place.lanId}`,
      `PATCH /servers/${place.members.b?.server}/nics/${nicOf("b")}`,
    ]);
    expect(state).toMatchObject({
      id: `${place.datacenterId}/${place.lanId}/${ip}`,
      cloud: "ionos",
      account: "31000000",
      holder: null,
      registered_master: "a",
      address_role: "primary",
      availability_zones: { a: "ZONE_1", b: "ZONE_2" },
    });
    expect(await replan(session, TYPE, state, config)).toMatchObject({ changed: false, diagnostics: [] });
  });

  it("sends the failover list and nothing else of the LAN", async () => {
    await start();
    await created();
    const patch = place.simulator.journal.find(({ method, path }) => method === "PATCH" && path.includes("/lans/"));
    expect(patch?.body).toEqual({ ipFailover: [{ ip: place.ips[0], nicUuid: nicOf("a") }] });
  });

  it("keeps a NIC's other reserved addresses and their order behind a primary address", async () => {
    await start();
    place.simulator.scene.setNicIps(nicOf("a"), [place.ips[1] ?? "", place.ips[2] ?? ""]);
    await created();
    expect(ipsOf("a")).toEqual([place.ips[0], place.ips[1], place.ips[2]]);
  });

  it("puts an additional address behind what the NIC has", async () => {
    await start();
    place.simulator.scene.setNicIps(nicOf("a"), [place.ips[1] ?? ""]);
    const { state, config } = await created({ address_role: "additional" });
    expect(ipsOf("a")).toEqual([place.ips[1], place.ips[0]]);
    expect((await replan(session, TYPE, state, config)).changed).toBe(false);
  });

  it("records which automatically assigned addresses were lost", async () => {
    await start();
    const before = ipsOf("b") as string[];
    const { state } = await created();
    expect(state.addresses_replaced).toMatchObject({ b: before });
  });

  it("goes on from what a cut-off create left behind", async () => {
    await start();
    place.simulator.scene.setNicIps(nicOf("a"), [place.ips[0] ?? ""]);
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, [
      { ip: place.ips[0] ?? "", nicUuid: nicOf("a") },
    ]);
    await created();
    expect(writes(place)).toEqual([`PATCH /servers/${place.members.b?.server}/nics/${nicOf("b")}`]);
  });

  it("takes its own steps back when a later one is refused, and returns nothing", async () => {
    await start();
    const before = ipsOf("a");
    place.simulator.faults.inject({ method: "PATCH", path: "**/lans/*", fault: { kind: "status", status: 422 } });
    const outcome = await tryApply(session, TYPE, null, groupConfig(place));
    expect(outcome.state).toBeNull();
    expect(errorsOf(outcome)).toHaveLength(1);
    expect(ipsOf("a")).not.toContain(place.ips[0]);
    expect(before).not.toContain(place.ips[0]);
    expect(entries() ?? []).toEqual([]);
  });
});

describe("changing a group in place", () => {
  it("leaves an address alone that was registered with another member since", async () => {
    await start();
    const { state, config } = await created();
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, [
      { ip: place.ips[0] ?? "", nicUuid: nicOf("b") },
    ]);
    session = openSession(place.simulator);
    const again = await replan(session, TYPE, state, config);
    expect(again.changed).toBe(false);
    expect(again.state?.registered_master).toBe("b");
  });

  it("registers the new master when master is edited, with one write", async () => {
    await start();
    const { state } = await created();
    place.simulator.clearJournal();
    const changed = await applyConfig(session, TYPE, state, groupConfig(place, { master: "b" }));
    expect(writes(place)).toEqual([`PATCH /lans/${place.lanId}`]);
    expect(entries()).toEqual([{ ip: place.ips[0], nicUuid: nicOf("b") }]);
    expect(changed?.registered_master).toBe("b");
  });

  it("adds and removes members, the registered one too, without leaving the LAN's rules violated", async () => {
    await start({ memberNames: ["a", "b", "c"] });
    const { state } = await created({ members: membersConfig(place, ["a", "b"]) });
    await applyConfig(
      session,
      TYPE,
      state,
      groupConfig(place, { members: membersConfig(place, ["b", "c"]), master: "c" }),
    );
    expect(entries()).toEqual([{ ip: place.ips[0], nicUuid: nicOf("c") }]);
    expect(ipsOf("a")).not.toContain(place.ips[0]);
    expect(ipsOf("b")).toEqual([place.ips[0]]);
    expect(ipsOf("c")).toEqual([place.ips[0]]);
  });

  it("changes the address in place: the new one works before the old one goes", async () => {
    await start();
    const { state } = await created();
    place.simulator.clearJournal();
    const changed = await applyConfig(session, TYPE, state, groupConfig(place, { ip: place.ips[1] ?? null }));
    expect(changed?.id).toBe(`${place.datacenterId}/${place.lanId}/${place.ips[1]}`);
    expect(entries()).toEqual([{ ip: place.ips[1], nicUuid: nicOf("a") }]);
    expect(ipsOf("a")).toEqual([place.ips[1]]);
    expect(ipsOf("b")).toEqual([place.ips[1]]);
    expect(writes(place).map((write) => write.split("/")[1])).toEqual([
      "servers",
      "lans",
      "servers",
      "lans",
      "servers",
    ]);
  });

  it("costs no write to give the same members new names", async () => {
    await start();
    const { state } = await created();
    place.simulator.clearJournal();
    const { a, b } = membersConfig(place);
    const changed = await applyConfig(
      session,
      TYPE,
      state,
      groupConfig(place, { members: { left: a ?? null, right: b ?? null }, master: "left" }),
    );
    expect(writes(place)).toEqual([]);
    expect(changed).toMatchObject({
      registered_master: "left",
      availability_zones: { left: "ZONE_1", right: "ZONE_2" },
    });
  });
});

describe("drift", () => {
  it("shows a member that lost the address, and gives it back", async () => {
    await start();
    const { state, config } = await created();
    place.simulator.scene.setNicIps(nicOf("b"), []);
    session = openSession(place.simulator);
    const again = await replan(session, TYPE, state, config);
    expect(again.state?.members).toEqual(membersConfig(place, ["a"]));
    expect(again.changed).toBe(true);
    await applyConfig(session, TYPE, again.state, config);
    expect(ipsOf("b")).toEqual([place.ips[0]]);
  });

  it("registers a group again whose entry somebody removed", async () => {
    await start();
    const { state, config } = await created();
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, []);
    session = openSession(place.simulator);
    const again = await replan(session, TYPE, state, config);
    expect(again.state?.registered_master).toBeNull();
    expect(again.changed).toBe(true);
    await applyConfig(session, TYPE, again.state, config);
    expect(entries()).toEqual([{ ip: place.ips[0], nicUuid: nicOf("a") }]);
    expect(ipsOf("b")).toEqual([place.ips[0]]);
  });

  it("takes the address off a NIC that was added by somebody else", async () => {
    await start({ memberNames: ["a", "b", "c"] });
    const values = { members: membersConfig(place, ["a", "b"]) };
    const { state, config } = await created(values);
    place.simulator.scene.setNicIps(nicOf("c"), [place.ips[0] ?? ""]);
    session = openSession(place.simulator);
    const again = await replan(session, TYPE, state, config);
    expect(Object.keys(again.state?.members as ObjectValue)).toEqual(["a", "b", `nic-${nicOf("c")}`]);
    await applyConfig(session, TYPE, again.state, config);
    expect(ipsOf("c")).not.toContain(place.ips[0]);
  });
});

describe("taking a group apart", () => {
  it("takes the address off the members before the entry, and off the registered one last", async () => {
    await start();
    const { state } = await created();
    place.simulator.clearJournal();
    expect(await applyConfig(session, TYPE, state, null)).toBeNull();
    expect(entries()).toEqual([]);
    expect(writes(place)).toEqual([
      `PATCH /servers/${place.members.b?.server}/nics/${nicOf("b")}`,
      `PATCH /lans/${place.lanId}`,
      `PATCH /servers/${place.members.a?.server}/nics/${nicOf("a")}`,
    ]);
  });

  it("is done when the data centre is gone already", async () => {
    await start();
    const { state } = await created();
    place.simulator.scene.remove(`/datacenters/${place.datacenterId}`);
    expect(await applyConfig(session, TYPE, state, null)).toBeNull();
  });

  it("leaves everything as it is with on_destroy = keep", async () => {
    await start();
    const { state } = await created({ on_destroy: "keep" });
    place.simulator.clearJournal();
    expect(await applyConfig(session, TYPE, state, null)).toBeNull();
    expect(writes(place)).toEqual([]);
  });
});
