import { addressOf } from "../blocks";
import type { Cloud } from "../cloud";
import { tryService } from "../cloud";
import { countWrite } from "../balancer/pending";

/** An address, or a whole block, is routed to a service; null: parked. */
export interface RouteIp {
  readonly kind: "route";
  readonly block: string;
  readonly to: string | null;
  readonly nexthop: string | null;
}

/** The virtual MAC of an address goes along to another dedicated server, and is lost anywhere else. */
function takeMacAlong(cloud: Cloud, block: string, from: string | null, to: string | null): void {
  const source = from === null ? undefined : tryService(cloud, "dedicatedServer", from);
  const target = to === null ? undefined : tryService(cloud, "dedicatedServer", to);
  if (source === target) return;
  const address = addressOf(block);
  for (const [mac, record] of Object.entries(source?.macs ?? {})) {
    const name = record.addresses[address];
    if (name === undefined) continue;
    delete record.addresses[address];
    if (Object.keys(record.addresses).length === 0) delete source?.macs[mac];
    if (target) target.macs[mac] = { type: record.type, addresses: { [address]: name } };
  }
}

export function routeIp(cloud: Cloud, { block, to, nexthop }: RouteIp): void {
  const ip = cloud.world.ips[block];
  if (!ip) return;
  const from = ip.routedTo;
  takeMacAlong(cloud, block, from, to);
  Object.assign(ip, { routedTo: to, nexthop, type: "failover" });
  if (from === to || !cloud.behaviour.moveIsPending) return;
  for (const name of [from, to]) {
    const balancer = name === null ? undefined : tryService(cloud, "ipLoadbalancing", name);
    if (balancer) countWrite(balancer, "all");
  }
}
