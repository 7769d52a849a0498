import type { Router } from "../../../../simulator";
import { addressOf, isSingle } from "../blocks";
import type { Cloud } from "../cloud";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { noSuchService, refused } from "../errors";
import { type Fields, readChange } from "../fields";
import { listing } from "../listing";
import { isOnItsWay } from "../vrack-changes";
import type { IpRecord } from "../world";
import { showIp } from "./routes";

/** The same addresses as services that are paid for: only reading and describing, nothing is terminated. */

const CHANGE: Fields = { description: { type: "string" } };

/** "ip-203.0.113.7", "ip-203.0.113.0/28". */
const nameOf = ({ block }: IpRecord) => `ip-${isSingle(block) ? addressOf(block) : block}`;

function serviceAt({ cloud, params }: Context): IpRecord {
  const ip = Object.values(cloud.world.ips).find((entry) => nameOf(entry) === params.serviceName);
  if (!ip) throw noSuchService();
  if (cloud.behaviour.ipServiceOnItsWay === "bad-request" && isOnItsWay(cloud, ip.block))
    throw refused(`${ip.block} is being attached to or detached from a vRack`);
  return ip;
}

function show(cloud: Cloud, record: IpRecord) {
  const { ip, type, routedTo, canBeTerminated, country, description, organisationId, iam } = showIp(cloud, record);
  return { ip, type, routedTo, canBeTerminated, country, description, organisationId, iam };
}

export function addIpServiceRoutes(routes: Router<Route>): void {
  routes.add("GET", "/ip/service", (context) => {
    const byName = new Map(Object.values(context.cloud.world.ips).map((ip) => [nameOf(ip), ip]));
    return listing(context, [...byName.keys()], (name) => show(context.cloud, byName.get(String(name))!));
  });
  routes.add("GET", "/ip/service/:serviceName", (context) => ok(show(context.cloud, serviceAt(context))));
  routes.add("PUT", "/ip/service/:serviceName", (context) => {
    Object.assign(serviceAt(context), readChange(CHANGE, bodyOf(context), context.cloud.behaviour));
    return done;
  });
}
