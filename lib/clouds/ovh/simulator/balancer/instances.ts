import type { Router } from "../../../../simulator";
import { type Cloud, time } from "../cloud";
import { ok, type Route } from "../context";
import { runningTasks } from "../tasks";
import type { Balancer } from "../world";
import { balancerOf } from "./collections";
import { REFRESH, zonesOf } from "./refresh";

/** What runs in the zones of a load balancer, one instance in each. */

const BASE = "/ipLoadbalancing/:serviceName";

function instancesOf(cloud: Cloud, { name, zones }: Balancer) {
  const refreshing = runningTasks(cloud, "balancer", name, REFRESH).flatMap(zonesOf);
  const refreshedAt = (zone: string) =>
    Object.values(cloud.world.tasks)
      .filter((task) => task.family === "balancer" && task.owner === name && zonesOf(task).includes(zone))
      .reduce((last, { doneAt }) => Math.max(last, doneAt ?? 0), 0);
  return zones.map((zone, index) => ({
    internalId: index + 1,
    zone,
    state: refreshing.includes(zone) ? "reload" : "running",
    lastUpdateDate: time(refreshedAt(zone) || cloud.clock.now()),
  }));
}

/** From where the instances of a zone speak to servers: blocks of a documentation range. */
const natIps = ({ zones }: Balancer) =>
  zones.map((zone, index) => ({ zone, ip: [`198.51.100.${(index % 8) * 32}/27`] }));

export function addInstanceRoutes(routes: Router<Route>): void {
  routes.add("GET", `${BASE}/instancesState`, (context) => ok(instancesOf(context.cloud, balancerOf(context))));
  routes.add("GET", `${BASE}/natIp`, (context) => ok(natIps(balancerOf(context))));
}
