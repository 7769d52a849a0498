import type { Router } from "../../../../simulator";
import { blocksOf, namesOf, service } from "../cloud";
import { bodyOf, done, ok, type Route } from "../context";
import { noSuchObject } from "../errors";
import { type Fields, readChange } from "../fields";
import { listing, passes } from "../listing";
import type { Balancer } from "../world";
import { addAvailableRoutes } from "./available";
import { balancerOf } from "./collections";
import { FARMS, FRONTENDS, objectsOf, type ObjectKind, protocolOf, ROUTES } from "./configuration";
import { addInstanceRoutes } from "./instances";
import { addNetworkRoutes } from "./networks";
import { pendingChanges } from "./pending";
import { addQuotaRoutes } from "./quota";
import { refresh } from "./refresh";
import { addTaskRoutes } from "./tasks";

/** Load balancers as such, and what is told of them as a whole. */

const BASE = "/ipLoadbalancing/:serviceName";

const CHANGE: Fields = {
  displayName: { type: "string", maxLength: 50 },
  sslConfiguration: { type: "string", values: ["intermediate", "modern"] },
};

const show = (balancer: Balancer) => ({
  serviceName: balancer.name,
  displayName: balancer.displayName,
  sslConfiguration: balancer.sslConfiguration,
  ipLoadbalancing: balancer.ipv4,
  ipv4: balancer.ipv4,
  ipv6: balancer.ipv6,
  metricsToken: null,
  offer: "iplb-lb1",
  orderableZone: [],
  state: "ok",
  vrackEligibility: balancer.vrackEligibility,
  vrackName: balancer.vrack,
  zone: balancer.zones,
  iam: { id: balancer.iamId, urn: `urn:v1:eu:resource:loadbalancer:${balancer.name}` },
});

const showZone = (name: string | number) => ({ name, state: "ok" });

const count = (balancer: Balancer, ...kinds: readonly ObjectKind[]) => {
  const total = objectsOf(balancer.stored, ...kinds).length;
  return { total, status: { ok: total, warn: 0, error: 0, unknown: 0 } };
};

function addDefinedRoutes(routes: Router<Route>): void {
  routes.add("GET", `${BASE}/definedFarms`, (context) => {
    const farms = objectsOf(balancerOf(context).stored, ...FARMS);
    const wanted = farms.filter((farm) => passes(context, { vrackNetworkId: farm.values.vrackNetworkId }));
    return ok(wanted.map((farm) => ({ id: farm.id, type: protocolOf(farm.kind) })));
  });
  routes.add("GET", `${BASE}/definedFrontends`, (context) =>
    ok(objectsOf(balancerOf(context).stored, ...FRONTENDS).map(({ id, kind }) => ({ id, type: protocolOf(kind) }))),
  );
  routes.add("GET", `${BASE}/definedRoutes`, (context) =>
    ok(
      objectsOf(balancerOf(context).stored, ...ROUTES).map(({ id, kind, values }) => ({
        routeId: id,
        type: protocolOf(kind),
        displayName: values.displayName,
      })),
    ),
  );
}

export function addBalancerRoutes(routes: Router<Route>): void {
  routes.add("GET", "/ipLoadbalancing", (context) =>
    listing(context, namesOf(context.cloud, "ipLoadbalancing"), (name) =>
      show(service(context.cloud, "ipLoadbalancing", String(name))),
    ),
  );
  routes.add("GET", BASE, (context) => ok(show(balancerOf(context))));
  routes.add("PUT", BASE, (context) => {
    Object.assign(balancerOf(context), readChange(CHANGE, bodyOf(context), context.cloud.behaviour));
    return done;
  });
  routes.add("GET", `${BASE}/failover`, (context) => ok(blocksOf(context.cloud, balancerOf(context).name)));
  routes.add("GET", `${BASE}/pendingChanges`, (context) => ok(pendingChanges(context.cloud, balancerOf(context))));
  routes.add("POST", `${BASE}/refresh`, refresh);
  addTaskRoutes(routes);
  routes.add("GET", `${BASE}/zone`, (context) => listing(context, balancerOf(context).zones, showZone));
  routes.add("GET", `${BASE}/zone/:zone`, (context) => {
    const name = context.params.zone ?? "";
    if (!balancerOf(context).zones.includes(name)) throw noSuchObject("name", name);
    return ok(showZone(name));
  });
  routes.add("GET", `${BASE}/status`, (context) => {
    const balancer = balancerOf(context);
    return ok({
      service: { status: "ok" },
      frontends: count(balancer, ...FRONTENDS),
      farms: count(balancer, ...FARMS),
      servers: count(balancer, "http/farm/server", "tcp/farm/server", "udp/farm/server"),
    });
  });
  addDefinedRoutes(routes);
  addNetworkRoutes(routes);
  addQuotaRoutes(routes);
  addAvailableRoutes(routes);
  addInstanceRoutes(routes);
}
