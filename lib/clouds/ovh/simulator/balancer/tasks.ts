import type { Router } from "../../../../simulator";
import { time, timeOrNull } from "../cloud";
import { type Context, ok, type Route } from "../context";
import { noSuchObject, wrongType } from "../errors";
import { listing, passes } from "../listing";
import { isListed } from "../tasks";
import type { LoadBalancerTask } from "../../wire";
import type { Task } from "../world";
import { balancerOf } from "./collections";

/** What a load balancer has to do: refreshes, here. */

const BASE = "/ipLoadbalancing/:serviceName";

export function showTask(task: Task): LoadBalancerTask {
  const progress = { doing: 50, done: 100 }[task.status] ?? 0;
  return {
    id: task.id,
    action: task.name,
    status: task.status,
    progress,
    zones: task.effect.kind === "refresh" ? task.effect.asked : [],
    creationDate: time(task.startedAt),
    doneDate: task.doneAt === null ? null : time(task.doneAt),
  };
}

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

export function addTaskRoutes(routes: Router<Route>): void {
  routes.add("GET", `${BASE}/task`, taskList);
  routes.add("GET", `${BASE}/task/:id`, taskAt);
}
