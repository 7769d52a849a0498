import { core } from "../../../lib/resources/core";
import { UNKNOWN } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { openOvhSession, ovhGroupConfig, ovhMember, ovhMembers, ovhWrites, startOvhPlace } from "../../support/ovh";
import type { OvhPlace } from "../../support/ovh";

const TYPE = "ipfailover_group";
const ADDRESS = "203.0.113.1";
const BLOCK = `${ADDRESS}/32`;
let place: OvhPlace;
const sessions: { close(): void }[] = [];

beforeEach(async () => {
  place = await startOvhPlace({ memberNames: ["a", "b", "c", "stranger"] });
});
afterEach(async () => {
  for (const session of sessions.splice(0)) session.close();
  await place.simulator.close();
});

function open() {
  const session = openOvhSession(place.simulator);
  sessions.push(session);
  return session;
}
const server = (name: string) => place.members[name] ?? "";
const config = (values: ObjectValue = {}) =>
  ovhGroupConfig(place, { members: ovhMembers(place, ["a", "b"]), ...values });
const where = () => place.simulator.scene.routedTo(BLOCK);
const made = (values: ObjectValue = {}) => applyConfig(open(), TYPE, null, config(values));

it("routes the address to the master, and a second plan has nothing to do", async () => {
  const state = await made();
  expect(where()).toBe(server("a"));
  expect(state).toMatchObject({
    id: ADDRESS,
    ip: ADDRESS,
    holder: "a",
    routed_to: server("a"),
    registered_master: null,
    address_role: null,
    availability_zones: {},
    cloud: "ovh",
  });
  expect(ovhWrites(place)).toEqual([`POST /ip/${BLOCK}/move`]);
  expect(await replan(open(), TYPE, state!, config())).toMatchObject({ changed: false });
});

it("leaves an address where it is that a member holds already", async () => {
  place.simulator.scene.route(BLOCK, server("b"));
  const state = await made();
  expect(state).toMatchObject({ holder: "b", master: "a" });
  expect(ovhWrites(place)).toEqual([]);
});

it("takes the address to the master at once where holder_policy asks for it", async () => {
  place.simulator.scene.route(BLOCK, server("b"));
  expect(await made({ holder_policy: "master" })).toMatchObject({ holder: "a" });
});

it("takes an address from another service, after a warning that names it", async () => {
  place.simulator.scene.route(BLOCK, server("stranger"));
  const plan = await open().plan(TYPE, { prior: null, config: config() }, never);
  expect(warningsOf(plan)).toEqual([
    expect.stringContaining(`ip ${ADDRESS} is routed to ${server("stranger")}, which is no member.`),
  ]);
  expect(plan.steps).toEqual([`route ${ADDRESS} to member "a" (${server("a")})`]);
  await made();
  expect(where()).toBe(server("a"));
});

describe("one address in two spellings", () => {
  it.each([ADDRESS, BLOCK])("makes no difference to a group of %s", async (ip) => {
    const state = await made({ ip });
    expect(state).toMatchObject({ ip, id: ADDRESS });
    for (const other of [ADDRESS, BLOCK]) {
      expect(await replan(open(), TYPE, state!, config({ ip: other }))).toMatchObject({ changed: false });
    }
  });

  it("is the same address in two groups of a stack", async () => {
    const session = open();
    const plan = (address: string, ip: string) =>
      session.plan(TYPE, { address, prior: null, config: config({ ip }) }, never);
    expect(errorsOf(await plan("group.one", ADDRESS))).toEqual([]);
    expect(errorsOf(await plan("group.two", BLOCK))).toEqual([
      expect.stringContaining(`ip: ${ADDRESS} is in two places of this stack: two groups`),
    ]);
  });

  it("is one address for IPv6 as well", async () => {
    place.simulator.scene.ip({ ip: "2001:db8::7" });
    const state = await made({ ip: "2001:DB8:0::7" });
    expect(state).toMatchObject({ ip: "2001:DB8:0::7", id: "2001:db8::7", holder: "a" });
    const other = await replan(open(), TYPE, state!, config({ ip: "2001:db8::7/128" }));
    expect(other.changed).toBe(false);
  });
});

