import type { IpTask } from "../../wire";
import { checkDestinationAction } from "../access/actions";
import { type Cloud, time, timeOrNull } from "../cloud";
import { type Context, failureOf } from "../context";
import { conflict } from "../errors";
import { checkNotOnItsWay } from "../vrack-changes";
import type { IpRecord, Task } from "../world";
import { checkMove } from "./destinations";

/** A move runs as this, by whichever call. */
export const MOVE = "genericMoveFloatingIp";

export function showIpTask(task: Task): IpTask {
  const { effect } = task;
  return {
    taskId: task.id,
    function: task.name,
    status: task.status,
    startDate: time(task.startedAt),
    lastUpdate: timeOrNull(task.updatedAt),
    doneDate: timeOrNull(task.doneAt),
    comment: task.comment,
    destination: effect.kind === "route" ? { serviceName: effect.to } : null,
  };
}

/** The unfinished moves of a block, whichever call started them. */
export const runningMoves = (cloud: Cloud, block: string) =>
  Object.values(cloud.world.tasks).filter(
    (task) => task.effect.kind === "route" && task.effect.block === block && cloud.tasks.isRunning(task),
  );

/** Refuses a move that must not be, a second one as the option says; otherwise tells when it may begin. */
export function claimMove(cloud: Cloud, ip: IpRecord, to: string | null, nexthop: string | null): number {
  checkDestinationAction(cloud, to);
  checkMove(cloud, ip, to, nexthop);
  checkNotOnItsWay(cloud, ip.block);
  const running = runningMoves(cloud, ip.block);
  if (running.length > 0 && cloud.behaviour.secondMove === "reject")
    throw conflict(`This IP is already in the process of being moved (task ${running[0]?.id})`);
  return Math.max(0, ...running.map((task) => cloud.tasks.endOf(task)));
}

export function startMove(context: Context, ip: IpRecord, to: string | null, nexthop: string | null): Task {
  const { cloud } = context;
  const notBefore = claimMove(cloud, ip, to, nexthop);
  return cloud.tasks.start({
    family: "ip",
    owner: ip.block,
    name: to === null ? cloud.behaviour.parkFunction : MOVE,
    effect: { kind: "route", block: ip.block, to, nexthop },
    failure: failureOf(context),
    notBefore,
  });
}
