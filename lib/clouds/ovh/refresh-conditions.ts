/**
 * What must hold before a refresh: the vendor's guide "howto_route_ipfo". What the API answers when it does not hold
 * is not documented, so it is judged here first, on the configuration as it is stored.
 */
import type { Protocol } from "../listener";

interface StoredObject {
  readonly protocol: Protocol;
  readonly id: number;
  readonly displayName: string | null;
}

export interface StoredFrontend extends StoredObject {
  readonly defaultFarmId: number | null;
  /** Null on protocols that have none. */
  readonly redirectLocation: string | null;
}

export interface StoredFarm extends StoredObject {
  readonly vrackNetworkId: number | null;
}

export interface StoredRoute extends StoredObject {
  readonly frontendId: number | null;
  /** How many rules it has. */
  readonly rules: number;
}

/** What is stored of a load balancer, as far as the conditions need it. */
export interface StoredConfiguration {
  readonly loadBalancer: string;
  readonly vrack: string | null;
  /** Ids of the load balancer's networks in its vRack. */
  readonly networks: readonly number[];
  readonly frontends: readonly StoredFrontend[];
  readonly farms: readonly StoredFarm[];
  /** Those of front-ends that have neither a default farm nor a redirection; of others they do not matter. */
  readonly routes: readonly StoredRoute[];
}

/** A condition that does not hold: what, and the way out. */
export interface Violation {
  readonly summary: string;
  readonly detail: string;
}

/** All conditions that do not hold, each with the object that breaks it. */
export function violatedConditions(configuration: StoredConfiguration): readonly Violation[] {
  return [...withoutFrontend(configuration), ...unservedFrontends(configuration), ...outsideVrack(configuration)];
}

function withoutFrontend({ loadBalancer, frontends }: StoredConfiguration): readonly Violation[] {
  if (frontends.length > 0) return [];
  return [
    {
      summary: "The load balancer has no front-end",
      detail: `${loadBalancer} has no front-end, and OVHcloud applies no configuration without one: the last applied configuration stays live. One that is disabled and has a farm or redirection is enough to end that.`,
    },
  ];
}

/** All front-ends count, those that are disabled too. */
function unservedFrontends({ loadBalancer, frontends, routes }: StoredConfiguration): readonly Violation[] {
  return frontends.flatMap((frontend) => {
    if (frontend.defaultFarmId !== null || frontend.redirectLocation !== null) return [];
    const own = routes.filter(
      ({ protocol, frontendId }) => protocol === frontend.protocol && frontendId === frontend.id,
    );
    if (own.some(({ rules }) => rules > 0)) return [];
    return [
      {
        summary: "A front-end leads nowhere",
        detail: `${nameOf(frontend, "front-end")} of ${loadBalancer} has ${lacks(frontend, own)}. ${wayOut(frontend, own)} Front-ends that are disabled count as well.`,
      },
    ];
  });
}

function lacks({ protocol }: StoredFrontend, routes: readonly StoredRoute[]): string {
  if (protocol === "udp") return "no default farm";
  const redirection = protocol === "http" ? ", no redirectLocation" : "";
  const without = `no default farm${redirection} and no route with rules`;
  return routes.length === 0 ? without : `${without} (${routes.map(({ id }) => `route ${id}`).join(", ")} has none)`;
}

function wayOut({ protocol }: StoredFrontend, routes: readonly StoredRoute[]): string {
  if (protocol === "udp") return "Give it a default farm, or delete it.";
  const rule = routes.length === 0 ? "a route with a rule" : "one of its routes a rule";
  return `Give it a default farm${protocol === "http" ? " or a redirectLocation" : ""}, or ${rule}, or delete it.`;
}

function outsideVrack({ loadBalancer, vrack, networks, farms }: StoredConfiguration): readonly Violation[] {
  if (vrack === null) {
    return farms
      .filter(({ vrackNetworkId }) => vrackNetworkId !== null)
      .map((farm) => ({
        summary: "A farm is in a vRack and its load balancer is not",
        detail: `${nameOf(farm, "farm")} is in vRack network ${farm.vrackNetworkId}, and ${loadBalancer} is in no vRack. Set the farm's vrackNetworkId to null, or add the load balancer to the vRack.`,
      }));
  }
  const lacking =
    networks.length > 0
      ? []
      : [
          {
            summary: "The load balancer has no network in its vRack",
            detail: `${loadBalancer} is in vRack ${vrack} and has no network there. Create one (ovh_iploadbalancing_vrack_network), or remove the load balancer from the vRack.`,
          },
        ];
  const outside = farms
    .filter(({ vrackNetworkId }) => vrackNetworkId === null)
    .map((farm) => ({
      summary: "A farm is not in the load balancer's vRack",
      detail: `${nameOf(farm, "farm")} has no vrackNetworkId, and ${loadBalancer} is in vRack ${vrack}. Set it to ${networks.length > 0 ? `one of the load balancer's networks (${networks.join(", ")})` : "a network of the load balancer, which has none yet"}, or remove the load balancer from the vRack.`,
    }));
  return [...lacking, ...outside];
}

function nameOf({ protocol, id, displayName }: StoredObject, noun: string): string {
  return `${protocol} ${noun} ${id}${displayName === null ? "" : ` ("${displayName}")`}`;
}
