import type { Scene } from "./scene";

/**
 * Something to try out: a data centre with a public LAN and a server in each of two availability zones. Returned as the
 * environment variables that stacks of the examples read.
 */
export function demoScene(scene: Scene) {
  const datacenterId = scene.datacenter({ name: "shop", location: "de/fra" });
  const lanId = scene.lan(datacenterId, { name: "public", public: true });
  const server = (name: string, availabilityZone: string) => {
    const id = scene.server(datacenterId, { name, availabilityZone });
    return { id, nic: scene.nic(id, { lan: lanId }) };
  };
  const [a, b] = [server("web-a", "ZONE_1"), server("web-b", "ZONE_2")];
  return { DATACENTER_ID: datacenterId, LAN_ID: lanId, SERVER_A: a.id, NIC_A: a.nic, SERVER_B: b.id, NIC_B: b.nic };
}
