/** What the conditions of a refresh need to know of a load balancer, in as few requests as it can. */
import type { Balancers } from "./balancers";
import type { StoredConfiguration } from "./refresh-conditions";

export interface BalancerConfiguration extends StoredConfiguration {
  readonly zones: readonly string[];
}

/** As it is after `since` (as of Date.now). Undefined: no such load balancer. */
export async function readConfiguration(
  balancers: Balancers,
  loadBalancer: string,
  since: number,
  signal: AbortSignal,
): Promise<BalancerConfiguration | undefined> {
  const [service, frontends, farms] = await Promise.all([
    balancers.service(loadBalancer, since, signal),
    balancers.frontends(loadBalancer, since, signal),
    balancers.farms(loadBalancer, since, signal),
  ]);
  if (!service || !frontends || !farms) return undefined;
  // Most front-ends have a farm, and most load balancers are in no vRack: then these need not be asked for.
  const needsRoutes = frontends.some(
    ({ protocol, defaultFarmId, redirectLocation }) =>
      protocol !== "udp" && defaultFarmId === null && !redirectLocation,
  );
  const [routes, networks] = await Promise.all([
    needsRoutes ? balancers.routes(loadBalancer, since, signal) : [],
    service.vrackName === null ? [] : balancers.networks(loadBalancer, since, signal),
  ]);
  return {
    loadBalancer,
    zones: service.zone,
    vrack: service.vrackName,
    networks: (networks ?? []).map(({ vrackNetworkId }) => vrackNetworkId),
    frontends: frontends.map(({ protocol, frontendId: id, displayName, defaultFarmId, redirectLocation }) => ({
      protocol,
      id,
      displayName: displayName || null,
      defaultFarmId,
      redirectLocation: redirectLocation || null,
    })),
    farms: farms.map(({ protocol, farmId: id, displayName, vrackNetworkId }) => ({
      protocol,
      id,
      displayName: displayName || null,
      vrackNetworkId,
    })),
    routes: (routes ?? []).map(({ protocol, routeId: id, displayName, frontendId, rules }) => ({
      protocol,
      id,
      displayName: displayName || null,
      frontendId,
      // A list that leaves them out does not say that there are none: then the refresh itself tells.
      rules: rules === undefined ? 1 : (rules?.length ?? 0),
    })),
  };
}
