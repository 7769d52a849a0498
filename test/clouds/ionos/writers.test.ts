/** Several writers of one LAN: two processes of ours, and tools of others that know nothing of us. */
import axios from "axios";
import fc from "fast-check";
import type { IpFailoverEntry } from "../../../lib/clouds/ionos/wire";
import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import { errorsOf, groupConfig, membersConfig, never, openSession, startPlace, tryApply } from "../../support/ionos";
import type { Place } from "../../support/ionos";

const TYPE = "ipfailover_group";
const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function start(options: Parameters<typeof startPlace>[0] = {}): Promise<Place> {
  const place = await startPlace(options);
  closers.push(() => place.simulator.close());
  return place;
}

function open(place: Place): Session {
  const session = openSession(place.simulator);
  closers.push(() => session.close());
  return session;
}

const config = (place: Place, ip: string) =>
  groupConfig(place, { ip, address_role: "additional", members: membersConfig(place, ["a", "b"]) });
const create = (place: Place, session: Session, ip: string) =>
  tryApply(session, TYPE, null, config(place, ip), never, `group.${ip}`);
const destroy = (session: Session, state: ObjectValue | null) =>
  session.apply(TYPE, { prior: state, planned: null, config: null }, never);

function entries({ simulator, datacenterId, lanId }: Place): readonly IpFailoverEntry[] {
  const lan = simulator.scene.look(`/datacenters/${datacenterId}/lans/${lanId}`);
  return (lan?.ipFailover ?? []) as readonly IpFailoverEntry[];
}
const ipsIn = (place: Place) =>
  entries(place)
    .map(({ ip }) => ip)
    .sort();

function reservedOn({ simulator, members, ips }: Place, member: string): readonly string[] {
  const path = simulator.scene.pathOf(members[member]?.nic ?? "") ?? "";
  return ((simulator.scene.look(path)?.ips ?? []) as string[]).filter((ip) => ips.includes(ip)).sort();
}

/** Another tool replaces the list, over HTTP as tools do, so that the cloud's log has it. */
function otherTool(place: Place, method: "patch" | "put") {
  const url = `${place.simulator.url}/cloudapi/v6/datacenters/${place.datacenterId}/lans/${place.lanId}`;
  const headers = { authorization: `Bearer ${place.simulator.token}`, "user-agent": "another-tool/1.0" };
  return async (ipFailover: readonly IpFailoverEntry[]): Promise<void> => {
    const body = { ipFailover };
    await axios.request({ method, url, headers, data: method === "put" ? { properties: body } : body });
  };
}

/** Calls `act` once our own PATCH of the list is on its way, and keeps it from the cloud meanwhile. */
function whileOurPatchIsOnItsWay(place: Place, act: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = false;
    place.simulator.faults.inject({
      method: "PATCH",
      path: "**/lans/*",
      when: ({ bodyText }) => {
        if (done || bodyText.includes("another")) return false;
        done = true;
        act().then(resolve, reject);
        return true;
      },
      times: 1,
      fault: { kind: "latency", ms: 150 },
    });
  });
}

