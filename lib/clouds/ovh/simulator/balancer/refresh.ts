import type { Reply } from "../../../../simulator";
import { blocksOf } from "../cloud";
import { bodyOf, type Context, failureOf, ok } from "../context";
import { conflict, refused } from "../errors";
import { type Fields, readNew } from "../fields";
import { runningTasks } from "../tasks";
import type { Task } from "../world";
import { balancerOf } from "./collections";
import { violations } from "./conditions";
import { showTask } from "./tasks";

const BODY: Fields = { zone: { type: "string" } };
export const REFRESH = "refreshIplb";

export const zonesOf = (task: Task) => (task.effect.kind === "refresh" ? task.effect.asked : []);

/** Without a zone, with null and without a body at all it is for all zones. */
export function refresh(context: Context): Reply {
  const { cloud } = context;
  const { behaviour } = cloud;
  const balancer = balancerOf(context);
  const zone = readNew(BODY, bodyOf(context), behaviour).zone as string | null;
  if (zone !== null && zone !== "all" && !balancer.zones.includes(zone))
    throw refused(`[zone] ${zone} is no zone of this load balancer: ${balancer.zones.join(", ")}`);
  const asked = zone === null || zone === "all" ? balancer.zones : [zone];

  const violated = violations(balancer);
  const words = `This configuration cannot be applied (the simulator's own words): ${violated.join("; ")}`;
  if (violated.length > 0 && behaviour.invalidRefresh === "refuse") throw refused(words);
  const running = runningTasks(cloud, "balancer", balancer.name, REFRESH).filter((task) =>
    zonesOf(task).some((name) => asked.includes(name)),
  );
  if (running.length > 0 && behaviour.parallelRefresh === "refuse")
    throw conflict(
      `Refresh ${running[0]?.id} of ${zonesOf(running[0]!).join(", ")} is running (the simulator's own words)`,
    );

  const busy = behaviour.parallelRefresh === "queue" ? [] : running.flatMap(zonesOf);
  const taken =
    behaviour.refreshTakes === "at-end"
      ? null
      : structuredClone({ objects: balancer.stored.objects, failover: blocksOf(cloud, balancer.name) });
  const doomed = violated.length > 0 && behaviour.invalidRefresh === "task-error" ? `error: ${words}` : undefined;
  const task = cloud.tasks.start({
    family: "balancer",
    owner: balancer.name,
    name: REFRESH,
    effect: {
      kind: "refresh",
      balancer: balancer.name,
      asked,
      zones: violated.length > 0 ? [] : asked.filter((name) => !busy.includes(name)),
      taken,
      written: { ...balancer.written },
    },
    failure: failureOf(context) ?? doomed,
    notBefore:
      behaviour.parallelRefresh === "queue" ? Math.max(0, ...running.map((entry) => cloud.tasks.endOf(entry))) : 0,
  });
  return ok(showTask(task));
}
