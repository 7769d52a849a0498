import type { Router } from "../../../../simulator";
import type { Cloud } from "../cloud";
import { bodyOf, ok, type Route } from "../context";
import { missing, noSuchObject } from "../errors";
import { type Fields, readNew } from "../fields";
import { isOnItsWay } from "../vrack-changes";
import type { Balancer } from "../world";
import { balancerOf, useNetwork } from "./collections";
import { objectsOf } from "./configuration";
import { countWrite } from "./pending";
import { remainingNetworks } from "./rules";
import { farmsOf } from "./show";

/** What a load balancer says of its vRack, beside the networks themselves. */

const BASE = "/ipLoadbalancing/:serviceName";
const FARM_IDS: Fields = { farmId: { type: "integer[]" } };

function vrackState(cloud: Cloud, { name, vrack }: Balancer): string {
  if (isOnItsWay(cloud, name)) return vrack === null ? "activating" : "deactivating";
  return vrack === null ? "inactive" : "active";
}

export function addNetworkRoutes(routes: Router<Route>): void {
  routes.add("GET", `${BASE}/vrack/networkCreationRules`, (context) => {
    const balancer = balancerOf(context);
    return ok({ minNatIps: 4, remainingNetworks: remainingNetworks(balancer), vrackName: balancer.vrack });
  });
  routes.add("GET", `${BASE}/vrack/status`, (context) => {
    const balancer = balancerOf(context);
    return ok({ state: vrackState(context.cloud, balancer), task: [], vrackName: balancer.vrack });
  });
  // `updateFarmId` with null detaches the network from all farms (the vendor's guide use_api_details).
  routes.add("POST", `${BASE}/vrack/network/:vrackNetworkId/updateFarmId`, (context) => {
    const balancer = balancerOf(context);
    const id = Number(context.params.vrackNetworkId);
    const network = objectsOf(balancer.stored, "vrack/network").find((entry) => entry.id === id);
    if (!network) throw noSuchObject("vrackNetworkId", context.params.vrackNetworkId ?? "");
    const body = bodyOf(context);
    if (body.farmId === undefined) throw missing("farmId");
    const { farmId } = readNew(FARM_IDS, body, context.cloud.behaviour);
    useNetwork(balancer, id, (farmId ?? []) as number[]);
    countWrite(balancer, "all");
    return ok({ vrackNetworkId: id, ...network.values, farmId: farmsOf(balancer, id) });
  });
}
