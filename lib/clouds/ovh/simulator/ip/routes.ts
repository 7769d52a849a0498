import type { Reply, Router } from "../../../../simulator";
import type { Ip } from "../../wire";
import { contains, tryBlock, versionOf } from "../blocks";
import type { Cloud } from "../cloud";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { noSuchObject, noSuchService, wrongType } from "../errors";
import { type Fields, readChange, readNew } from "../fields";
import { listing, passes } from "../listing";
import { isListed } from "../tasks";
import type { IpRecord } from "../world";
import { destinations, isAdditional } from "./destinations";
import { showIpTask, startMove } from "./moves";

const like = (value: string, wanted: string) => {
  const text = wanted.toLowerCase().replaceAll("%", "");
  return value.toLowerCase().includes(text);
};

export function tryIp(cloud: Cloud, text = ""): IpRecord | undefined {
  const block = tryBlock(text);
  return block !== undefined && Object.hasOwn(cloud.world.ips, block) ? cloud.world.ips[block] : undefined;
}

/** An address within a block that is not a service of its own is no service. */
export function ipAt({ cloud, params }: Context): IpRecord {
  const text = params.ip ?? "";
  if (tryBlock(text) === undefined) throw wrongType("ip", text, "ipBlock");
  const ip = tryIp(cloud, text);
  if (!ip) throw noSuchService();
  return ip;
}

/** As in the expanded list, whose schema has no `iam`. */
function showListed({ behaviour }: Cloud, ip: IpRecord): Omit<Ip, "iam"> {
  const { routedTo } = ip;
  return {
    ip: ip.block,
    type: ip.type,
    routedTo: routedTo === null && behaviour.parkedRoutedTo === "null" ? null : { serviceName: routedTo },
    canBeTerminated: isAdditional(ip),
    country: ip.country,
    description: ip.description,
    organisationId: null,
    bringYourOwnIp: false,
    isAdditionalIp: isAdditional(ip),
    campus: ip.campus,
    regions: ip.regions,
    rir: ip.regions.some((region) => region.startsWith("ca-")) ? "ARIN" : "RIPE",
    version: versionOf(ip.block),
  };
}

export function showIp(cloud: Cloud, ip: IpRecord): Ip {
  const tags = {
    "ovh:type": ip.type,
    "ovh:isAdditionalIp": String(isAdditional(ip)),
    "ovh:version": String(versionOf(ip.block)),
    ...(ip.routedTo === null ? {} : { "ovh:routedTo": ip.routedTo }),
  };
  const urn = `urn:v1:eu:resource:ip:${encodeURIComponent(ip.block)}`;
  return { ...showListed(cloud, ip), iam: { id: ip.iamId, urn, tags } };
}

function list(context: Context): Reply {
  const { cloud, request } = context;
  const wanted = (name: string) => request.query.get(name) ?? "";
  const inside = tryBlock(wanted("ip"));
  if (inside === undefined && wanted("ip") !== "") throw wrongType("ip", wanted("ip"), "ipBlock");
  const found = Object.values(cloud.world.ips).filter((ip) => {
    return (
      like(ip.description ?? "", wanted("description")) &&
      (inside === undefined || contains(ip.block, inside)) && // "contains or equals"
      like(ip.routedTo ?? "", wanted("routedTo.serviceName")) &&
      like(ip.campus, wanted("campus")) &&
      passes(context, { type: ip.type, isAdditionalIp: isAdditional(ip), version: versionOf(ip.block) })
    );
  });
  const byBlock = new Map(found.map((ip) => [ip.block, ip]));
  return listing(context, [...byBlock.keys()], (block) => showListed(cloud, byBlock.get(String(block))!));
}

const MOVE_BODY: Fields = { to: { type: "string", required: true }, nexthop: { type: "string" } };
const CHANGE: Fields = { description: { type: "string" } };

function tasksOf(context: Context): Reply {
  const { cloud } = context;
  const { block } = ipAt(context);
  const listed = Object.values(cloud.world.tasks).filter(
    (task) =>
      task.family === "ip" &&
      task.owner === block &&
      isListed(cloud, task) &&
      passes(context, { function: task.name, status: task.status }),
  );
  return listing(
    context,
    listed.map((task) => task.id),
    (id) => showIpTask(cloud.world.tasks[Number(id)]!),
  );
}

function taskOf(context: Context): Reply {
  const { block } = ipAt(context);
  const id = context.params.taskId ?? "";
  const task = context.cloud.world.tasks[Number(id)];
  if (task?.family !== "ip" || task.owner !== block) throw noSuchObject("taskId", id);
  return ok(showIpTask(task));
}

export function addIpRoutes(routes: Router<Route>): void {
  routes.add("GET", "/ip", list);
  routes.add("GET", "/ip/:ip", (context) => ok(showIp(context.cloud, ipAt(context))));
  routes.add("PUT", "/ip/:ip", (context) => {
    Object.assign(ipAt(context), readChange(CHANGE, bodyOf(context), context.cloud.behaviour));
    return done;
  });
  routes.add("GET", "/ip/:ip/move", (context) => ok(destinations(context.cloud, ipAt(context))));
  routes.add("POST", "/ip/:ip/move", (context) => {
    const ip = ipAt(context);
    const { to, nexthop } = readNew(MOVE_BODY, bodyOf(context), context.cloud.behaviour);
    return ok(showIpTask(startMove(context, ip, to as string, nexthop as string | null)));
  });
  routes.add("POST", "/ip/:ip/park", (context) => ok(showIpTask(startMove(context, ipAt(context), null, null))));
  routes.add("GET", "/ip/:ip/task", tasksOf);
  routes.add("GET", "/ip/:ip/task/:taskId", taskOf);
}