describe("a block", () => {
  beforeEach(() => void place.simulator.scene.ip({ ip: "203.0.113.16/28" }));

  it("moves as a whole", async () => {
    const state = await made({ ip: "203.0.113.16/28" });
    expect(state).toMatchObject({ id: "203.0.113.16/28", holder: "a" });
    expect(ovhWrites(place)).toEqual(["POST /ip/203.0.113.16/28/move"]);
  });

  it("is named when somebody wants to move an address of it", async () => {
    const outcome = await tryApply(open(), TYPE, null, config({ ip: "203.0.113.17" }));
    expect(errorsOf(outcome)).toEqual([
      "ip 203.0.113.17 is part of the block 203.0.113.16/28, which moves as a whole. Set ip to 203.0.113.16/28.",
    ]);
  });

  it("does not go from a dedicated server to a VPS, which takes single addresses only", async () => {
    const { scene } = place.simulator;
    const vps = scene.vps({ name: "vps-1" });
    scene.route("203.0.113.16/28", server("a"));
    const members = { ...ovhMembers(place, ["a"]), v: ovhMember(vps) };
    const outcome = await tryApply(open(), TYPE, null, config({ ip: "203.0.113.16/28", members }));
    expect(errorsOf(outcome)).toEqual([
      expect.stringMatching(/^members\["v"\]\.server vps-1: .*only single addresses move from a dedicated server/),
    ]);
  });
});

describe("where the address is", () => {
  it("is no difference when somebody moved it to another member", async () => {
    const state = await made();
    place.simulator.scene.route(BLOCK, server("b"));
    const again = await replan(open(), TYPE, state!, config());
    expect(again).toMatchObject({ changed: false, state: { holder: "b", routed_to: server("b"), master: "a" } });
  });

  it.each(["stranger", null])("is repaired when it is %s, by routing it to the master", async (name) => {
    const state = await made();
    place.simulator.scene.route(BLOCK, name === null ? null : server(name));
    const session = open();
    const again = await replan(session, TYPE, state!, config());
    expect(again).toMatchObject({ changed: true, planned: { holder: UNKNOWN }, state: { holder: null } });
    expect(again.steps).toEqual([`route ${ADDRESS} to member "a" (${server("a")})`]);
    expect(await applyConfig(session, TYPE, again.state, config())).toMatchObject({ holder: "a" });
  });

  it("is the next plan's business when the member that has it leaves the group", async () => {
    const state = await made();
    const members = ovhMembers(place, ["b", "c"]);
    const next = await applyConfig(open(), TYPE, state, config({ members, master: "c" }));
    expect(next).toMatchObject({ holder: "c" });
    expect(where()).toBe(server("c"));
  });

  it("makes the group forgotten when the account has lost it", async () => {
    const state = await made();
    place.simulator.scene.remove(BLOCK);
    expect((await open().read(TYPE, state!, never)).state).toBeNull();
  });
});

describe("editing the master", () => {
  it("moves the address there, and the plan says so", async () => {
    const state = await made();
    const plan = await open().plan(TYPE, { prior: state, config: config({ master: "b" }) }, never);
    expect(plan.steps).toEqual([`route ${ADDRESS} to member "b" (${server("b")})`]);
    expect(await applyConfig(open(), TYPE, state, config({ master: "b" }))).toMatchObject({ holder: "b", master: "b" });
  });

  it("costs no request when it is there already, and the plan has no step", async () => {
    const state = await made();
    place.simulator.scene.route(BLOCK, server("b"));
    const { state: seen } = await open().read(TYPE, state!, never);
    place.simulator.clearJournal();
    const plan = await open().plan(TYPE, { prior: seen, config: config({ master: "b" }) }, never);
    expect(plan.steps).toEqual([]);
    await applyConfig(open(), TYPE, seen, config({ master: "b" }));
    expect(ovhWrites(place)).toEqual([]);
  });
});

