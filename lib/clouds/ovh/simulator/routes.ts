import { createRouter, type Router } from "../../../simulator";
import type { Keys } from "./access/keys";
import { addAccessRoutes } from "./access/routes";
import { addCollections } from "./balancer/collections";
import { addBalancerRoutes } from "./balancer/services";
import type { Route } from "./context";
import { addReverseRoutes } from "./ip/reverses";
import { addIpRoutes } from "./ip/routes";
import { addIpServiceRoutes } from "./ip/services";
import { addMemberRoutes } from "./members";
import { addServerRoutes } from "./server/routes";
import { addVrackRoutes } from "./vracks";

export function createRoutes(keys: Keys): Router<Route> {
  const routes = createRouter<Route>();
  addAccessRoutes(routes, keys);
  addIpRoutes(routes);
  addIpServiceRoutes(routes);
  addReverseRoutes(routes);
  addBalancerRoutes(routes);
  addCollections(routes);
  addServerRoutes(routes);
  addVrackRoutes(routes);
  addMemberRoutes(routes);
  return routes;
}
