import type { Reply, Router } from "../../../simulator";
import type { DedicatedServerTask } from "../wire";
import { contains, tryAddress, tryBlock } from "./blocks";
import { blocksOf, type Cloud, namesOf, service, time, timeOrNull } from "./cloud";
import { bodyOf, type Context, failureOf, ok, type Route } from "./context";
import { ApiError, conflict, noSuchObject, refused, wrongType } from "./errors";
import { type Fields, readNew } from "./fields";
import { checkMove } from "./ip/destinations";
import { tryIp } from "./ip/routes";
import { listing, passes } from "./listing";
import type { DedicatedServer, Task } from "./world";

/** Dedicated servers: their virtual MACs, addresses and tasks. */

const BASE = "/dedicated/server/:serviceName";
const NEW_ADDRESS: Fields = {
  ipAddress: { type: "ipv4", required: true },
  virtualMachineName: { type: "string", required: true },
};
const NEW_MAC: Fields = { ...NEW_ADDRESS, type: { type: "string", required: true, values: ["ovh", "vmware"] } };

const serverOf = ({ cloud, params }: Context) => service(cloud, "dedicatedServer", params.serviceName);

const show = (server: DedicatedServer) => ({
  name: server.name,
  serverId: server.number,
  ip: server.ip,
  reverse: null,
  region: server.regions[0] ?? null,
  datacenter: "gra1",
  commercialRange: "advance",
  state: "ok",
  powerState: "poweron",
  monitoring: false,
  professionalUse: false,
  supportLevel: "pro",
  os: "none_64",
  bootId: null,
  rack: null,
  iam: { id: server.iamId, urn: `urn:v1:eu:resource:dedicatedServer:${server.name}` },
});

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

function macAt(context: Context) {
  const mac = (context.params.mac ?? "").toLowerCase();
  const { macs } = serverOf(context);
  const record = Object.hasOwn(macs, mac) ? macs[mac] : undefined;
  if (!record) throw noSuchObject("macAddress", mac);
  return { mac, record };
}

function addressAt(context: Context): string {
  const address = tryAddress(context.params.ip) ?? "";
  if (!Object.hasOwn(macAt(context).record.addresses, address))
    throw noSuchObject("ipAddress", context.params.ip ?? "");
  return address;
}

/** An address has one virtual MAC at most, and must be routed to the server. The words are the simulator's own. */
function checkAddress(cloud: Cloud, server: DedicatedServer, ip: string): void {
  if (!blocksOf(cloud, server.name).some((block) => contains(block, ip)))
    throw refused(`[ipAddress] ${ip} is not routed to ${server.name}`);
  const taken = Object.entries(server.macs).find(([, record]) => Object.hasOwn(record.addresses, ip));
  if (taken) throw conflict(`${ip} has the virtual MAC ${taken[0]} already`);
}

function addMac(context: Context): Reply {
  const { cloud } = context;
  const server = serverOf(context);
  const values = readNew(NEW_MAC, bodyOf(context), cloud.behaviour) as Record<string, string>;
  const { ipAddress: ip = "", virtualMachineName: machine = "" } = values;
  if (!server.vmacSupported) throw refused(`${server.name} does not support virtual MACs`);
  if (Object.keys(server.macs).length >= server.vmacQuota) throw refused("The quota of virtual MACs is used up");
  checkAddress(cloud, server, ip);
  const mac = `02:00:00:${(cloud.ids.hex(6).match(/../g) ?? []).join(":")}`;
  const type = values.type === "vmware" ? "vmware" : "ovh";
  const effect = { kind: "add-mac", server: server.name, mac, type, ip, machine } as const;
  return started(context, server, "virtualMacAdd", effect);
}

function addAddress(context: Context): Reply {
  const { cloud } = context;
  const server = serverOf(context);
  const { mac, record } = macAt(context);
  const values = readNew(NEW_ADDRESS, bodyOf(context), cloud.behaviour) as Record<string, string>;
  const { ipAddress: ip = "", virtualMachineName: machine = "" } = values;
  checkAddress(cloud, server, ip);
  const effect = { kind: "add-mac", server: server.name, mac, type: record.type, ip, machine } as const;
  return started(context, server, "virtualMacAdd", effect);
}

