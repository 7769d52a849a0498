import axios from "axios";
import type { Session } from "../../../lib/resources/session";
import { textOf } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import {
  applyConfig,
  configOf,
  errorsOf,
  never,
  openSession,
  replan,
  startPlace,
  tryApply,
  warningsOf,
  writes,
} from "../../support/ionos";
import type { Place } from "../../support/ionos";

const TYPE = "ipfailover_ip_block";
let place: Place;
const sessions: Session[] = [];

beforeEach(async () => {
  place = await startPlace();
});

afterEach(async () => {
  for (const session of sessions.splice(0)) session.close();
  await place.simulator.close();
});

function open(config: ObjectValue = {}): Session {
  const session = openSession(place.simulator, config);
  sessions.push(session);
  return session;
}

const config = (values: ObjectValue = {}) => configOf(TYPE, { name: "vip", location: "de/fra", size: 2, ...values });

/** Blocks of the contract other than the one that the scene starts with. */
async function blocks(): Promise<readonly { id: string; properties: { name: string; ips: string[] } }[]> {
  const answer = await axios.get<{ items: { id: string; properties: { name: string; ips: string[] } }[] }>(
    `${place.simulator.url}/cloudapi/v6/ipblocks?depth=1`,
    { headers: { authorization: `Bearer ${place.simulator.token}` } },
  );
  return answer.data.items.filter(({ id }) => id !== place.blockId);
}

/** Somebody else reserves a block, with a tool of their own. */
async function reservedBySomebodyElse(): Promise<string> {
  const answer = await axios.post<{ id: string }>(
    `${place.simulator.url}/cloudapi/v6/ipblocks`,
    { properties: { name: "vip", location: "de/fra", size: 2 } },
    { headers: { authorization: `Bearer ${place.simulator.token}`, "user-agent": "another-tool/1.0" } },
  );
  return answer.data.id;
}

it("reserves a block, records its addresses and gives it back", async () => {
  const session = open();
  const state = await applyConfig(session, TYPE, null, config());
  const [block] = await blocks();
  expect(state).toMatchObject({
    id: block?.id,
    ips: block?.properties.ips,
    name: "vip",
    account: "31000000",
    cloud: "ionos",
  });
  expect((await replan(session, TYPE, state ?? {}, config())).changed).toBe(false);
  expect(await applyConfig(session, TYPE, state, null)).toBeNull();
  expect(await blocks()).toEqual([]);
});

it("renames a block in place and keeps its addresses known while planning", async () => {
  const session = open();
  const state = await applyConfig(session, TYPE, null, config());
  const plan = await session.plan(TYPE, { prior: state, config: config({ name: "shop-vip" }) }, never);
  expect(plan.planned).toMatchObject({ ips: state?.ips, id: state?.id, name: "shop-vip" });
  await applyConfig(session, TYPE, state, config({ name: "shop-vip" }));
  expect((await blocks())[0]?.properties.name).toBe("shop-vip");
});

it("replaces a block whose size or location changes", async () => {
  const session = open();
  const state = await applyConfig(session, TYPE, null, config());
  const plan = await session.plan(TYPE, { prior: state, config: config({ size: 3 }) }, never);
  expect(plan.replace).toEqual([["size"]]);
});

it("keeps the recorded order of addresses whatever order the API answers in", async () => {
  const state = await applyConfig(open(), TYPE, null, config({ size: 8 }));
  place.simulator.faults.inject({ method: "GET", path: "**/ipblocks**", fault: { kind: "shuffle", keys: ["ips"] } });
  expect((await replan(open(), TYPE, state ?? {}, config({ size: 8 }))).changed).toBe(false);
});

