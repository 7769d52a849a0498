import { createRouter, type Router } from "../../../simulator";
import type { Keys } from "./access/keys";
import { addAccessRoutes } from "./access/routes";
import { addCollections } from "./balancer/collections";
import { addBalancerRoutes } from "./balancer/services";
import type { Route } from "./context";
import { addReverseRoutes } from "./ip/reverses";
import { addIpRoutes } from "./ip/routes";
import { addServerRoutes } from "./servers";
import { addMemberRoutes, addVrackRoutes } from "./vracks";

export function createRoutes(keys: Keys): Router<Route> {
  const routes = createRouter<Route>();
  addAccessRoutes(routes, keys);
  addIpRoutes(routes);
  addReverseRoutes(routes);
  addBalancerRoutes(routes);
  addCollections(routes);
  addServerRoutes(routes);
  addVrackRoutes(routes);
  addMemberRoutes(routes);
  return routes;
}
