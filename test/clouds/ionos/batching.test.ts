import type { ObjectValue } from "../../../lib/resources/value";
import type { Session } from "../../../lib/resources/session";
import { errorsOf, groupConfig, never, openSession, startPlace, tryApply, writes } from "../../support/ionos";
import type { Place } from "../../support/ionos";

const TYPE = "ipfailover_group";
let place: Place;
const sessions: Session[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) session.close();
  await place.simulator.close();
});

function open(): Session {
  const session = openSession(place.simulator);
  sessions.push(session);
  return session;
}

const config = (ip: string | undefined, values: ObjectValue = {}) =>
  groupConfig(place, { ip: ip ?? null, address_role: "additional", ...values });

function create(session: Session, ips: readonly string[]) {
  return Promise.all(ips.map((ip) => tryApply(session, TYPE, null, config(ip), never, `group.${ip}`)));
}

function entries(): readonly { ip: string; nicUuid: string }[] {
  const lan = place.simulator.scene.look(`/datacenters/${place.datacenterId}/lans/${place.lanId}`);
  return (lan?.ipFailover ?? []) as { ip: string; nicUuid: string }[];
}

describe("writes", () => {
  it("makes 50 groups of one LAN and the same two members with three writes", async () => {
    place = await startPlace({ addresses: 50, settleMs: 20 });
    const outcomes = await create(open(), place.ips);
    expect(outcomes.flatMap(errorsOf)).toEqual([]);
    expect(writes(place)).toHaveLength(3);
    expect(
      entries()
        .map(({ ip }) => ip)
        .sort(),
    ).toEqual([...place.ips].sort());
  });

  it("takes 50 groups apart with three writes", async () => {
    place = await startPlace({ addresses: 50 });
    const session = open();
    const states = (await create(session, place.ips)).map(({ state }) => state);
    place.simulator.clearJournal();
    const outcomes = await Promise.all(
      states.map((state) => session.apply(TYPE, { prior: state, planned: null, config: null }, never)),
    );
    expect(outcomes.flatMap(errorsOf)).toEqual([]);
    expect(entries()).toEqual([]);
    expect(writes(place)).toHaveLength(3);
  });

  it("lets one bad entry among 50 fail alone, the other 49 go through", async () => {
    place = await startPlace({ addresses: 50 });
    const bad = place.ips[17] ?? "";
    place.simulator.faults.inject({
      method: "PATCH",
      path: "**/lans/*",
      when: ({ bodyText }) => bodyText.includes(`"${bad}"`),
      fault: { kind: "status", status: 422 },
    });
    const outcomes = await create(open(), place.ips);
    const failed = outcomes.filter((outcome) => errorsOf(outcome).length > 0);
    expect(failed).toHaveLength(1);
    expect(entries()).toHaveLength(49);
    expect(entries().map(({ ip }) => ip)).not.toContain(bad);
  });

  it("keeps the groups that others have on the LAN", async () => {
    place = await startPlace({ memberNames: ["a", "b", "theirs"], addresses: 4 });
    const theirs = { ip: place.ips[3] ?? "", nicUuid: place.members.theirs?.nic ?? "" };
    place.simulator.scene.setNicIps(theirs.nicUuid, [theirs.ip]);
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, [theirs]);
    await create(open(), place.ips.slice(0, 2));
    expect(entries()[0]).toEqual(theirs);
    expect(entries()).toHaveLength(3);
  });
});

describe("reads", () => {
  it("plans any number of new groups of one data centre with three requests", async () => {
    place = await startPlace({ addresses: 200 });
    const session = open();
    const plans = await Promise.all(
      place.ips.map((ip) => session.plan(TYPE, { address: ip, prior: null, config: config(ip) }, never)),
    );
    expect(plans.flatMap(errorsOf)).toEqual([]);
    expect(place.simulator.journal.map(({ method }) => method)).toEqual(["GET", "GET", "GET"]);
  });

  it("plans any number of existing groups with two", async () => {
    place = await startPlace({ addresses: 20 });
    const states = (await create(open(), place.ips)).map(({ state }) => state ?? {});
    const session = open();
    place.simulator.clearJournal();
    const read = await Promise.all(states.map((state) => session.read(TYPE, state, never)));
    const plans = await Promise.all(
      read.map(({ state }) => session.plan(TYPE, { prior: state, config: config(String(state?.ip as string)) }, never)),
    );
    expect(plans.map(({ planned }) => planned)).toEqual(states);
    expect(place.simulator.journal).toHaveLength(2);
  });
});

describe("several writers of one LAN", () => {
  it("loses nothing when two processes of ours create groups at once", async () => {
    place = await startPlace({ addresses: 20, settleMs: 30 });
    const [one, two] = [open(), open()];
    const outcomes = await Promise.all([create(one, place.ips.slice(0, 10)), create(two, place.ips.slice(10))]);
    expect(outcomes.flat().flatMap(errorsOf)).toEqual([]);
    expect(
      entries()
        .map(({ ip }) => ip)
        .sort(),
    ).toEqual([...place.ips].sort());
  });

  it("puts its own entry back when somebody else's list comes without it", async () => {
    place = await startPlace();
    place.simulator.faults.inject({ method: "PATCH", path: "**/lans/*", times: 1, fault: { kind: "latency", ms: 1 } });
    const session = open();
    const creating = create(session, place.ips.slice(0, 1));
    await until(() => entries().length > 0);
    // The hosts' side of the address is not there yet, so the API lets somebody drop the entry.
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, []);
    expect((await creating).flatMap(errorsOf)).toEqual([]);
    expect(entries().map(({ ip }) => ip)).toEqual([place.ips[0]]);
  });
});

/** Waits for what another party does, looking at every turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