function started(context: Context, { name }: DedicatedServer, task: string, effect: Task["effect"]): Reply {
  const { cloud } = context;
  const failure = failureOf(context);
  return ok(showTask(cloud.tasks.start({ family: "server", owner: name, name: task, effect, failure })));
}

/** 200 without a body when it can; the refusal's status and words are unconfirmed. */
function canBeMovedTo(context: Context): Reply {
  const server = serverOf(context);
  const text = context.request.query.get("ip") ?? "";
  if (tryBlock(text) === undefined) throw wrongType("ip", text, "ipBlock");
  const ip = tryIp(context.cloud, text);
  const refusal = (message: string) =>
    new ApiError(context.cloud.behaviour.cannotBeMovedStatus, { class: "Client::Conflict", message });
  if (!ip) throw refusal(`${text} is no service of this account`);
  try {
    checkMove(context.cloud, ip, server.name, null);
  } catch (error) {
    throw error instanceof ApiError ? refusal(error.message) : error;
  }
  return { status: 200 };
}

export function addServerRoutes(routes: Router<Route>): void {
  routes.add("GET", "/dedicated/server", (context) =>
    listing(context, namesOf(context.cloud, "dedicatedServer"), (name) =>
      show(service(context.cloud, "dedicatedServer", String(name))),
    ),
  );
  routes.add("GET", BASE, (context) => ok(show(serverOf(context))));
  routes.add("GET", `${BASE}/specifications/network`, (context) => {
    const { vmacSupported, vmacQuota } = serverOf(context);
    return ok({ vmac: { supported: vmacSupported, quota: vmacQuota } });
  });
  routes.add("GET", `${BASE}/ips`, (context) => {
    const server = serverOf(context);
    return ok([`${server.ip}/32`, ...blocksOf(context.cloud, server.name)]);
  });
  routes.add("GET", `${BASE}/ipCanBeMovedTo`, canBeMovedTo);
  routes.add("GET", `${BASE}/virtualMac`, (context) => {
    const { macs } = serverOf(context);
    return listing(context, Object.keys(macs), (mac) => ({ macAddress: mac, type: macs[mac]?.type }));
  });
  routes.add("POST", `${BASE}/virtualMac`, addMac);
  routes.add("GET", `${BASE}/virtualMac/:mac`, (context) => {
    const { mac, record } = macAt(context);
    return ok({ macAddress: mac, type: record.type });
  });
  const addresses = `${BASE}/virtualMac/:mac/virtualAddress`;
  routes.add("GET", addresses, (context) => {
    const { addresses } = macAt(context).record;
    return listing(context, Object.keys(addresses), (ip) => ({ ipAddress: ip, virtualMachineName: addresses[ip] }));
  });
  routes.add("POST", addresses, addAddress);
  routes.add("GET", `${addresses}/:ip`, (context) => {
    const ipAddress = addressAt(context);
    return ok({ ipAddress, virtualMachineName: macAt(context).record.addresses[ipAddress] });
  });
  routes.add("DELETE", `${addresses}/:ip`, (context) => {
    const server = serverOf(context);
    const effect = {
      kind: "remove-mac",
      server: server.name,
      mac: macAt(context).mac,
      ip: addressAt(context),
    } as const;
    return started(context, server, "virtualMacDelete", effect);
  });
  routes.add("GET", `${BASE}/task`, (context) => {
    const { tasks } = context.cloud.world;
    const { name } = serverOf(context);
    const mine = Object.values(tasks).filter(
      (task) =>
        task.family === "server" &&
        task.owner === name &&
        passes(context, { function: task.name, status: task.status }),
    );
    return listing(
      context,
      mine.map((task) => task.id),
      (id) => showTask(tasks[Number(id)]!),
    );
  });
  routes.add("GET", `${BASE}/task/:taskId`, (context) => {
    const task = context.cloud.world.tasks[Number(context.params.taskId)];
    if (task?.family !== "server" || task.owner !== serverOf(context).name)
      throw noSuchObject("taskId", context.params.taskId ?? "");
    return ok(showTask(task));
  });
}
