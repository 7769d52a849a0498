/** A load balancer on a simulated OVHcloud: what counts is what is live in each zone, not what is stored. */
import { deepStrictEqual } from "node:assert";
import { startOvhSimulator } from "../../lib/testing";
import type { OvhSimulator } from "../../lib/testing";
import type { Door } from "./door";
import { tell } from "./story";
import type { Chapter } from "./story";

interface Shop {
  readonly simulator: OvhSimulator;
  readonly loadBalancer: string;
  readonly addresses: { readonly own: string; readonly shop: string; readonly all: string };
}

const ZONES = ["gra", "rbx"];
/** Somebody else's front-ends, which nobody here may touch. */
const OTHERS = ["tcp 25", "udp 53"];
const others = (addresses: readonly string[]) => Object.fromEntries(OTHERS.map((name) => [name, [...addresses]]));

export async function ovhLoadBalancer(): Promise<Chapter> {
  const simulator = await startOvhSimulator({ settleMs: 150 });
  const inputs = simulator.demo();
  const { LOAD_BALANCER: loadBalancer, IP_SHOP: shop, IP_ALL: all } = inputs;
  const { ipv4 } = simulator.scene.call("GET", `/ipLoadbalancing/${loadBalancer}`) as { ipv4: string };
  return {
    title: "A load balancer with an address for one front-end and another for all, on a simulated OVHcloud",
    example: "ovh-load-balancer",
    stack: "shop",
    env: { ...simulator.env, ...inputs },
    play: (door) => play({ simulator, loadBalancer, addresses: { own: ipv4, shop, all } }, door),
    close: () => simulator.close(),
  };
}

async function play(shop: Shop, door: Door): Promise<void> {
  const { simulator, loadBalancer, addresses } = shop;
  const wanted = {
    "http 80 of the shop": [addresses.shop],
    "http 80 of the site": [addresses.own, addresses.all],
    // On other ports, so that the shop's address is not the shop's alone.
    ...others([addresses.own, addresses.shop, addresses.all]),
  };
  simulator.clearJournal();
  tell(`${door.name}: what would be done`);
  await door.plan(2);
  tell("Do it: move the addresses, write the front-ends, and make everything live with one refresh");
  await door.apply();
  checkLive(shop, wanted);
  const refreshes = simulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/refresh"));
  deepStrictEqual(refreshes.length, 1, `${refreshes.length} refreshes were made`);
  tell("Checked: live in both zones, after one refresh. Nothing is left to do");
  await door.plan(0);

  tell(
    "Somebody parks the address that serves all, and switches the shop off without making that live: shown, and repaired",
  );
  const shops = simulator
    .live()
    [loadBalancer]?.gra?.frontends.find(({ addresses: on }) => on.join() === addresses.shop);
  const path = `/ipLoadbalancing/${loadBalancer}/http/frontend/${shops?.frontendId ?? 0}`;
  simulator.scene.call("PUT", path, { disabled: true });
  simulator.scene.route(addresses.all, null);
  await door.plan(2);
  await door.apply();
  checkLive(shop, wanted);

  tell("Take it all apart");
  await door.destroy();
  checkLive(shop, others([addresses.own, addresses.shop]));
  deepStrictEqual(simulator.scene.routedTo(addresses.all), null, "The address of the binding was not parked");
  tell("Checked: nothing of ours is live, somebody else's front-ends still are, and the binding's address is parked");
  simulator.scene.route(addresses.shop, null);
  simulator.scene.apply(loadBalancer);
}

/** On which addresses each front-end answers, which has to be the same in each zone. */
function checkLive({ simulator, loadBalancer, addresses }: Shop, expected: Readonly<Record<string, string[]>>): void {
  for (const zone of ZONES) {
    const frontends = simulator.live()[loadBalancer]?.[zone]?.frontends ?? [];
    const live = frontends.map(({ protocol, port, addresses: on }) => {
      const whose =
        on.includes(addresses.shop) && protocol === "http" ? " of the shop" : protocol === "http" ? " of the site" : "";
      return [`${protocol} ${port}${whose}`, on.filter((address) => !address.includes(":")).sort()] as const;
    });
    const sorted = Object.entries(expected).map(([name, on]) => [name, [...on].sort()] as const);
    deepStrictEqual(Object.fromEntries(live), Object.fromEntries(sorted), `Live in ${zone} is something else`);
  }
}