describe("a create that was cut off", () => {
  it.each([
    ["the connection was lost", { kind: "lost-answer" } as const],
    ["a gateway answered 504", { kind: "lost-answer-status", status: 504 } as const],
  ])("finds the block that was reserved although %s, and reserves no other", async (_why, fault) => {
    place.simulator.faults.inject({ method: "POST", path: "**/ipblocks", times: 1, fault });
    const state = await applyConfig(open(), TYPE, null, config());
    expect((await blocks()).map(({ id }) => id)).toEqual([state?.id]);
  });

  it("asks again when the request never arrived", async () => {
    place.simulator.faults.inject({ method: "POST", path: "**/ipblocks", times: 1, fault: { kind: "reset" } });
    await applyConfig(open(), TYPE, null, config());
    expect(await blocks()).toHaveLength(1);
  });

  it("is taken up by the next process, by the request log", async () => {
    await applyConfig(open(), TYPE, null, config());
    const again = await applyConfig(open(), TYPE, null, config());
    expect((await blocks()).map(({ id }) => id)).toEqual([again?.id]);
  });

  it("never takes a block that somebody else reserved under the same name", async () => {
    const id = await reservedBySomebodyElse();
    const outcome = await tryApply(open(), TYPE, null, config());
    expect(outcome.state).toBeNull();
    expect(errorsOf(outcome)).toEqual([expect.stringContaining(`terraform import ADDRESS ${id}`)]);
    expect(await blocks()).toHaveLength(1);
  });

  it("never takes a block that another resource of the run stands for", async () => {
    const session = open();
    await applyConfig(session, TYPE, null, config());
    const outcome = await tryApply(session, TYPE, null, config(), never, "ipfailover_ip_block.other");
    expect(errorsOf(outcome)[0]).toContain('name "vip"');
    expect(await blocks()).toHaveLength(1);
  });
});

it("records a block whose reservation is answered but does not settle in time, with a warning", async () => {
  await place.simulator.close();
  place = await startPlace({ settleMs: 600_000 });
  const outcome = await tryApply(
    open(),
    TYPE,
    null,
    config({ timeouts: { create: "100ms", read: null, update: null, delete: null } }),
  );
  expect(errorsOf(outcome)).toEqual([]);
  expect(warningsOf(outcome)[0]).toContain("is recorded");
  expect(outcome.state).toMatchObject({ name: "vip", ips: [expect.any(String), expect.any(String)] });
});

it("adopts a block and never gives it back", async () => {
  const session = open();
  const adopting = configOf(TYPE, { adopt: place.blockId });
  const state = await applyConfig(session, TYPE, null, adopting);
  expect(state).toMatchObject({ id: place.blockId, name: "shop", location: "de/fra", size: 4, ips: place.ips });
  expect((await replan(session, TYPE, state ?? {}, adopting)).changed).toBe(false);
  expect(await applyConfig(session, TYPE, state, null)).toBeNull();
  expect(writes(place)).toEqual([]);
});

it("forgets a block that is gone, and only by its own 404", async () => {
  const state = await applyConfig(open(), TYPE, null, config());
  place.simulator.scene.remove(`/ipblocks/${textOf(state?.id)}`);
  expect((await open().read(TYPE, state ?? {}, never)).state).toBeNull();
  for (const status of [401, 403, 500]) {
    place.simulator.faults.inject({ method: "GET", path: "**/ipblocks**", fault: { kind: "status", status } });
    const outcome = await open().read(TYPE, state ?? {}, AbortSignal.timeout(5000));
    expect(outcome.state).toEqual(state);
    expect(errorsOf(outcome)).toHaveLength(1);
    place.simulator.faults.clear();
  }
});

it("does not act on a state of another account, and names both", async () => {
  const state = await applyConfig(open(), TYPE, null, config());
  const other = { ...state, account: "32000000" };
  const session = open();
  const outcomes = [
    await session.apply(TYPE, { prior: other, planned: null, config: null }, never),
    await open({ contract_number: "31000000" }).read(TYPE, other, never),
    await open({ contract_number: "31000000" }).plan(TYPE, { prior: other, config: config() }, never),
  ];
  for (const outcome of outcomes) {
    expect(errorsOf(outcome)[0]).toContain("32000000");
    expect(errorsOf(outcome)[0]).toContain("31000000");
  }
  expect(await blocks()).toHaveLength(1);
});

it("says who uses a block that cannot be given back", async () => {
  const session = open();
  const state = await applyConfig(session, TYPE, null, config());
  place.simulator.scene.setNicIps(place.members.a?.nic ?? "", [(state?.ips as string[])[0] ?? ""]);
  const outcome = await session.apply(TYPE, { prior: state, planned: null, config: null }, never);
  expect(outcome.state).toEqual(state);
  expect(errorsOf(outcome)[0]).toMatch(/^DELETE \/ipblocks\//);
});
