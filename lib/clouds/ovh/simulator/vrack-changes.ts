import { countWrite } from "./balancer/pending";
import { type Cloud, tryService } from "./cloud";
import { conflict } from "./errors";
import { takeMacs } from "./server/virtual-macs";

/** An address or a load balancer goes into a vRack, or comes out of it. */
export interface VrackChange {
  readonly kind: "vrack";
  readonly vrack: string;
  readonly what: "add-ip" | "remove-ip" | "add-balancer" | "remove-balancer";
  /** The block or the load balancer. */
  readonly subject: string;
  /** Where a block is announced, if that was said. */
  readonly region: string | null;
}

/** Whether a block or a load balancer is going into a vRack, or out of it. */
export const isOnItsWay = (cloud: Cloud, subject: string) =>
  Object.values(cloud.world.tasks).some(
    (task) => task.effect.kind === "vrack" && task.effect.subject === subject && cloud.tasks.isRunning(task),
  );

/** The simulator's own rule and words. */
export function checkNotOnItsWay(cloud: Cloud, subject: string): void {
  if (isOnItsWay(cloud, subject)) throw conflict(`${subject} is being attached to or detached from a vRack`);
}

export function changeVrack(cloud: Cloud, { vrack: name, what, subject, region }: VrackChange): void {
  const vrack = tryService(cloud, "vrack", name);
  const ip = cloud.world.ips[subject];
  const balancer = tryService(cloud, "ipLoadbalancing", subject);
  // "The vMAC is lost when moving into a vRack"; out of it the block goes back to parking.
  if (what === "add-ip" && ip) {
    const server = ip.routedTo === null ? undefined : tryService(cloud, "dedicatedServer", ip.routedTo);
    if (server) takeMacs(server, subject);
    Object.assign(ip, { routedTo: name, type: "vrack", nexthop: null, vrackRegion: region });
  }
  if (what === "remove-ip" && ip) Object.assign(ip, { routedTo: null, type: "failover", nexthop: null });
  if (!vrack || !balancer) return;
  vrack.balancers = vrack.balancers.filter((entry) => entry !== subject);
  if (what === "add-balancer") vrack.balancers.push(subject);
  balancer.vrack = what === "add-balancer" ? name : null;
  countWrite(balancer, "all");
}
