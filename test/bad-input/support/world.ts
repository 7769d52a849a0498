/** A contract with one good LAN and everything that can be wrong beside it. Nothing in these tests may change it. */
import { request } from "node:http";
import { startPlace } from "../../support/ionos";
import type { Place } from "../../support/ionos";

export interface World extends Place {
  readonly secrets: readonly string[];
  readonly look: () => string;
  readonly privateLan: string;
  readonly balancedLan: string;
  /** A public LAN without members. */
  readonly otherLan: string;
  /** A NIC of server a on `otherLan`. */
  readonly nicOnOtherLan: string;
  /** A NIC on `balancedLan`, of `balancedServer`. */
  readonly balancedServer: string;
  readonly balancedNic: string;
  /** A public LAN, a server and its NIC in another location. */
  readonly farDatacenter: string;
  readonly farLan: string;
  readonly farServer: string;
  readonly farNic: string;
  /** Reserved where `farDatacenter` is. */
  readonly farIp: string;
  /** Has a failover group on the good LAN, registered with member c. */
  readonly takenIp: string;
}

/** Members a, b and c, of whom c is in a group of somebody else's. */
export async function makeWorld(): Promise<World> {
  const place = await startPlace({ memberNames: ["a", "b", "c"] });
  const { scene } = place.simulator;
  const { datacenterId, lanId, members, ips } = place;
  const privateLan = scene.lan(datacenterId, { public: false });
  const otherLan = scene.lan(datacenterId, { public: true });
  const balancedServer = scene.server(datacenterId);
  const balancedNic = scene.nic(balancedServer, { lan: otherLan });
  await balance(place, balancedNic, ips[2] ?? "");
  // The balancer has moved the NIC to a LAN of its own.
  const balancedLan = String(scene.look(scene.pathOf(balancedNic) ?? "")?.lan);
  const farDatacenter = scene.datacenter({ location: "us/las" });
  const farLan = scene.lan(farDatacenter, { public: true });
  const farServer = scene.server(farDatacenter);
  const takenIp = ips[3] ?? "";
  const third = members.c?.nic ?? "";
  scene.setNicIps(third, [takenIp]);
  scene.setIpFailover(datacenterId, lanId, [{ ip: takenIp, nicUuid: third }]);
  return {
    ...place,
    secrets: [place.simulator.token, place.simulator.password],
    look: () => JSON.stringify(place.simulator.state()),
    privateLan,
    balancedLan,
    otherLan,
    nicOnOtherLan: scene.nic(members.a?.server ?? "", { lan: otherLan }),
    balancedServer,
    balancedNic,
    farDatacenter,
    farLan,
    farServer,
    farNic: scene.nic(farServer, { lan: farLan }),
    farIp: scene.ipBlock({ name: "far", location: "us/las", size: 1 }).ips[0] ?? "",
    takenIp,
  };
}

/** A classic load balancer on the NIC's LAN: the scene has none. */
function balance({ simulator, datacenterId }: Place, nic: string, ip: string): Promise<void> {
  const body = JSON.stringify({
    properties: { name: "balancer", ip },
    entities: { balancednics: { items: [{ id: nic }] } },
  });
  return new Promise((resolve, reject) => {
    const call = request(
      `${simulator.url}/cloudapi/v6/datacenters/${datacenterId}/loadbalancers`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${simulator.token}`, "content-type": "application/json" },
      },
      (answer) => {
        answer.resume();
        if (answer.statusCode === 202) answer.on("end", resolve);
        else reject(new Error(`POST loadbalancers: ${answer.statusCode ?? ""}`));
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}
