import type { Scene } from "./scene";

/**
 * Something to try out, for nothing can be ordered through the API: two dedicated servers in data centres between which
 * addresses move freely, a load balancer with zones in both, two farms that wait for front-ends, front-ends of somebody
 * else's that are live, and three parked addresses. Returned as the environment variables that the examples read.
 */
export function demoScene(scene: Scene) {
  const gravelines = scene.server({ name: "ns1.ip-192-0-2.eu", region: "eu-west-gra", displayName: "web-a" });
  const roubaix = scene.server({ name: "ns2.ip-192-0-2.eu", region: "eu-west-rbx", displayName: "web-b" });
  const balancer = scene.loadBalancer({
    name: "loadbalancer-demo",
    displayName: "front",
    ipv4: "198.51.100.7",
    zones: ["gra", "rbx"],
  });
  const make = <Id extends string>(path: string, fields: object) =>
    scene.call("POST", `/ipLoadbalancing/${balancer}/${path}`, fields) as Readonly<Record<Id, number>>;
  const farm = (protocol: string, port: number, displayName: string) => {
    const { farmId } = make<"farmId">(`${protocol}/farm`, { zone: "all", port, displayName });
    for (const address of ["192.0.2.11", "192.0.2.12"])
      make(`${protocol}/farm/${farmId}/server`, { address, status: "active" });
    return farmId;
  };
  const front = (protocol: string, port: number, displayName: string) => {
    const defaultFarmId = farm(protocol, port, displayName);
    make(`${protocol}/frontend`, { zone: "all", port: String(port), displayName, defaultFarmId });
  };
  const [shop, site] = [farm("http", 80, "shop"), farm("http", 80, "site")];
  front("tcp", 25, "mail");
  front("udp", 53, "names");
  scene.apply(balancer);

  return {
    IP: scene.ip({ description: "moves between the servers" }),
    SERVER_GRAVELINES: gravelines,
    SERVER_ROUBAIX: roubaix,
    MASTER: "gravelines",
    LOAD_BALANCER: balancer,
    FARM_SHOP: String(shop),
    FARM_SITE: String(site),
    IP_SHOP: scene.ip({ description: "the shop" }),
    IP_ALL: scene.ip({ description: "everything else" }),
  };
}
