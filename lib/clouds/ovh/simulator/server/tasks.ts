import type { Reply, Router } from "../../../../simulator";
import type { DedicatedServerTask } from "../../wire";
import { time, timeOrNull } from "../cloud";
import { type Context, done, failureOf, ok, type Route } from "../context";
import { conflict, noSuchObject } from "../errors";
import { listing, passes } from "../listing";
import { isListed } from "../tasks";
import type { DedicatedServer, Task } from "../world";
import { BASE, serverOf } from "./server";

const showTask = (task: Task): DedicatedServerTask => ({
  taskId: task.id,
  function: task.name,
  status: task.status,
  startDate: time(task.startedAt),
  lastUpdate: timeOrNull(task.updatedAt),
  doneDate: timeOrNull(task.doneAt),
  comment: task.comment,
  needSchedule: false,
  note: null,
  plannedInterventionId: null,
  tags: null,
  ticketReference: null,
});

/** Starts a task of a server and answers with it. */
export function started(
  context: Context,
  { name }: DedicatedServer,
  task: string,
  effect: Task["effect"],
  notBefore = 0,
): Reply {
  const { tasks } = context.cloud;
  const failure = failureOf(context);
  return ok(showTask(tasks.start({ family: "server", owner: name, name: task, effect, failure, notBefore })));
}

function taskAt(context: Context): Task {
  const task = context.cloud.world.tasks[Number(context.params.taskId)];
  if (task?.family !== "server" || task.owner !== serverOf(context).name)
    throw noSuchObject("taskId", context.params.taskId ?? "");
  return task;
}

/** What has begun, or is over, is not taken back: the simulator's own rule and words. */
function cancel(context: Context): Reply {
  const task = taskAt(context);
  if (!["init", "todo"].includes(task.status))
    throw conflict(`Task ${task.id} is ${task.status}: only one that waits can be cancelled`);
  context.cloud.tasks.cancel(task);
  return done;
}

export function addServerTaskRoutes(routes: Router<Route>): void {
  routes.add("GET", `${BASE}/task`, (context) => {
    const { cloud } = context;
    const { tasks } = cloud.world;
    const { name } = serverOf(context);
    const mine = Object.values(tasks).filter(
      (task) =>
        task.family === "server" &&
        task.owner === name &&
        isListed(cloud, task) &&
        passes(context, { function: task.name, status: task.status }),
    );
    return listing(
      context,
      mine.map((task) => task.id),
      (id) => showTask(tasks[Number(id)]!),
    );
  });
  routes.add("GET", `${BASE}/task/:taskId`, (context) => ok(showTask(taskAt(context))));
  routes.add("POST", `${BASE}/task/:taskId/cancel`, cancel);
}
