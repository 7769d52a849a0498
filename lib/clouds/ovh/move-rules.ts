/**
 * Why an address cannot be routed to a service. The list of destinations decides (`GET /ip/{ip}/move`); the rules of the
 * vendor's guide "move-failover-ip" say why something is not in it.
 */
import { bareAddress, isSingleAddress } from "./block";
import { campusOf, reachableFrom } from "./campus";
import type { MacUse } from "./mac-use";
import type { Service } from "./service-list";
import type { Destinations, Ip } from "./wire";

export interface Obstacle {
  /** Whether it is the address that cannot move at all, or only to this service or next hop. */
  readonly of: "address" | "service" | "nexthop";
  /** Nothing that anybody could do would change it. */
  readonly lasting?: true;
  readonly reason: string;
  readonly fix: string;
}

/** One entry of the list of destinations. */
export interface Destination {
  readonly family: string;
  readonly service: string;
  readonly nexthops: readonly string[];
}

export interface MoveFacts {
  readonly ip: Ip;
  readonly destinations: readonly Destination[];
  /** Of the address where it is now. */
  readonly mac: MacUse | undefined;
}

/** What only matters for what is no destination. */
export interface Surroundings {
  readonly services: readonly Service[];
  /** Whether the destination can have virtual MACs; undefined when nobody asked. */
  readonly supportsMacs: boolean | undefined;
}

/** All families, those that the schema does not know yet among them; empty ones are lists or null. */
export function destinationsIn(answer: Destinations): readonly Destination[] {
  const families = Object.entries(answer) as [string, Destinations[keyof Destinations]][];
  return families.flatMap(([family, list]) =>
    (list ?? []).map(({ service, nexthop }) => ({ family, service, nexthops: nexthop ?? [] })),
  );
}

export function serviceOf({ routedTo }: Ip): string | null {
  return routedTo?.serviceName || null;
}

/** An address in a vRack is routed to it, and leaves it by a call of the vRack. */
export function vrackOf(ip: Ip): string | undefined {
  const service = serviceOf(ip);
  return service !== null && (ip.type === "vrack" || isVrack(service)) ? service : undefined;
}

export const isVrack = (service: string) => /^pn-\d+$/.test(service);
/** Of today and, with an address in its name, of the days before. */
export const isLoadBalancer = (service: string) => /^(loadbalancer-|ip-\d)/.test(service);

/** What stands in the way although it may be a destination; "unlisted" when it is none. */
export function judgeListed(
  { ip, destinations, mac }: MoveFacts,
  to: string,
  nexthop: string | undefined,
): Obstacle | "unlisted" | undefined {
  if (mac && mac.siblings.length > 0) {
    const others = mac.siblings.join(", ");
    return {
      of: "address",
      reason: `it shares the virtual MAC ${mac.mac} with ${others}, and OVHcloud moves no address whose virtual MAC is shared`,
      fix: `Take ${bareAddress(ip.ip)} or ${others} off that MAC first.`,
    };
  }
  const listed = destinations.find(({ service }) => service === to);
  if (!listed) return "unlisted";
  if (nexthop === undefined || listed.nexthops.includes(nexthop)) return undefined;
  const choice = listed.nexthops.length > 0 ? `Use ${listed.nexthops.join(" or ")}.` : "Remove nexthop.";
  return { of: "nexthop", reason: `${nexthop} is no next hop of ${to}`, fix: choice };
}

/** The rule by which a service is no destination; undefined when none that is known says so. */
export function explainUnlisted(
  { ip, mac }: MoveFacts,
  to: string,
  { services, supportsMacs }: Surroundings,
): Obstacle | undefined {
  const from = services.find(({ name }) => name === serviceOf(ip));
  const service = services.find(({ name }) => name === to);
  if (!ip.isAdditionalIp && !["failover", "vrack"].includes(ip.type)) {
    const where = serviceOf(ip) ?? "where it is";
    return {
      of: "address",
      lasting: true,
      reason: `it is no additional IP (its type is ${ip.type}) and stays with ${where}`,
      fix: "Use an additional IP.",
    };
  }
  if (isVrack(to))
    return {
      of: "service",
      reason: `${to} is a vRack, which takes addresses in by a call of its own`,
      fix: "Name a server.",
    };
  if (!service) {
    return {
      of: "service",
      reason: `this account has no service ${to} that takes addresses`,
      fix: "Check its name, and the provider's credentials.",
    };
  }
  const reachable = placesOf(ip);
  if (reachable.length > 0 && service.campuses.length > 0 && !service.campuses.some((at) => reachable.includes(at))) {
    return {
      of: "service",
      reason: `the address belongs to ${reachable.join(", ")} and ${to} is in ${service.campuses.join(", ")}`,
      fix: "Addresses move only within a region, and between GRA, RBX and SBG: use an address of that region.",
    };
  }
  if (service.family === "vps" && from?.family === "dedicatedServer" && !isSingleAddress(ip.ip)) {
    return {
      of: "service",
      reason: `${ip.ip} is a block, and only single addresses move from a dedicated server to a VPS`,
      fix: "Use a single address.",
    };
  }
  if (mac && (service.family !== "dedicatedServer" || supportsMacs === false)) {
    return {
      of: "service",
      reason: `it has the virtual MAC ${mac.mac}, and ${to} does not support virtual MACs`,
      fix: "Take the virtual MAC off first, or use a dedicated server that supports them.",
    };
  }
  return undefined;
}

export function unexplained(to: string): Obstacle {
  return {
    of: "service",
    reason: `OVHcloud does not list ${to} among the destinations of this address (GET /ip/{ip}/move)`,
    fix: "Some services take addresses only when they are parked, some never: ask OVHcloud's support.",
  };
}

/** @param enclosing the block that the address is part of, if the account has it */
export function noSuchAddress(attribute: string, ip: string, enclosing: string | undefined): string {
  return enclosing === undefined
    ? `${attribute} ${ip} is no address of this account. Check it, and the provider's credentials.`
    : `${attribute} ${ip} is part of the block ${enclosing}, which moves as a whole. Set ${attribute} to ${enclosing}.`;
}

/** Where an address may go, as campuses; empty when that is not known. */
export function placesOf({ campus, regions }: Ip): readonly string[] {
  const places = [...(campus ? [campus] : []), ...(regions ?? [])];
  return [...new Set(reachableFrom(places.flatMap((place) => campusOf(place) ?? [])))].sort();
}
