import type { Reply, Router } from "../../../../simulator";
import { contains, tryAddress } from "../blocks";
import { blocksOf, type Cloud } from "../cloud";
import { bodyOf, type Context, ok, type Route } from "../context";
import { conflict, noSuchObject, refused } from "../errors";
import { type Fields, readNew } from "../fields";
import { listing } from "../listing";
import { runningTasks } from "../tasks";
import type { DedicatedServer, VirtualMacRecord } from "../world";
import { BASE, serverOf } from "./server";
import { started } from "./tasks";

const MACS = `${BASE}/virtualMac`;
const ADDRESSES = `${MACS}/:mac/virtualAddress`;

const NEW_ADDRESS: Fields = {
  ipAddress: { type: "ipv4", required: true },
  virtualMachineName: { type: "string", required: true },
};
const NEW_MAC: Fields = { ...NEW_ADDRESS, type: { type: "string", required: true, values: ["ovh", "vmware"] } };

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

/** What the running tasks of a server do to its virtual MACs. */
const changesOf = (cloud: Cloud, { name }: DedicatedServer) =>
  runningTasks(cloud, "server", name).flatMap(({ effect }) =>
    effect.kind === "add-mac" || effect.kind === "remove-mac" ? [effect] : [],
  );

function checkIdle(cloud: Cloud, server: DedicatedServer, ip: string): void {
  if (changesOf(cloud, server).some((change) => change.ip === ip))
    throw conflict(`A virtual MAC of ${ip} is being changed`);
}

/** Those that are there and those that are being made. */
function countMacs(cloud: Cloud, server: DedicatedServer): number {
  const coming = changesOf(cloud, server).filter(({ kind }) => kind === "add-mac");
  return new Set([...Object.keys(server.macs), ...coming.map(({ mac }) => mac)]).size;
}

/** An address has one virtual MAC at most, and must be routed to the server. The words are the simulator's own. */
function checkAddress(cloud: Cloud, server: DedicatedServer, ip: string): void {
  if (!blocksOf(cloud, server.name).some((block) => contains(block, ip)))
    throw refused(`[ipAddress] ${ip} is not routed to ${server.name}`);
  const taken = Object.entries(server.macs).find(([, record]) => Object.hasOwn(record.addresses, ip));
  if (taken) throw conflict(`${ip} has the virtual MAC ${taken[0]} already`);
  checkIdle(cloud, server, ip);
}

function addMac(context: Context): Reply {
  const { cloud } = context;
  const server = serverOf(context);
  const values = readNew(NEW_MAC, bodyOf(context), cloud.behaviour) as Record<string, string>;
  const { ipAddress: ip = "", virtualMachineName: machine = "" } = values;
  if (!server.vmacSupported) throw refused(`${server.name} does not support virtual MACs`);
  checkAddress(cloud, server, ip);
  if (countMacs(cloud, server) >= server.vmacQuota) throw refused("The quota of virtual MACs is used up");
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

const showMac = (macAddress: string, { type }: VirtualMacRecord) => ({ macAddress, type });
const showAddress = (ipAddress: string, { addresses }: VirtualMacRecord) => ({
  ipAddress,
  virtualMachineName: addresses[ipAddress],
});

/** A MAC has no DELETE of its own: it goes with its last address. */
export function addVirtualMacRoutes(routes: Router<Route>): void {
  routes.add("GET", MACS, (context) => {
    const { macs } = serverOf(context);
    return listing(context, Object.keys(macs), (mac) => showMac(String(mac), macs[mac]!));
  });
  routes.add("POST", MACS, addMac);
  routes.add("GET", `${MACS}/:mac`, (context) => {
    const { mac, record } = macAt(context);
    return ok(showMac(mac, record));
  });
  routes.add("GET", ADDRESSES, (context) => {
    const { record } = macAt(context);
    return listing(context, Object.keys(record.addresses), (ip) => showAddress(String(ip), record));
  });
  routes.add("POST", ADDRESSES, addAddress);
  routes.add("GET", `${ADDRESSES}/:ip`, (context) => ok(showAddress(addressAt(context), macAt(context).record)));
  routes.add("DELETE", `${ADDRESSES}/:ip`, (context) => {
    const server = serverOf(context);
    const { mac } = macAt(context);
    const ip = addressAt(context);
    checkIdle(context.cloud, server, ip);
    const effect = { kind: "remove-mac", server: server.name, mac, ip } as const;
    return started(context, server, "virtualMacDelete", effect);
  });
}
