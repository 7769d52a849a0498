import { lanPathOf } from "../addresses";
import type { Cloud } from "../cloud";
import { invalid, notFound, required } from "../errors";
import { masteredBy, refuseMaster } from "../failover";
import { checkProperties } from "../fields";
import type { Item, Properties } from "../item";
import { checkAddresses, leaseAddress } from "../nic-addresses";
import type { Noun } from "../noun";
import type { Work } from "../work";
import { createItem } from "../writes";
import { lanFor } from "./lan-making";

export const nics: Noun = {
  type: "nic",
  collection: "nics",
  parent: "server",
  fields: {
    name: { type: "string" },
    mac: { type: "string", immutable: true },
    ips: { type: "strings" },
    dhcp: { type: "boolean", default: true },
    lan: { type: "integer", required: true, min: 1 },
    firewallActive: { type: "boolean", default: false },
    firewallType: { type: "string", values: ["INGRESS", "EGRESS", "BIDIRECTIONAL"], default: "INGRESS" },
    deviceNumber: { type: "integer", readOnly: true },
    pciSlot: { type: "integer", readOnly: true },
    ipv6Ips: { type: "strings", hiddenWhenUnset: true },
    ipv6CidrBlock: { type: "string", hiddenWhenUnset: true },
    dhcpv6: { type: "boolean", hiddenWhenUnset: true },
    vnet: { type: "string", hiddenWhenUnset: true },
  },
  children: ["firewallrules", "flowlogs"],
  references: {
    securitygroups: (cloud, nic) => securityGroupsOf(cloud, nic),
  },
  prepare(cloud, work, server, { properties }) {
    if (!server) throw notFound();
    const lan = lanFor(cloud, work, server, properties.lan as number);
    const asked = (properties.ips ?? []) as string[];
    checkAddresses(cloud, { lan }, asked);
    const slot = 6 + cloud.tree.list(`${server.path}/nics`).length;
    const made = { mac: newMac(cloud), ...dropNulls(properties), ips: asked, pciSlot: slot };
    return asked.length > 0 ? { properties: made } : { properties: made, later: { ips: [leaseAddress(cloud, lan)] } };
  },
  inside(cloud, work, nic, { entities }) {
    for (const rule of entities.firewallrules?.items ?? []) createItem(cloud, work, "firewall-rule", nic, rule);
  },
  change(cloud, work, nic, patch) {
    const changed: Record<string, unknown> = { ...patch };
    const before = (nic.requested.ips ?? []) as string[];
    const moves = patch.lan !== undefined && patch.lan !== null && patch.lan !== nic.requested.lan;
    if (patch.lan === null) throw required(["lan"]);
    const lan = lanFor(cloud, work, nic, Number(patch.lan ?? nic.requested.lan));
    if (moves) refuseMaster(cloud, nic);
    if (!("ips" in patch) && !moves) return changed;

    // `ips` is replaced whole (vendor's command line tool, issue #20); null and [] have an address assigned.
    const asked = (("ips" in patch ? patch.ips : before.filter((ip) => cloud.addresses.blockOf(ip))) ?? []) as string[];
    checkAddresses(cloud, { lan, nic }, asked);
    const next = asked.length > 0 ? asked : [moves ? leaseAddress(cloud, lan) : reuseLease(cloud, nic, lan)];
    if (!moves) refuseMasterLoss(cloud, nic, next);
    changed.ips = next;
    for (const ip of before) if (cloud.addresses.isDynamic(ip) && !next.includes(ip)) cloud.addresses.release(ip);
    return changed;
  },
  remove(cloud, _work, nic) {
    refuseMaster(cloud, nic);
  },
};

/** DHCP gives the same NIC the same address again. */
function reuseLease(cloud: Cloud, nic: Item, lan: Item): string {
  const before = (nic.requested.ips ?? []) as string[];
  return before.find((ip) => !cloud.addresses.blockOf(ip)) ?? leaseAddress(cloud, lan);
}

/** Unconfirmed, see the option `masterDropsAddress`. */
function refuseMasterLoss(cloud: Cloud, nic: Item, next: readonly string[]): void {
  if (cloud.behaviour.masterDropsAddress === "allow") return;
  for (const lan of cloud.addresses.lansMasteredBy(nic.id)) {
    const lost = masteredBy(lan, nic.id).find((ip) => !next.includes(ip));
    if (lost)
      throw invalid(
        "ips",
        `'${lost}' is a failover IP of LAN '${lan.id}' and cannot be removed from Master NIC '${nic.id}'.`,
      );
  }
}

const dropNulls = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));

function newMac(cloud: Cloud): string {
  const hex = cloud.ids.hex(8);
  return ["02", "01", hex.slice(0, 2), hex.slice(2, 4), hex.slice(4, 6), hex.slice(6, 8)].join(":");
}

/** Security groups are assigned as a list of ids. */
export function securityGroupsOf(cloud: Cloud, item: Item): readonly Item[] {
  const datacenter = item.path.split("/").slice(0, 3).join("/");
  return ((item.properties.$securityGroups ?? []) as string[])
    .map((id) => cloud.tree.get(`${datacenter}/securitygroups/${id}`))
    .filter((group) => group !== undefined);
}

/** `POST /lans/{id}/nics`: an existing NIC, named by its id, moves to this LAN. */
export function attachNic(cloud: Cloud, work: Work, lan: Item, body: Record<string, unknown>): Item {
  const nic = typeof body.id === "string" ? cloud.tree.byId("nic", body.id) : undefined;
  if (!nic || lanPathOf(nic, lan.id) !== lan.path) throw notFound();
  const given = (body.properties ?? {}) as Properties;
  const patch = checkProperties(nics.fields, given, "update", cloud.behaviour.unknownProperties);
  const change = nics.change?.(cloud, work, nic, { ...patch, lan: Number(lan.id) }) ?? patch;
  work.update(nic, change);
  return nic;
}
