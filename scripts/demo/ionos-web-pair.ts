/** Two servers on a simulated IONOS cloud that share an address. */
import { assertGroup, assertReleased, startIonosSimulator } from "../../lib/testing";
import type { IonosSimulator } from "../../lib/testing";
import type { Door } from "./door";
import { tell } from "./story";
import type { Chapter } from "./story";

interface Pair {
  readonly simulator: IonosSimulator;
  readonly datacenterId: string;
  readonly lanId: string;
  readonly nics: { readonly a: string; readonly b: string };
}

export async function ionosWebPair(): Promise<Chapter> {
  const simulator = await startIonosSimulator({ settleMs: 150 });
  const inputs = simulator.demo();
  const { DATACENTER_ID: datacenterId, LAN_ID: lanId, NIC_A: a, NIC_B: b } = inputs;
  const pair = { simulator, datacenterId, lanId, nics: { a, b } };
  return {
    title: "A stack of two servers that share an address, on a simulated IONOS cloud",
    example: "ionos-web-pair",
    stack: "web-pair",
    env: { ...simulator.env, ...inputs },
    play: (door) => play(pair, door),
    close: () => simulator.close(),
  };
}

async function play(pair: Pair, door: Door): Promise<void> {
  const { simulator, datacenterId, lanId, nics } = pair;
  tell(`${door.name}: what would be done`);
  await door.plan(2);
  tell("Do it");
  await door.apply();
  const { ip } = registered(pair);
  assertGroup(simulator, { datacenterId, lanId, ip, members: [nics.a, nics.b], registered: nics.a });
  tell("Nothing is left to do");
  await door.plan(0);

  tell("Somebody registers the other member as master. Addresses move: that is no drift, and nothing is taken back");
  simulator.scene.setIpFailover(datacenterId, lanId, [{ ip, nicUuid: nics.b }]);
  await door.plan(0);

  tell("Somebody takes the address off a member. That is drift: it is shown, and repaired");
  simulator.scene.setNicIps(nics.a, []);
  await door.plan(2);
  await door.apply();
  assertGroup(simulator, { datacenterId, lanId, ip, members: [nics.a, nics.b], registered: nics.b });

  tell("Take it all apart");
  await door.destroy();
  assertReleased(simulator, ip);
  const left = simulator.state().items.filter(({ type }) => type === "ipblock");
  if (left.length > 0) throw new Error(`${left.length} IP blocks are left on the cloud.`);
  tell("Checked: no address, no entry and no block is left on the cloud");
}

function registered({ simulator, datacenterId, lanId }: Pair): { readonly ip: string; readonly nicUuid: string } {
  const lan = simulator.scene.look(`/datacenters/${datacenterId}/lans/${lanId}`);
  const [entry] = (lan?.ipFailover ?? []) as { ip: string; nicUuid: string }[];
  if (!entry) throw new Error("The LAN has no failover group.");
  return entry;
}
