import type { Destinations } from "../../wire";
import { isSingle } from "../blocks";
import type { Cloud } from "../cloud";
import { conflict, noSuchService, refused } from "../errors";
import { sharesMac } from "../server/virtual-macs";
import type { IpRecord, Service } from "../world";

/**
 * Why this address cannot go there; undefined when it can. The rules are those of the vendor's guide "move-failover-ip",
 * the words are the simulator's own.
 */
export function obstacle(cloud: Cloud, ip: IpRecord, to: Service): string | undefined {
  const { block } = ip;
  if (to.kind === "vrack") return `${block} goes into a vRack by POST /vrack/${to.name}/ip`;
  if (!to.regions.some((region) => ip.regions.includes(region)))
    return `${block} belongs to ${ip.regions.join(", ")}, ${to.name} is in ${to.regions.join(", ")}`;
  const from = ip.routedTo === null ? undefined : cloud.world.services[ip.routedTo];
  if (to.kind === "vps" && from?.kind === "dedicatedServer" && !isSingle(block))
    return `only single addresses move from a dedicated server to a VPS, ${block} is a block`;
  if (from?.kind !== "dedicatedServer") return undefined;
  const macs = Object.entries(from.macs).filter(([, record]) => sharesMac(record, block) !== "none");
  if (macs.length === 0 || to === from) return undefined;
  if (to.kind !== "dedicatedServer" || !to.vmacSupported)
    return `${to.name} does not support virtual MACs and ${block} has one`;
  const shared = macs.find(([, record]) => sharesMac(record, block) === "with-others");
  return shared && `${block} shares the virtual MAC ${shared[0]} with other addresses`;
}

/** Others stay with the service that they came with. */
export const isAdditional = ({ type }: IpRecord) => type === "failover" || type === "vrack";

/** The service is where the address is already: it is no destination. */
export function destinations(cloud: Cloud, ip: IpRecord): Destinations {
  const empty = cloud.behaviour.emptyDestinations === "null" ? null : [];
  const of = (kind: keyof Destinations) => {
    const found = Object.values(cloud.world.services).filter(
      (to) => isAdditional(ip) && to.kind === kind && to.name !== ip.routedTo && obstacle(cloud, ip, to) === undefined,
    );
    const shown = found.map((to) => ({
      service: to.name,
      nexthop: to.kind === "cloudProject" && to.nexthops.length > 0 ? to.nexthops : null,
    }));
    return shown.length > 0 ? shown : empty;
  };
  return {
    cloudProject: of("cloudProject"),
    dedicatedCloud: of("dedicatedCloud"),
    dedicatedServer: of("dedicatedServer"),
    hostingReseller: of("hostingReseller"),
    ipLoadbalancing: of("ipLoadbalancing"),
    vps: of("vps"),
  };
}

/** Refuses what is not a move that the vendor's rules allow. */
export function checkMove(cloud: Cloud, ip: IpRecord, name: string | null, nexthop: string | null): void {
  const { behaviour, world } = cloud;
  if (!isAdditional(ip)) throw refused(`${ip.block} is no additional IP, it stays where it is`);
  if (ip.type === "vrack" && behaviour.moveFromVrack === "reject")
    throw refused(
      `${ip.block} is in ${ip.routedTo ?? "a vRack"}: take it out with DELETE /vrack/{serviceName}/ip/{ip}`,
    );
  if (name === ip.routedTo && behaviour.moveInPlace === "reject") throw conflict(`${ip.block} is there already`);
  checkFrontends(cloud, ip, name);
  if (name === null) return;
  const to = Object.hasOwn(world.services, name) ? world.services[name] : undefined;
  if (!to) throw noSuchService();
  const why = obstacle(cloud, ip, to);
  if (why !== undefined) throw refused(`This IP cannot be moved to ${name}: ${why}`);
  if (nexthop !== null && !(to.kind === "cloudProject" && to.nexthops.includes(nexthop)))
    throw refused(`[nexthop] ${nexthop} is no next hop of ${name}`);
}

function checkFrontends({ behaviour, world }: Cloud, ip: IpRecord, name: string | null): void {
  const from = ip.routedTo === null ? undefined : world.services[ip.routedTo];
  if (behaviour.moveDedicatedIpAway === "allow" || from?.kind !== "ipLoadbalancing" || name === from.name) return;
  const user = from.stored.objects.find((object) =>
    (object.values.dedicatedIpfo as string[] | null | undefined)?.includes(ip.block),
  );
  if (user) throw conflict(`${ip.block} is dedicated to front-end ${user.id} of ${from.name}`);
}