describe("a Public Cloud project", () => {
  const hops = ["198.51.100.3", "198.51.100.4"];
  let members: ObjectValue;
  beforeEach(() => {
    const project = place.simulator.scene.project({ name: "project", nexthops: hops });
    members = {
      ...ovhMembers(place, ["a"]),
      x: ovhMember(project, { nexthop: hops[0] ?? "" }),
      y: ovhMember(project, { nexthop: hops[1] ?? "" }),
    };
  });
  const bodies = () => place.simulator.journal.filter(({ method }) => method === "POST").map(({ body }) => body);

  it("gets the address by the member's next hop", async () => {
    const state = await made({ members, master: "x" });
    expect(state).toMatchObject({ holder: "x", routed_to: "project" });
    expect(bodies()).toEqual([{ to: "project", nexthop: hops[0] }]);
    expect(await replan(open(), TYPE, state!, config({ members, master: "x" }))).toMatchObject({ changed: false });
  });

  it("is told anew when the master is edited to another of its next hops, and not by any other change", async () => {
    const state = await made({ members, master: "x" });
    place.simulator.clearJournal();
    const next = await applyConfig(open(), TYPE, state, config({ members, master: "y" }));
    expect(next).toMatchObject({ holder: "y" });
    expect(bodies()).toEqual([{ to: "project", nexthop: hops[1] }]);
    const others = { a: members.a ?? null, x: members.x ?? null, z: members.y ?? null };
    const last = await applyConfig(open(), TYPE, next, config({ members: others, master: "z" }));
    expect(last).toMatchObject({ holder: "z" });
    expect(bodies()).toHaveLength(1);
  });

  it("is told anew when the master is edited from a member without a next hop to one with it, and back", async () => {
    const both = { x: members.x ?? null, open: ovhMember("project") };
    const order = async (state: ObjectValue | null, master: string) =>
      applyConfig(open(), TYPE, state, config({ members: both, master }));
    const first = await order(null, "x");
    place.simulator.clearJournal();
    const second = await order(first, "open");
    expect(second).toMatchObject({ holder: "open" });
    expect(await order(second, "x")).toMatchObject({ holder: "x" });
    expect(bodies()).toEqual([{ to: "project" }, { to: "project", nexthop: hops[0] }]);
  });

  it("is left alone when it has the address already, with a warning that the next hop is not known", async () => {
    place.simulator.scene.route(BLOCK, "project");
    const outcome = await open().plan(TYPE, { prior: null, config: config({ members, master: "x" }) }, never);
    expect(warningsOf(outcome)).toEqual([expect.stringContaining("does not tell by which next hop")]);
  });

  it("has the next hops that the API lists and no others", async () => {
    const wrong = { ...members, x: ovhMember("project", { nexthop: "198.51.100.9" }) };
    expect(errorsOf(await tryApply(open(), TYPE, null, config({ members: wrong })))).toEqual([
      `members["x"].nexthop 198.51.100.9: ip ${ADDRESS} cannot be routed there, because 198.51.100.9 is no next hop of project. Use ${hops.join(" or ")}.`,
    ]);
    const none = { ...ovhMembers(place, ["a"]), b: ovhMember(server("b"), { nexthop: "198.51.100.9" }) };
    expect(errorsOf(await tryApply(open(), TYPE, null, config({ members: none })))).toEqual([
      expect.stringContaining(`198.51.100.9 is no next hop of ${server("b")}. Remove nexthop.`),
    ]);
  });
});

describe("changing the address", () => {
  it("routes the new one first, then parks the old one", async () => {
    const state = await made();
    place.simulator.clearJournal();
    const next = config({ ip: place.ips[1] ?? "" });
    const plan = await open().plan(TYPE, { prior: state, config: next }, never);
    expect(plan).toMatchObject({
      replace: [],
      steps: [`route ${place.ips[1]} to member "a" (${server("a")})`, `park ${ADDRESS}`],
    });
    await applyConfig(open(), TYPE, state, next);
    expect(ovhWrites(place)).toEqual([`POST /ip/${place.blocks[1]}/move`, `POST /ip/${BLOCK}/park`]);
  });
});

