import type { Reply, Router } from "../../../simulator";
import type { VrackTask } from "../wire";
import { tryBlock, versionOf } from "./blocks";
import { blocksOf, type Cloud, namesOf, service, time, timeOrNull, tryService } from "./cloud";
import { bodyOf, type Context, done, failureOf, ok, type Route } from "./context";
import { conflict, noSuchObject, noSuchService, refused } from "./errors";
import { type Fields, readChange, readNew } from "./fields";
import { runningMoves } from "./ip/moves";
import { tryIp } from "./ip/routes";
import { listing } from "./listing";
import type { Task, Vrack } from "./world";
import { checkNotOnItsWay, type VrackChange } from "./vrack-changes";

/** vRacks with addresses and load balancers. */

const BASE = "/vrack/:serviceName";
const NEW_IP: Fields = { block: { type: "ipBlock", required: true }, region: { type: "string" } };
const CHANGE: Fields = { name: { type: "string" }, description: { type: "string" } };
const NEW_BALANCER: Fields = { ipLoadbalancing: { type: "string", required: true } };

const vrackOf = ({ cloud, params }: Context) => service(cloud, "vrack", params.serviceName);

const showTask = (task: Task): VrackTask => ({
  id: task.id,
  function: task.name,
  status: task.status,
  serviceName: task.owner,
  targetDomain: task.effect.kind === "vrack" ? task.effect.subject : null,
  orderId: null,
  todoDate: time(task.startedAt),
  lastUpdate: timeOrNull(task.updatedAt),
});

type Change = Pick<VrackChange, "what" | "subject"> & { readonly region?: string | null };

function start(context: Context, { name }: Vrack, task: string, change: Change): Reply {
  checkNotOnItsWay(context.cloud, change.subject);
  const effect = { region: null, ...change, kind: "vrack", vrack: name } as const;
  const failure = failureOf(context);
  return ok(showTask(context.cloud.tasks.start({ family: "vrack", owner: name, name: task, effect, failure })));
}

function addIp(context: Context): Reply {
  const vrack = vrackOf(context);
  const values = readNew(NEW_IP, bodyOf(context), context.cloud.behaviour);
  const [block, region] = [values.block as string, values.region as string | null];
  const ip = tryIp(context.cloud, block);
  if (!ip) throw noSuchService();
  if (ip.type !== "failover") throw refused(`${block} is no additional IP, or in a vRack already`);
  if (runningMoves(context.cloud, block).length > 0) throw conflict(`${block} is being moved`);
  return start(context, vrack, "addBlockToBridgeDomain", { what: "add-ip", subject: block, region });
}

function ipAt(context: Context): string {
  const block = tryBlock(context.params.ip) ?? "";
  if (!blocksOf(context.cloud, vrackOf(context).name).includes(block))
    throw noSuchObject("ip", context.params.ip ?? "");
  return block;
}

function addBalancer(context: Context): Reply {
  const vrack = vrackOf(context);
  const name = readNew(NEW_BALANCER, bodyOf(context), context.cloud.behaviour).ipLoadbalancing as string;
  const balancer = tryService(context.cloud, "ipLoadbalancing", name);
  if (!balancer) throw noSuchService();
  if (balancer.vrack !== null) throw conflict(`${name} is in ${balancer.vrack} already`);
  return start(context, vrack, "addIpLoadbalancingToVrack", { what: "add-balancer", subject: name });
}

function balancerAt(context: Context): string {
  const name = context.params.ipLoadbalancing ?? "";
  if (!vrackOf(context).balancers.includes(name)) throw noSuchObject("ipLoadbalancing", name);
  return name;
}

