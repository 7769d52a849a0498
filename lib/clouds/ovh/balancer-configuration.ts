/** Reads of a load balancer what the conditions of a refresh need, in as few requests as it can. */
import { protocols } from "../listener";
import type { Protocol } from "../listener";
import type { LoadBalancerApi } from "./api-load-balancer";
import type { StoredConfiguration } from "./refresh-conditions";

export interface BalancerConfiguration extends StoredConfiguration {
  readonly zones: readonly string[];
}

export async function readConfiguration(
  api: LoadBalancerApi,
  loadBalancer: string,
  signal: AbortSignal,
): Promise<BalancerConfiguration> {
  const [{ vrackName, zone: zones }, frontends, farms] = await Promise.all([
    api.service(loadBalancer, signal),
    ofAllProtocols(async (protocol) =>
      (await api.frontends(loadBalancer, protocol, signal)).map(
        ({ frontendId: id, displayName, defaultFarmId, redirectLocation }) => ({
          protocol,
          id,
          displayName: displayName || null,
          defaultFarmId,
          redirectLocation: redirectLocation || null,
        }),
      ),
    ),
    ofAllProtocols(async (protocol) =>
      (await api.farms(loadBalancer, protocol, signal)).map(({ farmId: id, displayName, vrackNetworkId }) => ({
        protocol,
        id,
        displayName: displayName || null,
        vrackNetworkId,
      })),
    ),
  ]);
  // Most front-ends have a farm, and most load balancers are in no vRack: these need not be asked for then.
  const needRoutes = (["http", "tcp"] as const).filter((protocol) =>
    frontends.some(
      (frontend) =>
        frontend.protocol === protocol && frontend.defaultFarmId === null && frontend.redirectLocation === null,
    ),
  );
  const [routes, networks] = await Promise.all([
    Promise.all(
      needRoutes.map(async (protocol) =>
        (await api.routes(loadBalancer, protocol, signal)).map(({ routeId: id, displayName, frontendId, rules }) => ({
          protocol,
          id,
          displayName: displayName || null,
          frontendId,
          rules: rules?.length ?? 0,
        })),
      ),
    ),
    vrackName === null ? [] : api.networks(loadBalancer, signal),
  ]);
  return {
    loadBalancer,
    zones,
    vrack: vrackName,
    networks: networks.map(({ vrackNetworkId }) => vrackNetworkId),
    frontends,
    farms,
    routes: routes.flat(),
  };
}

async function ofAllProtocols<T>(read: (protocol: Protocol) => Promise<readonly T[]>) {
  return (await Promise.all(protocols.map(read))).flat();
}
