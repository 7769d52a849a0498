import { isAddress, isPrivateAddress } from "./addresses";
import type { Cloud } from "./cloud";
import { ApiError, invalid } from "./errors";
import { hasGroup } from "./failover";
import { bothOf, datacenterOf, type Item } from "./item";

/** Where a NIC is or is about to be. */
export interface Place {
  readonly lan: Item;
  /** The NIC itself, when it exists already. */
  readonly nic?: Item;
}

/** The words that users saw where an address was taken (node pools; for NICs unconfirmed). */
export const inUse = (property: string, ip: string) =>
  new ApiError(422, [
    { errorCode: "410", message: `[(root).properties.${property}] '${ip}' is in use by other resource` },
  ]);

/** Checks the addresses that are explicitly asked for. */
export function checkAddresses(cloud: Cloud, place: Place, ips: readonly string[]): void {
  if (new Set(ips).size < ips.length) throw invalid("ips", "An IP address is listed more than once");
  for (const ip of ips) checkAddress(cloud, place, ip);
}

function checkAddress(cloud: Cloud, { lan, nic }: Place, ip: string): void {
  if (!isAddress(ip)) throw invalid("ips", `'${ip}' is not a valid IPv4 address`);
  const isPublic = lan.requested.public === true;
  const block = cloud.addresses.blockOf(ip);
  if (block) {
    if (!isPublic) throw invalid("ips", `'${ip}' is a reserved public IP address, LAN '${lan.id}' is not public`);
    const location = cloud.tree.get(datacenterOf(lan.path) ?? "")?.properties.location;
    if (block.properties.location !== location) throw invalid("ips", `'${ip}' is reserved in another location`);
    if (block.deleting) throw invalid("ips", `'${ip}' is not reserved`);
    checkSharing(cloud, { lan, ...(nic ? { nic } : {}) }, ip);
    return;
  }
  if (isPrivateAddress(ip)) {
    if (isPublic && !cloud.behaviour.privateIpsOnPublicLan)
      throw invalid("ips", `'${ip}' is private, LAN '${lan.id}' is public`);
    return;
  }
  const own = nic && bothOf<readonly string[] | null>(nic, "ips").some((ips) => ips?.includes(ip));
  if (isPublic && own && cloud.behaviour.acceptDynamicIps) return;
  // "Explicitly assigned public IPs need to come from reserved IP blocks" (vendor's model documentation).
  throw invalid("ips", `'${ip}' is not reserved. Explicitly assigned public IPs need to come from reserved IP blocks`);
}

/** "Each IP address can only be used once", the members of one failover group of one LAN being the exception. */
function checkSharing(cloud: Cloud, { lan, nic }: Place, ip: string): void {
  if (cloud.behaviour.sharedIpWithoutGroup === "allow") return;
  const others = [...cloud.addresses.holders(ip)].filter((holder) => holder !== nic);
  if (others.length === 0 || hasGroup(lan, ip)) return;
  const balancer = others.find((holder) => holder.type === "loadbalancer");
  if (balancer?.requested.$lan === lan.id) return; // balanced NICs inherit the load balancer's address
  throw inUse("ips", ip);
}

/** What a NIC gets by DHCP: a dynamic public address on a public LAN, else one of the LAN's own. */
export function leaseAddress(cloud: Cloud, lan: Item): string {
  return lan.requested.public === true ? cloud.addresses.leaseDynamic() : cloud.addresses.leasePrivate(lan);
}
