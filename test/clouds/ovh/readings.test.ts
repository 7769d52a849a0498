/** What was read a moment ago is used again where nothing hangs on it, and refuses nothing. */
import { applyConfig, errorsOf, never, tryApply } from "../../support/ionos";
import { openOvhSession, ovhGroupConfig, startOvhPlace } from "../../support/ovh";
import type { OvhSimulator } from "../../../lib/clouds/ovh/simulator";
import { closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import { BASE } from "./support";

const GROUP = "ipfailover_group";
const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.close()));
  await closeEverything();
});

const asked = ({ journal }: OvhSimulator, method: string, end: string) =>
  journal.filter((entry) => entry.method === method && entry.path.endsWith(end)).length;

async function startGroups(options: Parameters<typeof startOvhPlace>[0] = {}) {
  const place = await startOvhPlace(options);
  const session = openOvhSession(place.simulator);
  open.push(session, place.simulator);
  return { ...place, place, session };
}

it("where an address may go is asked once for its plan and its move", async () => {
  const { place, session, simulator } = await startGroups();
  await applyConfig(session, GROUP, null, ovhGroupConfig(place));
  expect([asked(simulator, "GET", "/move"), asked(simulator, "POST", "/move")]).toEqual([1, 1]);
});

it("an address moves although these credentials may not ask where it may go", async () => {
  const { place, session, simulator, members } = await startGroups({ deniedActions: ["ip:apiovh:move/get"] });
  await applyConfig(session, GROUP, null, ovhGroupConfig(place));
  expect(simulator.scene.routedTo(place.blocks[0] ?? "")).toBe(members.a);
});

it("an address that could not move a moment ago may move once what pinned it is gone", async () => {
  const { place, session, simulator, members, ips, blocks } = await startGroups();
  const [server, at] = [members.b ?? "", `/dedicated/server/${members.b}/virtualMac`];
  for (const block of blocks) simulator.scene.route(block, server);
  const address = (ip: string | undefined) => ({ ipAddress: ip, virtualMachineName: "shared" });
  simulator.scene.call("POST", at, { ...address(ips[0]), type: "ovh" });
  const [mac] = simulator.scene.call("GET", at) as readonly string[];
  simulator.scene.call("POST", `${at}/${mac}/virtualAddress`, address(ips[1]));
  const config = ovhGroupConfig(place, {
    members: { a: { server: members.a ?? "", nic: null, nexthop: null, priority: null } },
  });
  expect(errorsOf(await tryApply(session, GROUP, null, config))).toEqual([
    expect.stringContaining("shares the virtual MAC"),
  ]);
  simulator.scene.call("DELETE", `${at}/${mac}/virtualAddress/${ips[1]}`);
  expect(await applyConfig(session, GROUP, null, config)).toMatchObject({ holder: "a" });
});

it("a front-end may lead to a farm that was made after the plan of another one", async () => {
  const place = await startPlace();
  const session = place.open();
  const first = frontendConfig({ default_farm_id: place.farmId });
  expect(errorsOf(await session.plan(FRONTEND, { prior: null, config: first }, never))).toEqual([]);
  const { farmId } = place.scene.call("POST", `${BASE}/http/farm`, { zone: "all", port: 80 }) as { farmId: number };
  const second = frontendConfig({ port: "81", default_farm_id: farmId });
  expect(errorsOf(await session.plan(FRONTEND, { prior: null, config: second }, never))).toEqual([]);
  const missing = frontendConfig({ port: "82", default_farm_id: 4711 });
  expect(errorsOf(await session.plan(FRONTEND, { prior: null, config: missing }, never))).toEqual([
    expect.stringContaining("default_farm_id is 4711"),
  ]);
});
