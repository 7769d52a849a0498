/** What the conformance suite needs to know of virtual MACs and reverse DNS on a simulated OVHcloud account. */
import type { OvhSimulator } from "../../../lib/clouds/ovh/simulator";
import { textOf } from "../../../lib/resources/value";
import { configOf } from "../../support/ionos";
import type { Fixture } from "./ground";

/** Two servers' worth of everything, apart from what other fixtures use. */
export function addressFixtures(simulator: OvhSimulator): Readonly<Record<string, Fixture>> {
  const { scene } = simulator;
  const server = scene.server({ name: "macs.example.net" });
  const [one, two] = ["198.51.100.1", "198.51.100.2"];
  for (const ip of [one, two]) scene.ip({ ip, routedTo: server });
  const named = "198.51.100.3";
  scene.ip({ ip: named });

  const mac = (addresses: readonly string[]) =>
    configOf("ipfailover_virtual_mac", { addresses, acknowledge: ["shared-mac"] });
  const record = (name: string) => configOf("ipfailover_reverse_dns", { ip: named, name });
  const reverses = () => Object.keys(simulator.state().ips[`${named}/32`]?.reverses ?? {});
  return {
    ipfailover_virtual_mac: {
      config: mac([one]),
      changed: mac([two, one]),
      importId: (known) => textOf(known.id),
      count: () => (scene.call("GET", `/dedicated/server/${server}/virtualMac`) as readonly string[]).length,
      destroy: () => scene.remove(server),
    },
    ipfailover_reverse_dns: {
      config: record("mail.example.com"),
      changed: record("web.example.com"),
      immediate: true,
      importId: (known) => textOf(known.id),
      count: () => reverses().length,
      destroy: () => scene.remove(`${named}/32`),
    },
  };
}
