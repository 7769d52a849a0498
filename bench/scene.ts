import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startIonosSimulator } from "../lib/clouds/ionos/simulator";
import type { IonosSimulator } from "../lib/clouds/ionos/simulator";
import { startOvhSimulator } from "../lib/clouds/ovh/simulator";
import type { OvhSimulator } from "../lib/clouds/ovh/simulator";
import { bundlePath } from "../lib/install/bundle";
import { installProvider } from "../lib/install/package-dir";
import { PROVIDER_SOURCE } from "../lib/resources/schemas";
import { packageVersion } from "../lib/version";

export interface Scene<Simulator extends IonosSimulator | OvhSimulator = IonosSimulator> {
  readonly simulator: Simulator;
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
  return { simulator, dir: withProvider("ionos", { ipfailover_group: Object.fromEntries(resources) }) };
}

export interface BalancerScene extends Scene<OvhSimulator> {
  readonly loadBalancer: string;
  /** Changes every front-end, so that all have to go live again. */
  change(): void;
}

/** Front-ends of one load balancer with a farm, and the activation that makes them live together. */
export async function startBalancerScene(count: number, settleMs: number): Promise<BalancerScene> {
  const simulator = await startOvhSimulator({ settleMs, journalLimit: 1_000_000 });
  const { scene } = simulator;
  const loadBalancer = scene.loadBalancer();
  const farm = { zone: "all", port: 8080 };
  const { farmId } = scene.call("POST", `/ipLoadbalancing/${loadBalancer}/http/farm`, farm) as { farmId: number };
  const resources = (name: string) => {
    const names = Array.from({ length: count }, (_, i) => `f${i}`);
    const frontend = (port: number) => ({
      load_balancer: loadBalancer,
      protocol: "http",
      port: String(port),
      default_farm_id: farmId,
      display_name: name,
      goes_live: "with-activation",
    });
    const triggers = names.map((key) => [key, `\${ipfailover_frontend.${key}.revision}`] as const);
    return {
      ipfailover_frontend: Object.fromEntries(names.map((key, i) => [key, frontend(1000 + i)] as const)),
      ipfailover_load_balancer_activation: {
        all: { load_balancer: loadBalancer, triggers: Object.fromEntries(triggers) },
      },
    };
  };
  const dir = withProvider("ovh", resources("before"));
  return { simulator, dir, loadBalancer, change: () => writeStack(dir, resources("after"), "ovh") };
}

function withProvider(cloud: string, resource: Readonly<Record<string, unknown>>): string {
  const dir = stackFolder();
  writeStack(dir, resource, cloud);
  installProvider(bundlePath(), path.join(dir, "terraform.d", "plugins"), packageVersion);
  return dir;
}

/** What Terraform costs by itself: resources of its own that do nothing. */
export function floorStack(resources: number): string {
  const all = Array.from({ length: resources }, (_, i) => [`r${i}`, { input: `value ${i}` }]);
  const dir = stackFolder();
  writeStack(dir, { terraform_data: Object.fromEntries(all) });
  return dir;
}

function stackFolder(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), "ipfailover-bench-"));
  writeFileSync(path.join(dir, "cli.tfrc"), "");
  return dir;
}

/** With a cloud: resources of ours, on it. */
function writeStack(dir: string, resource: Readonly<Record<string, unknown>>, cloud?: string): void {
  const stack = {
    ...(cloud !== undefined && {
      terraform: { required_providers: { ipfailover: { source: PROVIDER_SOURCE, version: packageVersion } } },
      provider: { ipfailover: [{ cloud }] },
    }),
    resource,
  };
  writeFileSync(path.join(dir, "cdk.tf.json"), JSON.stringify(stack));
}
