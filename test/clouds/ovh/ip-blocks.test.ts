import { UNKNOWN } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, configOf, errorsOf, never, replan, tryApply } from "../../support/ionos";
import { openOvhSession, ovhWrites, startOvhPlace } from "../../support/ovh";
import type { OvhPlace } from "../../support/ovh";

const TYPE = "ipfailover_ip_block";
const BLOCK = "203.0.113.16/28";
let place: OvhPlace;
let session: ReturnType<typeof openOvhSession>;
/** As another run has it, that has read nothing yet. */
function reopen(): void {
  session.close();
  session = openOvhSession(place.simulator);
}
beforeEach(async () => {
  place = await startOvhPlace();
  place.simulator.scene.ip({ ip: BLOCK, description: "shop" });
  session = openOvhSession(place.simulator);
});
afterEach(async () => {
  session.close();
  await place.simulator.close();
});
const config = (values: ObjectValue = {}) => configOf(TYPE, { adopt: BLOCK, ...values });

it("is adopted with what the account knows of it, and nothing is written", async () => {
  const state = await applyConfig(session, TYPE, null, config());
  expect(state).toMatchObject({
    id: BLOCK,
    adopt: BLOCK,
    name: null,
    location: null,
    size: 16,
    description: "shop",
    type: "failover",
    country: "fr",
    campus: "GRA",
    regions: ["eu-west-gra", "eu-west-rbx", "eu-west-sbg"],
    routed_to: null,
    cloud: "ovh",
  });
  expect(state?.ips).toHaveLength(16);
  expect(await replan(session, TYPE, state!, config())).toMatchObject({ changed: false });
  await applyConfig(session, TYPE, state, null);
  expect(ovhWrites(place)).toEqual([]);
});

it("is one and the same with the mask and without, for a single address", async () => {
  const [ip = "", block = ""] = [place.ips[0], place.blocks[0]];
  const state = await applyConfig(session, TYPE, null, config({ adopt: ip }));
  expect(state).toMatchObject({ id: ip, adopt: ip, ips: [ip], size: 1 });
  expect(await replan(session, TYPE, state!, config({ adopt: block }))).toMatchObject({ changed: false, replace: [] });
});

it("has its description changed in place, and left alone when none is set", async () => {
  const state = await applyConfig(session, TYPE, null, config({ description: "web" }));
  expect(state).toMatchObject({ description: "web" });
  expect(ovhWrites(place)).toEqual([`PUT /ip/${BLOCK}`]);
  const next = await applyConfig(session, TYPE, state, config({ description: "mail" }));
  const { state: seen } = await session.read(TYPE, next!, never);
  expect(seen).toMatchObject({ description: "mail" });
  expect(await replan(session, TYPE, seen!, config())).toMatchObject({ changed: false });
});

it("shows where it was routed to, without a difference", async () => {
  const state = await applyConfig(session, TYPE, null, config());
  place.simulator.scene.route(BLOCK, place.members.a ?? null);
  reopen();
  const again = await replan(session, TYPE, state!, config());
  expect(again).toMatchObject({ changed: false, state: { routed_to: place.members.a } });
});

it("is forgotten when the account has it no more, and imported by address or block", async () => {
  const state = await applyConfig(session, TYPE, null, config());
  const imported = await session.import(TYPE, BLOCK, never);
  const { state: seen } = await session.read(TYPE, imported.state!, never);
  expect(await replan(session, TYPE, seen!, config())).toMatchObject({ changed: false, state: { id: BLOCK } });
  place.simulator.scene.remove(BLOCK);
  reopen();
  expect((await session.read(TYPE, state!, never)).state).toBeNull();
});

it("gives its id to a group, which moves it as a whole", async () => {
  const block = await applyConfig(session, TYPE, null, config());
  const plan = await session.plan(
    "ipfailover_group",
    {
      prior: null,
      config: configOf("ipfailover_group", {
        ip: block?.id ?? null,
        members: { a: { server: place.members.a ?? "", nic: null, nexthop: null, priority: null } },
        master: "a",
        acknowledge: ["single-member"],
      }),
    },
    never,
  );
  expect(plan).toMatchObject({ diagnostics: [], planned: { holder: UNKNOWN } });
});

it.each([
  [
    { adopt: null, name: "web", location: "gra", size: 1 },
    /^name, location, size: .+ is to order it, which costs money and is never done/,
  ],
  [{ adopt: "web" }, /^adopt is "web"\. Write an address, or a block/],
  [{ adopt: "203.0.113.17/28" }, /^adopt is "203\.0\.113\.17\/28"\. Write 203\.0\.113\.16\/28\./],
  [{ adopt: "203.0.113.17" }, /^adopt 203\.0\.113\.17 is part of the block 203\.0\.113\.16\/28/],
  [{ adopt: "198.51.100.1" }, /^adopt 198\.51\.100\.1 is no address of this account/],
  [{ adopt: null }, /^adopt is not set, nor are name, location and size/],
])("is refused with %p", async (values, sentence) => {
  const outcome = await tryApply(session, TYPE, null, config(values));
  expect(errorsOf(outcome).filter((error) => sentence.test(error))).toHaveLength(1);
  expect(outcome.state).toBeNull();
});
