import type { Router } from "../../../../simulator";
import { blocksOf, type Cloud, namesOf, service, timeOrNull } from "../cloud";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { missing, noSuchObject, wrongType } from "../errors";
import { type Fields, readChange, readNew } from "../fields";
import { listing, passes } from "../listing";
import { isListed } from "../tasks";
import { isOnItsWay } from "../vrack-changes";
import type { Balancer } from "../world";
import { addAvailableRoutes } from "./available";
import { balancerOf, useNetwork } from "./collections";
import { FARMS, FRONTENDS, objectsOf, type ObjectKind, protocolOf, ROUTES } from "./configuration";
import { addInstanceRoutes } from "./instances";
import { countWrite, pendingChanges } from "./pending";
import { addQuotaRoutes } from "./quota";
import { refresh } from "./refresh";
import { remainingNetworks } from "./rules";
import { showTask } from "./show";

const BASE = "/ipLoadbalancing/:serviceName";

const CHANGE: Fields = {
  displayName: { type: "string", maxLength: 50 },
  sslConfiguration: { type: "string", values: ["intermediate", "modern"] },
};
const FARM_IDS: Fields = { farmId: { type: "integer[]" } };

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

function taskList(context: Context) {
  const { cloud, request } = context;
  const { name } = balancerOf(context);
  const bound = (parameter: string, ms: number | null, isFrom: boolean) => {
    const wanted = request.query.get(parameter)?.replace(" ", "+"); // an unescaped plus of an offset
    if (!wanted) return true;
    const date = Date.parse(wanted);
    if (isNaN(date)) throw wrongType(parameter, wanted, "datetime");
    const shown = Date.parse(timeOrNull(ms) ?? ""); // whole seconds; not a number: never
    return isFrom ? shown >= date : shown <= date;
  };
  const found = Object.values(cloud.world.tasks).filter(
    (task) =>
      task.family === "balancer" &&
      task.owner === name &&
      isListed(cloud, task) &&
      passes(context, { action: task.name, status: task.status }) &&
      bound("creationDate.from", task.startedAt, true) &&
      bound("creationDate.to", task.startedAt, false) &&
      bound("doneDate.from", task.doneAt, true) &&
      bound("doneDate.to", task.doneAt, false),
  );
  return listing(
    context,
    found.map((task) => task.id),
    (id) => showTask(cloud.world.tasks[Number(id)]!),
  );
}

function taskAt(context: Context) {
  const task = context.cloud.world.tasks[Number(context.params.id)];
  if (task?.family !== "balancer" || task.owner !== balancerOf(context).name)
    throw noSuchObject("id", context.params.id ?? "");
  return ok(showTask(task));
}

const count = (balancer: Balancer, ...kinds: readonly ObjectKind[]) => {
  const total = objectsOf(balancer.stored, ...kinds).length;
  return { total, status: { ok: total, warn: 0, error: 0, unknown: 0 } };
};

function vrackState(cloud: Cloud, { name, vrack }: Balancer): string {
  if (isOnItsWay(cloud, name)) return vrack === null ? "activating" : "deactivating";
  return vrack === null ? "inactive" : "active";
}

function addNetworkRoutes(routes: Router<Route>): void {
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
    const farms = objectsOf(balancer.stored, ...FARMS).filter((farm) => farm.values.vrackNetworkId === id);
    return ok({
      vrackNetworkId: id,
      ...network.values,
      farmId: farms.map((farm) => ({ id: farm.id, type: protocolOf(farm.kind) })),
    });
  });
}

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
  routes.add("GET", `${BASE}/task`, taskList);
  routes.add("GET", `${BASE}/task/:id`, taskAt);
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
