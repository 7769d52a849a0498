import { isAddress, isPrivateAddress, lanPathOf } from "../addresses";
import type { Cloud } from "../cloud";
import { invalid, notFound } from "../errors";
import { refuseMaster } from "../failover";
import type { Item } from "../item";
import { inUse } from "../nic-addresses";
import type { Noun } from "../noun";
import type { Work } from "../work";
import { newLan } from "./lan-making";

/**
 * The classic load balancer: one address, round robin. A NIC that is attached moves to a LAN of the load balancer behind
 * the scenes, and "all attached NICs will inherit this IP" (vendor's documentation).
 */
export const loadBalancers: Noun = {
  type: "loadbalancer",
  collection: "loadbalancers",
  parent: "datacenter",
  fields: {
    name: { type: "string" },
    ip: { type: "string" },
    dhcp: { type: "boolean", default: true },
  },
  references: {
    balancednics: (cloud, balancer) => balancedNics(cloud, balancer),
  },
  prepare(cloud, _work, datacenter, { properties }) {
    const { ip } = properties;
    if (typeof ip === "string") checkIp(cloud, datacenter, ip);
    return { properties: { ...properties, ip: ip ?? cloud.addresses.leaseDynamic(), $nics: [] } };
  },
  inside(cloud, work, balancer, { entities }) {
    for (const nic of entities.balancednics?.items ?? []) balanceNic(cloud, work, balancer, nic);
  },
  change(cloud, work, balancer, patch) {
    if (!("ip" in patch) || patch.ip === balancer.requested.ip) return patch;
    if (typeof patch.ip === "string") checkIp(cloud, cloud.tree.get(balancer.parent ?? ""), patch.ip, balancer);
    const ip = patch.ip ?? cloud.addresses.leaseDynamic();
    for (const nic of balancedNics(cloud, balancer)) work.update(nic, { ips: [ip] });
    return { ...patch, ip };
  },
  remove(cloud, work, balancer) {
    for (const nic of balancedNics(cloud, balancer)) releaseNic(cloud, work, balancer, nic);
  },
};

export const balancedNics = (cloud: Cloud, balancer: Item) =>
  ((balancer.requested.$nics ?? []) as string[])
    .map((id) => cloud.tree.byId("nic", id))
    .filter((nic) => nic !== undefined);

function checkIp(cloud: Cloud, datacenter: Item | undefined, ip: string, self?: Item): void {
  if (!isAddress(ip)) throw invalid("ip", `'${ip}' is not a valid IPv4 address`);
  if (isPrivateAddress(ip)) return;
  const block = cloud.addresses.blockOf(ip);
  if (!block)
    throw invalid("ip", `'${ip}' is not reserved. Explicitly assigned public IPs need to come from reserved IP blocks`);
  if (block.properties.location !== datacenter?.properties.location)
    throw invalid("ip", `'${ip}' is reserved in another location`);
  for (const holder of cloud.addresses.holders(ip)) if (holder !== self) throw inUse("ip", ip);
}

/** `POST /loadbalancers/{id}/balancednics`: an existing NIC of the same data centre, named by its id. */
export function balanceNic(cloud: Cloud, work: Work, balancer: Item, body: Record<string, unknown>): Item {
  const nic = typeof body.id === "string" ? cloud.tree.byId("nic", body.id) : undefined;
  if (!nic || lanPathOf(nic, 0) !== lanPathOf(balancer, 0)) throw notFound();
  refuseMaster(cloud, nic);
  const attached = (balancer.requested.$nics ?? []) as string[];
  if (attached.includes(nic.id)) return nic;
  const ip = balancer.requested.ip as string;
  const known = cloud.tree.get(lanPathOf(balancer, String(balancer.requested.$lan)));
  const datacenter = cloud.tree.get(balancer.parent ?? "");
  if (!datacenter) throw notFound();
  const lan = known ?? newLan(cloud, work, datacenter, { public: !isPrivateAddress(ip), name: null });
  work.update(balancer, { $nics: [...attached, nic.id], $lan: lan.id });
  work.update(nic, { lan: Number(lan.id), ips: [ip], $lanBefore: nic.requested.lan, $ipsBefore: nic.requested.ips });
  return nic;
}

/** `DELETE /loadbalancers/{id}/balancednics/{nicId}`: the NIC goes back to where it was. Unconfirmed. */
export function releaseNic(cloud: Cloud, work: Work, balancer: Item, nic: Item): void {
  const attached = (balancer.requested.$nics ?? []) as string[];
  if (!attached.includes(nic.id)) throw notFound();
  work.update(balancer, { $nics: attached.filter((id) => id !== nic.id) });
  const ips = ((nic.requested.$ipsBefore ?? []) as string[]).filter(
    (ip) =>
      cloud.addresses.holders(ip).size === 0 &&
      (cloud.addresses.blockOf(ip) ?? cloud.addresses.isDynamic(ip)) !== undefined,
  );
  work.update(nic, { lan: nic.requested.$lanBefore ?? nic.requested.lan, ips, $lanBefore: null, $ipsBefore: null });
}