describe("destroying", () => {
  it("parks the address", async () => {
    const state = await made();
    await applyConfig(open(), TYPE, state, null);
    expect(where()).toBeNull();
  });

  it("leaves the address alone that a stranger has, with a warning", async () => {
    const state = await made();
    place.simulator.scene.route(BLOCK, server("stranger"));
    const outcome = await tryApply(open(), TYPE, state, null);
    expect(outcome.state).toBeNull();
    expect(warningsOf(outcome)).toEqual([
      expect.stringContaining(`routed to ${server("stranger")}, which is no member`),
    ]);
    expect(where()).toBe(server("stranger"));
  });

  it("leaves everything as it is with on_destroy keep, and has nothing to do when it is parked or gone", async () => {
    const state = await made({ on_destroy: "keep" });
    place.simulator.clearJournal();
    await applyConfig(open(), TYPE, state, null);
    expect(where()).toBe(server("a"));
    place.simulator.scene.route(BLOCK, null);
    await applyConfig(open(), TYPE, { ...state, on_destroy: "release" }, null);
    place.simulator.scene.remove(BLOCK);
    await applyConfig(open(), TYPE, { ...state, on_destroy: "release" }, null);
    expect(ovhWrites(place)).toEqual([]);
  });
});

describe("taking a group over", () => {
  it.each([
    ["by the address with its members", (a: string, b: string) => `${ADDRESS}?a=${a}&b=${b}`],
    ["by the block in CIDR notation", (a: string, b: string) => `${BLOCK}?a=${a}&b=${b}`],
  ])("needs no write, %s", async (_how, id) => {
    place.simulator.scene.route(BLOCK, server("b"));
    const session = open();
    const imported = await session.import(TYPE, id(server("a"), server("b")), never);
    const { state } = await session.read(TYPE, imported.state!, never);
    expect(state).toMatchObject({ holder: "b", members: ovhMembers(place, ["a", "b"]) });
    await applyConfig(session, TYPE, state, config());
    expect(ovhWrites(place)).toEqual([]);
  });

  it("knows next hops, and needs no names at all", async () => {
    const session = open();
    const { state } = await session.import(TYPE, `${ADDRESS}?x=project/198.51.100.3`, never);
    expect(state).toMatchObject({ members: { x: ovhMember("project", { nexthop: "198.51.100.3" }) } });
    expect((await session.import(TYPE, ADDRESS, never)).state).toMatchObject({ ip: ADDRESS, members: {} });
  });

  it.each(["web", "203.0.113.1?a=", "203.0.113.1?a=s/", "203.0.113.1?a=s/n/x", "203.0.113.17/28", "dc/1/203.0.113.1"])(
    "says how an id is written: %s is none",
    async (id) => {
      const outcome = await open().import(TYPE, id, never);
      expect(errorsOf(outcome)).toEqual([expect.stringContaining("?NAME=SERVICE&NAME=PROJECT/NEXTHOP")]);
    },
  );
});

describe("an address of the vendor's ovh_ip_move", () => {
  const from = (state: ObjectValue) => ({
    provider: "registry.terraform.io/ovh/ovh",
    type: "ovh_ip_move",
    version: 0,
    state,
  });

  it("becomes a group's without a write, whichever of its members the configuration calls the master", async () => {
    place.simulator.scene.route(BLOCK, server("b"));
    const source = { id: "4242", ip: BLOCK, routed_to: [{ service_name: server("b") }], task_status: "done" };
    const moved = core.move(from(source), TYPE);
    expect(errorsOf(moved)).toEqual([]);
    const session = open();
    const { state } = await session.read(TYPE, moved.state!, never);
    expect(state).toMatchObject({ routed_to: server("b"), master: null });
    expect(await applyConfig(session, TYPE, state, config())).toMatchObject({ holder: "b", master: "a" });
    expect(ovhWrites(place)).toEqual([]);
  });

  it("may be parked", () => {
    const moved = core.move(from({ id: "4242", ip: ADDRESS, routed_to: { service_name: "" } }), TYPE);
    expect(moved.state).toMatchObject({ ip: ADDRESS, members: {} });
  });
});
