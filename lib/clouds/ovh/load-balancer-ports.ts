/** All that concerns what is configured on IP Load Balancers, made of the same readings and the same writes. */
import type { FrontendBindingPort } from "../ports/frontend-bindings";
import type { FrontendPort } from "../ports/frontends";
import type { LoadBalancerPort } from "../ports/load-balancers";
import type { AddressMoves } from "./address-moves";
import { createAddressRoutes } from "./address-routes";
import type { LoadBalancerApi } from "./api-load-balancer";
import type { Balancers } from "./balancers";
import { createFrontendBindings } from "./frontend-bindings";
import { createFrontendCreation } from "./frontend-creation";
import { createListedEdits } from "./frontend-second-look";
import { createFrontendWrites } from "./frontend-writes";
import { createFrontends } from "./frontends";
import { createLoadBalancers } from "./load-balancers";
import type { Refresher } from "./refresher";

export interface LoadBalancerPorts {
  readonly frontends: FrontendPort;
  readonly frontendBindings: FrontendBindingPort;
  readonly loadBalancers: LoadBalancerPort;
}

export function createLoadBalancerPorts(given: {
  readonly api: LoadBalancerApi;
  readonly balancers: Balancers;
  readonly moves: Pick<AddressMoves, "ensure" | "check">;
  readonly refresher: Pick<Refresher, "afterWrite" | "noteMove">;
  /** False: the user refreshes by hand. */
  readonly goesLive: boolean;
  /** Longest time from reading a list to replacing it, in milliseconds. Default: that of every list. */
  readonly readToWriteMs?: number;
}): LoadBalancerPorts {
  const routes = createAddressRoutes(given);
  const tools = { ...given, routes, claimed: new Set<string>() };
  const creation = createFrontendCreation(tools);
  const writes = createFrontendWrites({ ...tools, creation });
  return {
    frontends: createFrontends({ ...tools, creation, writes }),
    frontendBindings: createFrontendBindings({ ...tools, listed: createListedEdits({ ...tools, writes }) }),
    loadBalancers: createLoadBalancers(given.balancers),
  };
}