describe("an entry of somebody else's", () => {
  async function scene() {
    const place = await start({ memberNames: ["a", "b", "theirs"] });
    const theirs = { ip: place.ips[3] ?? "", nicUuid: place.members.theirs?.nic ?? "" };
    place.simulator.scene.setNicIps(theirs.nicUuid, [theirs.ip]);
    return { place, theirs };
  }

  it.each(["patch", "put"] as const)(
    "is put back when it came by %s between our reading and our write",
    async (method) => {
      const { place, theirs } = await scene();
      const arriving = whileOurPatchIsOnItsWay(place, () => otherTool(place, method)([theirs]));
      const creating = create(place, open(place), place.ips[0] ?? "");
      await arriving;
      expect(entries(place)).toEqual([theirs]);
      expect((await creating).diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(ipsIn(place)).toEqual([place.ips[0], theirs.ip].sort());
    },
  );

  it.each(["patch", "put"] as const)("stays away when its owner removed it by %s before our write", async (method) => {
    const { place, theirs } = await scene();
    const arriving = whileOurPatchIsOnItsWay(place, async () => {
      await otherTool(place, "patch")([theirs]);
      await otherTool(place, method)([]);
    });
    const creating = create(place, open(place), place.ips[0] ?? "");
    await arriving;
    expect(errorsOf(await creating)).toEqual([]);
    expect(ipsIn(place)).toEqual([place.ips[0]]);
  });

  it("stays away when its owner's write was taken and then failed", async () => {
    const { place, theirs } = await scene();
    place.simulator.faults.inject({
      path: "**/lans/*",
      when: ({ bodyText, method }) =>
        method === "PATCH" && bodyText.includes(theirs.ip) && !bodyText.includes(place.ips[0] ?? ""),
      times: 1,
      fault: { kind: "fail-later" },
    });
    const arriving = whileOurPatchIsOnItsWay(place, () => otherTool(place, "patch")([theirs]));
    const creating = create(place, open(place), place.ips[0] ?? "");
    await arriving;
    expect(errorsOf(await creating)).toEqual([]);
    expect(ipsIn(place)).toEqual([place.ips[0]]);
  });

  it("that the cloud does not take back is no trouble of ours", async () => {
    const { place, theirs } = await scene();
    const arriving = whileOurPatchIsOnItsWay(place, () => otherTool(place, "patch")([theirs]));
    const creating = create(place, open(place), place.ips[0] ?? "");
    await arriving;
    // Its NIC loses the address, so that nobody can register it there any more.
    await new Promise<void>((resolve) => {
      const look = () => (ipsIn(place).includes(place.ips[0] ?? "") ? resolve() : void setImmediate(look));
      look();
    });
    place.simulator.scene.setNicIps(theirs.nicUuid, []);
    expect(errorsOf(await creating)).toEqual([]);
    expect(ipsIn(place)).toEqual([place.ips[0]]);
  });

  it("that we released ourselves a moment ago is not taken for one that we dropped", async () => {
    const place = await start();
    const [one = "", two = ""] = place.ips;
    const { state } = await create(place, open(place), one);
    const session = open(place);
    expect(errorsOf(await destroy(session, state))).toEqual([]);
    expect(errorsOf(await create(place, session, two))).toEqual([]);
    expect(ipsIn(place)).toEqual([two]);
  });
});

it("moves the master although another process writes the list that it read before", async () => {
  const place = await start();
  const [one = "", two = ""] = place.ips;
  const { state } = await create(place, open(place), one);
  const moved = { ...config(place, one), master: "b" };
  place.simulator.faults.inject({
    method: "PATCH",
    path: "**/lans/*",
    probability: 0.7,
    fault: { kind: "latency", ms: 120 },
  });
  const outcomes = await Promise.all([
    tryApply(open(place), TYPE, state, moved, never, "group.moved"),
    create(place, open(place), two),
  ]);
  expect(outcomes.flatMap(errorsOf)).toEqual([]);
  expect(entries(place).find(({ ip }) => ip === one)?.nicUuid).toBe(place.members.b?.nic);
  expect(ipsIn(place)).toEqual([one, two].sort());
});

it("loses nothing, whatever two processes make and take apart at once, however slow the cloud", async () => {
  const latency = fc.record({
    ms: fc.integer({ min: 1, max: 200 }),
    probability: fc.double({ min: 0.2, max: 1, noNaN: true }),
  });
  const job = fc.record({
    process: fc.nat({ max: 1 }),
    kind: fc.constantFrom("create", "destroy"),
    delayMs: fc.nat({ max: 400 }),
  });
  const scenario = fc.record({
    jobs: fc.array(job, { minLength: 3, maxLength: 6 }),
    reads: latency,
    writes: latency,
    settleMs: fc.constantFrom(0, 20, 80),
    seed: fc.string({ minLength: 4, maxLength: 4 }),
  });
  const runs = fc.sample(scenario, { numRuns: 20, seed: 20_260_101 });
  await Promise.all(
    runs.map(async ({ jobs, reads, writes, settleMs, seed }) => {
      const place = await start({ addresses: 6, settleMs, seed });
      const setUp = open(place);
      const states = await Promise.all(
        jobs.map(async ({ kind }, i) =>
          kind === "destroy" ? (await create(place, setUp, place.ips[i] ?? "")).state : null,
        ),
      );
      const sessions = [open(place), open(place)];
      const slow = (method: string, { ms, probability }: typeof reads) =>
        place.simulator.faults.inject({
          method,
          probability,
          path: /(lans|nics)\/[^/]+$/,
          fault: { kind: "latency", ms },
        });
      slow("GET", reads);
      slow("PATCH", writes);
      const outcomes = await Promise.all(
        jobs.map(async ({ process, kind, delayMs }, i) => {
          await new Promise((resolve) => setTimeout(resolve, delayMs));
          const session = sessions[process];
          if (!session) throw new Error();
          return kind === "create" ? create(place, session, place.ips[i] ?? "") : destroy(session, states[i] ?? null);
        }),
      );
      const what = JSON.stringify({ jobs, reads, writes, settleMs, seed });
      expect([what, outcomes.flatMap(errorsOf)]).toEqual([what, []]);
      const wanted = jobs.flatMap(({ kind }, i) => (kind === "create" ? [place.ips[i]] : []));
      expect([what, ipsIn(place)]).toEqual([what, [...wanted].sort()]);
      for (const member of ["a", "b"])
        expect([what, member, reservedOn(place, member)]).toEqual([what, member, [...wanted].sort()]);
    }),
  );
});
