import type { Scene } from "./scene";

/**
 * Something to try out, for nothing can be ordered through the API: two dedicated servers in data centres between which
 * addresses move freely, a load balancer with zones in both whose front-ends are live, and three additional addresses of
 * which one is routed. Returned as the environment variables that stacks of the examples read.
 */
export function demoScene(scene: Scene) {
  const a = scene.server({ name: "ns1.ip-192-0-2.eu", region: "eu-west-gra", displayName: "web-a" });
  const b = scene.server({ name: "ns2.ip-192-0-2.eu", region: "eu-west-rbx", displayName: "web-b" });
  const balancer = scene.loadBalancer({
    name: "loadbalancer-demo",
    displayName: "front",
    ipv4: "192.0.2.100",
    zones: ["gra", "rbx"],
  });
  const [first, second, third] = [scene.ip({ routedTo: a, description: "web" }), scene.ip(), scene.ip()];

  const make = <Id extends string>(path: string, fields: object) =>
    scene.call("POST", `/ipLoadbalancing/${balancer}/${path}`, fields) as Readonly<Record<Id, number>>;
  const { farmId } = make<"farmId">("http/farm", { zone: "all", port: 80, displayName: "web" });
  for (const [index, address] of ["192.0.2.11", "192.0.2.12"].entries())
    make(`http/farm/${farmId}/server`, { address, status: "active", displayName: `web-${"ab"[index]}` });
  const https = "https://www.example.com";
  const redirecting = make<"frontendId">("http/frontend", { zone: "all", port: "80", redirectLocation: https });
  const serving = make<"frontendId">("http/frontend", {
    zone: "all",
    port: "443",
    displayName: "web",
    defaultFarmId: farmId,
  });
  scene.apply(balancer);

  return {
    SERVER_A: a,
    SERVER_B: b,
    LOAD_BALANCER: balancer,
    HTTP_FARM: String(farmId),
    HTTP_FRONTEND: String(serving.frontendId),
    REDIRECTING_FRONTEND: String(redirecting.frontendId),
    IP_ROUTED: first,
    IP_PARKED: second,
    OTHER_IP_PARKED: third,
  };
}
