import type { Balancer } from "../world";
import {
  FARMS,
  FRONTENDS,
  objectsOf,
  protocolOf,
  ROUTES,
  type StoredConfiguration,
  type StoredObject,
} from "./configuration";

/** A valid route has rules; the guide says no more. */
function isServed(configuration: StoredConfiguration, { kind, id, values }: StoredObject): boolean {
  if (values.defaultFarmId !== null || values.redirectLocation) return true;
  const rules = objectsOf(configuration, "http/route/rule", "tcp/route/rule");
  return objectsOf(configuration, ...ROUTES).some(
    (route) =>
      protocolOf(route.kind) === protocolOf(kind) &&
      route.values.frontendId === id &&
      rules.some((rule) => rule.parent === route.id),
  );
}

/**
 * Why a refresh would not be made: the conditions of the vendor's guide "howto_route_ipfo". All front-ends count,
 * disabled ones too.
 */
export function violations({ vrack, stored }: Balancer): readonly string[] {
  const frontends = objectsOf(stored, ...FRONTENDS);
  const farms = objectsOf(stored, ...FARMS);
  const found = frontends.length === 0 ? ["there is no front-end"] : [];
  for (const frontend of frontends) {
    if (!isServed(stored, frontend))
      found.push(
        `${protocolOf(frontend.kind)} front-end ${frontend.id} has no default farm, redirection or route with rules`,
      );
  }
  if (vrack !== null && objectsOf(stored, "vrack/network").length === 0 && farms.length > 0)
    found.push(`the load balancer is in ${vrack} and has no vRack network`);
  for (const farm of farms) {
    const inVrack = farm.values.vrackNetworkId !== null;
    if (inVrack !== (vrack !== null))
      found.push(
        `${protocolOf(farm.kind)} farm ${farm.id} is ${inVrack ? "" : "not "}in the vRack, the load balancer is ${vrack ? "" : "not"}`,
      );
  }
  return found;
}
