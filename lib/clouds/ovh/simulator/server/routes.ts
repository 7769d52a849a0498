import type { Reply, Router } from "../../../../simulator";
import { tryBlock } from "../blocks";
import { blocksOf, namesOf, service } from "../cloud";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { ApiError, noSuchService, wrongType } from "../errors";
import { type Fields, readNew } from "../fields";
import { checkMove } from "../ip/destinations";
import { claimMove, MOVE } from "../ip/moves";
import { tryIp } from "../ip/routes";
import { listing } from "../listing";
import type { DedicatedServer } from "../world";
import { addInterfaceRoutes } from "./interfaces";
import { BASE, serverOf } from "./server";
import { addServerTaskRoutes, started } from "./tasks";
import { addVirtualMacRoutes } from "./virtual-mac-routes";

/** Dedicated servers: their network, addresses, virtual MACs and tasks. */

const MOVE_BODY: Fields = { ip: { type: "ipBlock", required: true } };

const show = (server: DedicatedServer) => {
  const region = server.regions[0] ?? "";
  return {
    name: server.name,
    serverId: server.number,
    ip: server.ip,
    reverse: null,
    region,
    availabilityZone: `${region}-a`,
    datacenter: `${region.split("-").at(-1) ?? ""}1`,
    commercialRange: "advance",
    state: "ok",
    powerState: "poweron",
    monitoring: false,
    noIntervention: false,
    newUpgradeSystem: true,
    professionalUse: false,
    supportLevel: "pro",
    os: "none_64",
    bootId: null,
    bootScript: null,
    efiBootloaderPath: null,
    rootDevice: null,
    linkSpeed: 1000,
    rack: "G101A01",
    rescueMail: null,
    rescueSshKey: null,
    iam: {
      id: server.iamId,
      urn: `urn:v1:eu:resource:dedicatedServer:${server.name}`,
      displayName: server.displayName ?? server.name,
    },
  };
};

/** Nothing when it can; the refusal's status and words are unconfirmed. */
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
  return done;
}

/** The older way to move an address: a task of the server, not of the address. */
function moveHere(context: Context): Reply {
  const server = serverOf(context);
  const block = readNew(MOVE_BODY, bodyOf(context), context.cloud.behaviour).ip as string;
  const ip = tryIp(context.cloud, block);
  if (!ip) throw noSuchService();
  const notBefore = claimMove(context.cloud, ip, server.name, null);
  return started(context, server, MOVE, { kind: "route", block, to: server.name, nexthop: null }, notBefore);
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
    const unknown = { bandwidth: null, connection: null, ola: null, routing: null, switching: null, traffic: null };
    return ok({ ...unknown, vmac: { supported: vmacSupported, quota: vmacQuota }, vrack: null });
  });
  routes.add("GET", `${BASE}/ips`, (context) => {
    const server = serverOf(context);
    return ok([`${server.ip}/32`, ...blocksOf(context.cloud, server.name)]);
  });
  routes.add("GET", `${BASE}/ipCanBeMovedTo`, canBeMovedTo);
  routes.add("POST", `${BASE}/ipMove`, moveHere);
  addInterfaceRoutes(routes);
  addVirtualMacRoutes(routes);
  addServerTaskRoutes(routes);
}
