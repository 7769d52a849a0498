import { countWrite } from "../balancer/pending";
import { type Cloud, tryService } from "../cloud";
import { takeMacs } from "../server/virtual-macs";

/** An address, or a whole block, is routed to a service; null: parked. */
export interface RouteIp {
  readonly kind: "route";
  readonly block: string;
  readonly to: string | null;
  readonly nexthop: string | null;
}

/** Virtual MACs go along to another dedicated server, and are lost anywhere else. */
function takeMacsAlong(cloud: Cloud, block: string, from: string | null, to: string | null): void {
  const source = from === null ? undefined : tryService(cloud, "dedicatedServer", from);
  const target = to === null ? undefined : tryService(cloud, "dedicatedServer", to);
  if (!source || source === target) return;
  const macs = takeMacs(source, block);
  if (target) Object.assign(target.macs, macs);
}

export function routeIp(cloud: Cloud, { block, to, nexthop }: RouteIp): void {
  const ip = cloud.world.ips[block];
  if (!ip) return;
  const from = ip.routedTo;
  takeMacsAlong(cloud, block, from, to);
  Object.assign(ip, { routedTo: to, nexthop, type: "failover" });
  if (from === to || !cloud.behaviour.moveIsPending) return;
  for (const name of [from, to]) {
    const balancer = name === null ? undefined : tryService(cloud, "ipLoadbalancing", name);
    if (balancer) countWrite(balancer, "all");
  }
}