/** What may be attached, of the families that are simulated. */
function allowedServices(context: Context): Reply {
  const { cloud } = context;
  vrackOf(context);
  const free = namesOf(cloud, "ipLoadbalancing").filter((name) => {
    const { vrack, vrackEligibility } = service(cloud, "ipLoadbalancing", name);
    return vrack === null && vrackEligibility;
  });
  const blocks = Object.values(cloud.world.ips).filter(({ type }) => type === "failover");
  const families = {
    ip: blocks.filter(({ block }) => versionOf(block) === 4).map(({ block }) => block),
    ipv6: blocks.filter(({ block }) => versionOf(block) === 6).map(({ block }) => block),
    ipLoadbalancing: free,
  };
  const others = ["cloudProject", "dedicatedCloud", "dedicatedCloudDatacenter", "dedicatedConnect", "dedicatedServer"];
  const more = [
    "dedicatedServerInterface",
    "legacyVrack",
    "ovhCloudConnect",
    "vrackServices",
    "vmwareCloudDirectorVirtualDataCenter",
  ];
  const shown = { ...Object.fromEntries([...others, ...more].map((family) => [family, []])), ...families };
  const wanted = context.request.query.get("serviceFamily");
  if (!wanted) return ok(shown);
  return ok(Object.fromEntries(Object.entries(shown).map(([name, list]) => [name, name === wanted ? list : null])));
}

const showIp = (cloud: Cloud, block: string) => ({
  ip: block,
  gateway: null,
  region: cloud.world.ips[block]?.vrackRegion ?? null,
  zone: null,
});

/** "Success is that the task answers 404": the vendor's provider. */
function visible(cloud: Cloud, name: string): readonly Task[] {
  return Object.values(cloud.world.tasks).filter(
    (task) =>
      task.family === "vrack" &&
      task.owner === name &&
      (task.status !== "done" || cloud.behaviour.finishedVrackTask === "stays"),
  );
}

export function addVrackRoutes(routes: Router<Route>): void {
  const show = ({ name, displayName, iamId, description }: Vrack) => ({
    serviceName: name,
    name: displayName ?? name,
    description: description ?? "",
    iam: { id: iamId, urn: `urn:v1:eu:resource:vrack:${name}` },
  });
  routes.add("GET", "/vrack", (context) =>
    listing(context, namesOf(context.cloud, "vrack"), (name) => show(service(context.cloud, "vrack", String(name)))),
  );
  routes.add("GET", BASE, (context) => ok(show(vrackOf(context))));
  routes.add("PUT", BASE, (context) => {
    const vrack = vrackOf(context);
    const { name = vrack.displayName, description = vrack.description } = readChange(
      CHANGE,
      bodyOf(context),
      context.cloud.behaviour,
    ) as Partial<Record<string, string | null>>;
    Object.assign(vrack, { displayName: name, description });
    return done;
  });
  routes.add("GET", `${BASE}/allowedServices`, allowedServices);
  routes.add("GET", `${BASE}/ip`, (context) =>
    listing(context, blocksOf(context.cloud, vrackOf(context).name), (block) => showIp(context.cloud, String(block))),
  );
  routes.add("POST", `${BASE}/ip`, addIp);
  routes.add("GET", `${BASE}/ip/:ip`, (context) => ok(showIp(context.cloud, ipAt(context))));
  routes.add("DELETE", `${BASE}/ip/:ip`, (context) =>
    start(context, vrackOf(context), "removeBlockFromBridgeDomain", { what: "remove-ip", subject: ipAt(context) }),
  );
  routes.add("GET", `${BASE}/ipLoadbalancing`, (context) => {
    const { name, balancers } = vrackOf(context);
    return listing(context, balancers, (ipLoadbalancing) => ({ ipLoadbalancing, vrack: name }));
  });
  routes.add("POST", `${BASE}/ipLoadbalancing`, addBalancer);
  const one = `${BASE}/ipLoadbalancing/:ipLoadbalancing`;
  routes.add("GET", one, (context) => ok({ ipLoadbalancing: balancerAt(context), vrack: vrackOf(context).name }));
  routes.add("DELETE", one, (context) =>
    start(context, vrackOf(context), "removeIpLoadbalancingFromVrack", {
      what: "remove-balancer",
      subject: balancerAt(context),
    }),
  );
  routes.add("GET", `${BASE}/task`, (context) => {
    const byId = new Map(visible(context.cloud, vrackOf(context).name).map((task) => [task.id, task]));
    return listing(context, [...byId.keys()], (id) => showTask(byId.get(Number(id))!));
  });
  routes.add("GET", `${BASE}/task/:taskId`, (context) => {
    const id = context.params.taskId ?? "";
    const task = visible(context.cloud, vrackOf(context).name).find((entry) => String(entry.id) === id);
    if (!task) throw noSuchObject("taskId", id);
    return ok(showTask(task));
  });
}
