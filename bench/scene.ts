import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startIonosSimulator } from "../lib/clouds/ionos/simulator";
import type { IonosSimulator } from "../lib/clouds/ionos/simulator";
import { bundlePath } from "../lib/install/bundle";
import { installProvider } from "../lib/install/package-dir";
import { PROVIDER_SOURCE } from "../lib/resources/schemas";
import { packageVersion } from "../lib/version";

export interface Scene {
  readonly simulator: IonosSimulator;
  /** A folder with `cdk.tf.json` and the provider. */
  readonly dir: string;
}

/** `groups` groups spread over `lans` LANs, each LAN with two members of its own. */
export async function startScene(groups: number, lans: number, settleMs = 0): Promise<Scene> {
  const simulator = await startIonosSimulator({ settleMs, journalLimit: 1_000_000 });
  const { scene } = simulator;
  const datacenterId = scene.datacenter({ location: "de/fra" });
  const networks = Array.from({ length: lans }, () => {
    const lanId = scene.lan(datacenterId, { public: true });
    const members = ["ZONE_1", "ZONE_2"].map((availabilityZone) => {
      const server = scene.server(datacenterId, { availabilityZone });
      return { server, nic: scene.nic(server, { lan: lanId }) };
    });
    return { network: { datacenter_id: datacenterId, lan_id: lanId }, members: { a: members[0], b: members[1] } };
  });
  const { ips } = scene.ipBlock({ name: "bench", location: "de/fra", size: groups });
  const resources = ips.map((ip, i) => [
    `g${i}`,
    { ip, ...networks[i % lans], master: "a", address_role: "additional" },
  ]);
  const dir = writeStack({ ipfailover_group: Object.fromEntries(resources) });
  installProvider(bundlePath(), path.join(dir, "terraform.d", "plugins"), packageVersion);
  return { simulator, dir };
}

/** What Terraform costs by itself: resources of its own that do nothing. */
export function floorStack(resources: number): string {
  const all = Array.from({ length: resources }, (_, i) => [`r${i}`, { input: `value ${i}` }]);
  return writeStack({ terraform_data: Object.fromEntries(all) });
}

function writeStack(resource: Readonly<Record<string, unknown>>): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), "ipfailover-bench-"));
  mkdirSync(dir, { recursive: true });
  const ours = "ipfailover_group" in resource;
  const stack = {
    ...(ours && {
      terraform: { required_providers: { ipfailover: { source: PROVIDER_SOURCE, version: packageVersion } } },
      provider: { ipfailover: [{ cloud: "ionos" }] },
    }),
    resource,
  };
  writeFileSync(path.join(dir, "cdk.tf.json"), JSON.stringify(stack));
  writeFileSync(path.join(dir, "cli.tfrc"), "");
  return dir;
}
