/** Every warning and error about a failover group: each names the attribute, the value and what to do. */
import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import {
  applyConfig,
  configOf,
  errorsOf,
  groupConfig,
  membersConfig,
  never,
  openSession,
  startPlace,
  tryApply,
  warningsOf,
} from "../../support/ionos";
import type { Place } from "../../support/ionos";

const TYPE = "ipfailover_group";
let place: Place;
const sessions: Session[] = [];

beforeEach(async () => {
  place = await startPlace({ memberNames: ["a", "b", "c"] });
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

const two = () => membersConfig(place, ["a", "b"]);
const config = (values: ObjectValue = {}) => groupConfig(place, { members: two(), ...values });
const plan = (values: ObjectValue = {}, session = open(), address = "group.one") =>
  session.plan(TYPE, { address, prior: null, config: config(values) }, never);
const network = (lan_id: string) => ({ datacenter_id: place.datacenterId, lan_id });
const nicOf = (name: string) => place.members[name]?.nic ?? "";

describe("warnings", () => {
  it("are none for a group without fault, but that its NICs get a new primary address", async () => {
    const words = (await plan()).diagnostics.map(({ advice }) => advice);
    expect(words).toEqual(["replaces-address", "replaces-address"]);
  });

  it("tell that all members are in one availability zone", async () => {
    const found = warningsOf(await plan({ members: membersConfig(place, ["a", "c"]), address_role: "additional" }));
    expect(found).toEqual([expect.stringMatching(/^Every server of members is in ZONE_1: .+"same-zone"/)]);
  });

  it("tell which address which NIC loses to a new primary one", async () => {
    const path = place.simulator.scene.pathOf(nicOf("a")) ?? "";
    const [lost] = place.simulator.scene.look(path)?.ips as string[];
    const found = warningsOf(await plan());
    expect(found[0]).toContain(nicOf("a"));
    expect(found[0]).toContain(`loses ${lost}`);
  });

  it("tell which address steps back behind a new primary one", async () => {
    place.simulator.scene.setNicIps(nicOf("a"), [place.ips[2] ?? ""]);
    expect(warningsOf(await plan())[0]).toContain(`keeps ${place.ips[2]} behind it`);
  });

  it("tell that there is one member only", async () => {
    const found = warningsOf(await plan({ members: membersConfig(place, ["a"]), address_role: "additional" }));
    expect(found).toEqual([expect.stringContaining("members has one entry")]);
  });

  it("are silent where the configuration acknowledges them, also beside an error", async () => {
    const members = membersConfig(place, ["a"]);
    const acknowledge = ["single-member", "replaces-address"];
    expect((await plan({ members, acknowledge })).diagnostics).toEqual([]);
    const wrong = await plan({ members, acknowledge, holder_policy: "anybody" });
    expect(warningsOf(wrong)).toEqual([]);
    expect(errorsOf(wrong)).toHaveLength(1);
  });

  it("appear only when the plan changes something", async () => {
    const session = open();
    const members = membersConfig(place, ["a"]);
    const state = await applyConfig(session, TYPE, null, config({ members }));
    const again = await session.plan(TYPE, { address: "test.only", prior: state, config: config({ members }) }, never);
    expect(again.diagnostics).toEqual([]);
  });
});

describe("errors", () => {
  const cases: readonly (readonly [string, () => ObjectValue, RegExp])[] = [
    ["the master is no member", () => ({ master: "z" }), /^master is "z", which is not in members \("a", "b"\)/],
    ["the address is private", () => ({ ip: "10.0.0.1" }), /^ip 10\.0\.0\.1 is a private address/],
    [
      "the address is no address",
      () => ({ ip: "203.0.113.1/32" }),
      /^ip is "203\.0\.113\.1\/32".*\. Write one address/,
    ],
    [
      "the address is not reserved by this contract",
      () => ({ ip: "203.0.113.250" }),
      /^ip 203\.0\.113\.250 is in no IP block/,
    ],
    ["the address was assigned automatically", () => ({ ip: "192.0.2.1" }), /^ip 192\.0\.2\.1 is in no IP block/],
    ["the LAN is not there", () => ({ network: network("77") }), /^network\.lan_id 77 does not exist/],
    [
      "two members are one NIC",
      () => ({ members: { ...two(), x: { ...place.members.a, priority: null } } }),
      /is also the NIC of/,
    ],
    ["there is no member", () => ({ members: {} }), /^members has no entry/],
    [
      "the NIC is another server's",
      () => ({ members: { a: { server: place.members.b?.server ?? "", nic: nicOf("a"), priority: null } } }),
      /belongs to server .+, not to .+\. Name a NIC of the member's own server/,
    ],
    ["network is left out", () => ({ network: null }), /set network to \{ datacenter_id, lan_id \}/],
    [
      "the data centre is not there",
      () => ({ network: { datacenter_id: "none", lan_id: "1" } }),
      /^network\.datacenter_id none does not exist/,
    ],
  ];
  it.each(cases)("tell that %s", async (_what, values, sentence) => {
    const found = errorsOf(await plan(values()));
    expect(found.filter((error) => sentence.test(error))).toHaveLength(1);
    for (const error of found) expect(error).toMatch(/\.$/);
  });

  it("tell that the LAN is not public, and that a NIC is on another LAN", async () => {
    const lan = place.simulator.scene.lan(place.datacenterId, { name: "private", public: false });
    const found = errorsOf(await plan({ network: network(lan) }));
    expect(found).toContainEqual(expect.stringMatching(/is a private LAN; failover groups need a public one/));
    expect(found.filter((error) => error.includes("is on LAN 1, not on LAN"))).toHaveLength(2);
  });

  it("tell that a load balancer spreads the LAN", async () => {
    const { simulator, datacenterId } = place;
    const response = await fetch(`${simulator.url}/cloudapi/v6/datacenters/${datacenterId}/loadbalancers`, {
      method: "POST",
      headers: { authorization: `Bearer ${simulator.token}`, "content-type": "application/json" },
      body: JSON.stringify({
        properties: { name: "lb" },
        entities: { balancednics: { items: [{ id: nicOf("c") }] } },
      }),
    });
    expect(response.status).toBe(202);
    const path = simulator.scene.pathOf(nicOf("c")) ?? "";
    const lan = String(simulator.scene.look(path)?.lan);
    expect(errorsOf(await plan({ network: network(lan) }))).toContainEqual(
      expect.stringContaining("is spread by a load balancer"),
    );
  });

  it("tell that an address was reserved for another place", async () => {
    const { ips } = place.simulator.scene.ipBlock({ location: "es/vit" });
    expect(errorsOf(await plan({ ip: ips[0] ?? "" }))).toEqual([
      expect.stringContaining("was reserved in es/vit and cannot be used in a data centre in de/fra"),
    ]);
  });

  it("tell that the credentials do not give access", async () => {
    place.simulator.faults.inject({ fault: { kind: "status", status: 403 } });
    expect(errorsOf(await plan())[0]).toMatch(/403 .+These credentials may not do that: check the user's rights/);
    place.simulator.faults.clear();
    expect(errorsOf(await plan({}, open({ token: "wrong" })))[0]).toMatch(/401 .+The credentials were not accepted/);
  });

  it("come all together, each with its own path", async () => {
    const outcome = await plan({ ip: "10.0.0.1", master: "z", on_destroy: "sometimes" });
    expect(outcome.diagnostics.map(({ path }) => path?.[0]).sort()).toEqual(["ip", "master", "on_destroy"]);
  });
});

describe("an address that is at work already", () => {
  const byHand = () => place.simulator.scene.setNicIps(nicOf("c"), [place.ips[0] ?? ""]);

  it("on a NIC of the same LAN that is no member is not taken from it", async () => {
    byHand();
    expect(warningsOf(await plan())).toContainEqual(
      expect.stringContaining(`NIC ${nicOf("c")} on the same LAN has it`),
    );
    const outcome = await tryApply(open(), TYPE, null, config());
    expect(errorsOf(outcome)).toEqual([expect.stringContaining("Take it off that NIC first, or make it a member.")]);
    expect(place.simulator.scene.look(place.simulator.scene.pathOf(nicOf("c")) ?? "")?.ips).toEqual([place.ips[0]]);
  });

  it("in a group made by hand that has more members is not taken over without import", async () => {
    await applyConfig(open(), TYPE, null, config({ members: membersConfig(place) }));
    const outcome = await tryApply(open(), TYPE, null, config());
    expect(errorsOf(outcome)).toEqual([expect.stringContaining("terraform import ADDRESS")]);
  });
});

describe("conflicts between resources of one stack", () => {
  const groups = (session: Session, one: ObjectValue, other: ObjectValue) =>
    plan(one, session, "group.one").then(() => plan(other, session, "group.other"));

  it("are an address in two groups", async () => {
    const found = errorsOf(await groups(open(), { address_role: "additional" }, { address_role: "additional" }));
    expect(found).toEqual([expect.stringContaining(`ip: ${place.ips[0]} is in two places of this stack`)]);
  });

  it("are a NIC that is primary in two groups of one LAN", async () => {
    const found = errorsOf(await groups(open(), {}, { ip: place.ips[1] ?? "" }));
    expect(found).toHaveLength(2);
    expect(found[0]).toContain(`share NIC ${nicOf("a")}`);
  });

  it("are none when the first one gives it up in the same run", async () => {
    const session = open();
    await plan({ address_role: "additional" }, session, "group.one");
    await plan({ address_role: "additional", ip: place.ips[1] ?? "" }, session, "group.one");
    expect(errorsOf(await plan({ address_role: "additional" }, session, "group.other"))).toEqual([]);
  });

  describe("between a group that is kept and the block of its address", () => {
    const BLOCK = "ipfailover_ip_block";
    const block = configOf(BLOCK, { name: "vip", location: "de/fra", size: 1 });
    const kept = (state: ObjectValue | null) => ({ ip: (state?.ips as string[])[0] ?? "", on_destroy: "keep" });
    const sentence = expect.stringMatching(
      /^on_destroy is "keep" in the group of ip .+ Set on_destroy to "release", or/,
    ) as string;

    it("are told when the block is planned first", async () => {
      const state = await applyConfig(open(), BLOCK, null, block);
      const session = open();
      await session.plan(BLOCK, { address: "block.vip", prior: state, config: block }, never);
      expect(errorsOf(await plan(kept(state), session))).toEqual([sentence]);
    });

    it("are told when the group is planned first", async () => {
      const state = await applyConfig(open(), BLOCK, null, block);
      const session = open();
      expect(errorsOf(await plan(kept(state), session))).toEqual([]);
      const outcome = await session.plan(BLOCK, { address: "block.vip", prior: state, config: block }, never);
      expect(errorsOf(outcome)).toEqual([sentence]);
    });

    it("are told before the group is made when the block was reserved in the same run", async () => {
      const session = open();
      const { state } = await tryApply(session, BLOCK, null, block, never, "block.vip");
      expect(errorsOf(await plan(kept(state), session))).toEqual([sentence]);
    });

    it("are none when the block is only adopted, or the group is released", async () => {
      const adopting = configOf(BLOCK, { adopt: place.blockId });
      const session = open();
      const { state } = await tryApply(session, BLOCK, null, adopting, never, "block.adopted");
      await session.plan(BLOCK, { address: "block.adopted", prior: state, config: adopting }, never);
      expect(errorsOf(await plan({ on_destroy: "keep" }, session))).toEqual([]);
      const made = await tryApply(session, BLOCK, null, block, never, "block.vip");
      const released = { ...kept(made.state), on_destroy: "release", address_role: "additional" };
      expect(errorsOf(await plan(released, session, "group.other"))).toEqual([]);
    });
  });
});
