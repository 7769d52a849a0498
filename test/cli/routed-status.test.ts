/** How `ipfailover status` tells of groups on a cloud that routes addresses. */
import { directStatus } from "../../lib/cli/direct-status";
import { groupStatus, renderGroupStatus } from "../../lib/cli/group-status";
import type { ObjectValue } from "../../lib/resources/value";
import { never } from "../support/ionos";
import { openOvhSession, ovhGroupConfig, ovhMember, ovhMembers, startOvhPlace } from "../support/ovh";
import type { OvhPlace } from "../support/ovh";

const BLOCK = "203.0.113.1/32";
let place: OvhPlace;
let session: ReturnType<typeof openOvhSession>;
beforeEach(async () => {
  place = await startOvhPlace({ memberNames: ["a", "b", "stranger"] });
  session = openOvhSession(place.simulator);
});
afterEach(async () => {
  session.close();
  await place.simulator.close();
});

const server = (name: string) => place.members[name] ?? "";
const status = (values: ObjectValue = {}) =>
  groupStatus(session, "web", ovhGroupConfig(place, { members: ovhMembers(place, ["a", "b"]), ...values }), never);

it("shows who holds the address, and no drift when it is a member", async () => {
  place.simulator.scene.route(BLOCK, server("b"));
  const group = await status();
  expect(group).toMatchObject({ holder: "b", routedTo: server("b"), registeredMaster: null, drift: [] });
  expect(group.members.map(({ name, hasAddress }) => [name, hasAddress])).toEqual([
    ["a", false],
    ["b", true],
  ]);
  expect(renderGroupStatus(group).split("\n")).toEqual([
    "web  203.0.113.1",
    `  holder: b; routed to: ${server("b")}`,
    `         a  service ${server("a")}`,
    `  holds  b  service ${server("b")}`,
    "  as declared",
  ]);
});

it.each([
  [null, {}, "the address is parked: no member has it"],
  ["stranger", {}, "the address is routed to STRANGER, which is no member"],
  ["b", { holder_policy: "master" }, "the address is routed to b, and holder_policy asks for the master, a"],
])("tells the drift of an address at %p with %p", async (at, values, sentence) => {
  place.simulator.scene.route(BLOCK, at === null ? null : server(at));
  expect((await status(values)).drift).toEqual([sentence.replace("STRANGER", server("stranger"))]);
});

it("tells that the account has lost the address", async () => {
  place.simulator.scene.remove(BLOCK);
  expect((await status()).drift).toEqual(["the account has no such address"]);
});

it("shows the next hop of a member", async () => {
  const project = place.simulator.scene.project({ name: "project", nexthops: ["198.51.100.3"] });
  place.simulator.scene.route(BLOCK, project);
  const group = await status({ members: { a: ovhMember(project, { nexthop: "198.51.100.3" }) } });
  expect(renderGroupStatus(group)).toContain("  holds  a  service project  by 198.51.100.3");
});

describe("a group that is declared on the command line", () => {
  const before = { ...process.env };
  beforeEach(() => void Object.assign(process.env, place.simulator.env));
  afterEach(() => void (process.env = { ...before }));
  const declared = (options: object = {}) =>
    directStatus(
      { cloud: "ovh", ip: BLOCK, member: [`a=${server("a")}`, `b=${server("b")}`], master: "a", ...options },
      never,
    );

  it("needs no network, and a next hop only for a project", async () => {
    place.simulator.scene.route(BLOCK, server("a"));
    expect(await declared()).toMatchObject({ holder: "a", drift: [] });
    place.simulator.scene.project({ name: "project" });
    place.simulator.scene.route(BLOCK, "project");
    const member = ["a=project/198.51.100.3"];
    expect(await declared({ member })).toMatchObject({ holder: "a", members: [{ nexthop: "198.51.100.3" }] });
  });

  it.each([
    [{ network: "dc/1", member: ["a=s/n"] }, /^network is set and OVHcloud has no such thing/],
    [{ member: ["a"] }, /^--member is "a"; write NAME=SERVICE, or NAME=PROJECT\/NEXTHOP/],
    [{ network: "dc" }, /^--network is "dc"; write DATACENTER\/LAN/],
    [{ cloud: "ionos" }, /network is missing|set network to/],
  ])("is refused with %p", async (options, sentence) => {
    await expect(declared(options)).rejects.toThrow(sentence);
  });
});
