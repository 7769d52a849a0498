import type { Reply, Router } from "../../../simulator";
import type { VrackTask } from "../wire";
import { tryBlock } from "./blocks";
import { blocksOf, type Cloud, namesOf, service, time, timeOrNull, tryService } from "./cloud";
import { bodyOf, type Context, failureOf, ok, type Route } from "./context";
import { conflict, noSuchObject, noSuchService, refused } from "./errors";
import { type Fields, readNew } from "./fields";
import { tryIp } from "./ip/routes";
import { listing } from "./listing";
import { runningTasks } from "./tasks";
import type { Task, Vrack } from "./world";
import type { VrackChange } from "./vrack-changes";

/** vRacks with addresses and load balancers, and the lists of VPS and Public Cloud projects. */

const BASE = "/vrack/:serviceName";
const NEW_IP: Fields = { block: { type: "ipBlock", required: true }, region: { type: "string" } };
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

function start(context: Context, { name }: Vrack, task: string, what: VrackChange["what"], subject: string): Reply {
  const effect = { kind: "vrack", vrack: name, what, subject } as const;
  const failure = failureOf(context);
  return ok(showTask(context.cloud.tasks.start({ family: "vrack", owner: name, name: task, effect, failure })));
}

function addIp(context: Context): Reply {
  const vrack = vrackOf(context);
  const block = readNew(NEW_IP, bodyOf(context), context.cloud.behaviour).block as string;
  const ip = tryIp(context.cloud, block);
  if (!ip) throw noSuchService();
  if (ip.type !== "failover") throw refused(`${block} is no additional IP, or in a vRack already`);
  if (runningTasks(context.cloud, "ip", block).length > 0) throw conflict(`${block} is being moved`);
  return start(context, vrack, "addBlockToBridgeDomain", "add-ip", block);
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
  return start(context, vrack, "addIpLoadbalancingToVrack", "add-balancer", name);
}

function balancerAt(context: Context): string {
  const name = context.params.ipLoadbalancing ?? "";
  if (!vrackOf(context).balancers.includes(name)) throw noSuchObject("ipLoadbalancing", name);
  return name;
}

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
    name: displayName ?? name,
    description: description ?? "",
    iam: { id: iamId, urn: `urn:v1:eu:resource:vrack:${name}` },
  });
  routes.add("GET", "/vrack", (context) =>
    listing(context, namesOf(context.cloud, "vrack"), (name) => show(service(context.cloud, "vrack", String(name)))),
  );
  routes.add("GET", BASE, (context) => ok(show(vrackOf(context))));
  routes.add("GET", `${BASE}/ip`, (context) => ok(blocksOf(context.cloud, vrackOf(context).name)));
  routes.add("POST", `${BASE}/ip`, addIp);
  routes.add("GET", `${BASE}/ip/:ip`, (context) => ok({ ip: ipAt(context), gateway: null, region: null, zone: null }));
  routes.add("DELETE", `${BASE}/ip/:ip`, (context) =>
    start(context, vrackOf(context), "removeBlockFromBridgeDomain", "remove-ip", ipAt(context)),
  );
  routes.add("GET", `${BASE}/ipLoadbalancing`, (context) => ok(vrackOf(context).balancers));
  routes.add("POST", `${BASE}/ipLoadbalancing`, addBalancer);
  const one = `${BASE}/ipLoadbalancing/:ipLoadbalancing`;
  routes.add("GET", one, (context) => ok({ ipLoadbalancing: balancerAt(context), vrack: vrackOf(context).name }));
  routes.add("DELETE", one, (context) =>
    start(context, vrackOf(context), "removeIpLoadbalancingFromVrack", "remove-balancer", balancerAt(context)),
  );
  routes.add("GET", `${BASE}/task`, (context) => ok(visible(context.cloud, vrackOf(context).name).map(({ id }) => id)));
  routes.add("GET", `${BASE}/task/:taskId`, (context) => {
    const id = context.params.taskId ?? "";
    const task = visible(context.cloud, vrackOf(context).name).find((entry) => String(entry.id) === id);
    if (!task) throw noSuchObject("taskId", id);
    return ok(showTask(task));
  });
}

export function addMemberRoutes(routes: Router<Route>): void {
  const showVps = (cloud: Cloud, name: string) => {
    const vps = service(cloud, "vps", name);
    return { name, displayName: vps.displayName ?? name, state: "running", zone: vps.regions[0], netbootMode: "local" };
  };
  const showProject = (cloud: Cloud, name: string) => {
    const { displayName, createdAt } = service(cloud, "cloudProject", name);
    return {
      project_id: name,
      projectName: displayName,
      description: displayName,
      status: "ok",
      creationDate: time(createdAt),
    };
  };
  for (const [path, kind, show] of [
    ["/vps", "vps", showVps],
    ["/cloud/project", "cloudProject", showProject],
  ] as const) {
    routes.add("GET", path, (context) =>
      listing(context, namesOf(context.cloud, kind), (name) => show(context.cloud, String(name))),
    );
    routes.add("GET", `${path}/:serviceName`, ({ cloud, params }) => ok(show(cloud, params.serviceName ?? "")));
  }
}
