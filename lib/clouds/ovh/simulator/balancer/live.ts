import { contains, overlap } from "../blocks";
import { blocksOf, type Cloud, namesOf, service } from "../cloud";
import { tryPorts } from "../fields";
import type { Balancer } from "../world";
import { FRONTENDS, objectsOf, protocolOf, type StoredConfiguration, type StoredObject } from "./configuration";
import { pendingIn } from "./pending";

/** What a load balancer really does, at `/_simulator/views/ovh-live`: the API shows only what is stored. */

interface LiveFrontend {
  readonly protocol: string;
  readonly frontendId: number;
  readonly port: string;
  /** The blocks and addresses on which it answers. */
  readonly addresses: readonly string[];
  readonly defaultFarmId: unknown;
}

export interface LiveZone {
  readonly frontends: readonly LiveFrontend[];
  readonly pending: number;
}

/** By load balancer, by zone. */
export type Live = Readonly<Record<string, Readonly<Record<string, LiveZone>>>>;

const dedicated = ({ values }: StoredObject) => (values.dedicatedIpfo ?? []) as readonly string[];

function sharePort(one: StoredObject, other: StoredObject): boolean {
  if ((protocolOf(one.kind) === "udp") !== (protocolOf(other.kind) === "udp")) return false;
  const ranges = tryPorts(other.values.port as string) ?? [];
  return (tryPorts(one.values.port as string) ?? []).some(([a, b]) => ranges.some(([c, d]) => a <= d && c <= b));
}

function liveZone(cloud: Cloud, balancer: Balancer, zone: string, applied: StoredConfiguration | undefined): LiveZone {
  const pending = pendingIn(cloud, balancer, zone);
  if (!applied) return { frontends: [], pending };
  const { openFrontendsOnDedicatedIps, routedIpsNeedRefresh } = cloud.behaviour;
  const routed = blocksOf(cloud, balancer.name);
  const served = routedIpsNeedRefresh ? routed.filter((block) => applied.failover.includes(block)) : routed;
  const enabled = objectsOf(applied, ...FRONTENDS).filter((frontend) => !frontend.values.disabled);

  /** Where an address is another front-end's on the same port, the more specific one answers (the simulator's choice). */
  const isTaken = (open: StoredObject, block: string) =>
    enabled.some(
      (other) =>
        dedicated(other).some((ip) => overlap(ip, block)) && (!openFrontendsOnDedicatedIps || sharePort(open, other)),
    );
  const addressesOf = (frontend: StoredObject) => {
    if (dedicated(frontend).length > 0)
      return dedicated(frontend).filter((ip) => served.some((block) => contains(block, ip)));
    const own = balancer.ipv6 === null ? [balancer.ipv4] : [balancer.ipv4, balancer.ipv6];
    return [...own, ...served.filter((block) => !isTaken(frontend, block))];
  };
  const frontends = enabled.map((frontend) => ({
    protocol: protocolOf(frontend.kind),
    frontendId: frontend.id,
    port: frontend.values.port as string,
    addresses: addressesOf(frontend),
    defaultFarmId: frontend.values.defaultFarmId,
  }));
  return { frontends, pending };
}

export function live(cloud: Cloud): Live {
  const balancers = namesOf(cloud, "ipLoadbalancing").map((name) => service(cloud, "ipLoadbalancing", name));
  return Object.fromEntries(
    balancers.map((balancer) => [
      balancer.name,
      Object.fromEntries(balancer.zones.map((zone) => [zone, liveZone(cloud, balancer, zone, balancer.applied[zone])])),
    ]),
  );
}
