import type { IpConsumer } from "../../wire";
import type { Cloud } from "../cloud";
import { invalid } from "../errors";
import type { Item } from "../item";
import { inUse } from "../nic-addresses";
import type { Noun } from "../noun";

export const ipBlocks: Noun = {
  type: "ipblock",
  collection: "ipblocks",
  labels: true,
  page: { limit: 100, most: 1000 },
  fields: {
    ips: { type: "strings", readOnly: true },
    location: { type: "string", required: true, immutable: true },
    size: { type: "integer", required: true, fixed: true, min: 1 },
    name: { type: "string" },
    ipConsumers: { type: "objects", readOnly: true },
  },
  prepare(cloud, _work, _parent, { properties }) {
    const location = properties.location as string;
    const size = properties.size as number;
    if (!cloud.behaviour.locations.includes(location))
      throw invalid("location", `Location '${location}' does not exist`);
    if (size > cloud.behaviour.maxBlockSize)
      throw invalid("size", `A block has ${cloud.behaviour.maxBlockSize} addresses at most`);
    const { reservableIps } = cloud.behaviour;
    if (reservedIps(cloud) + size > reservableIps)
      throw invalid("size", `The contract's limit of ${reservableIps} IP addresses is exceeded`);
    // The name is filled in when there is none (one answer in the vendor's Ansible documentation, unconfirmed).
    const name = properties.name ?? `IP_BLOCK_${cloud.clock.now()}`;
    return { properties: { ...properties, name, ips: cloud.addresses.reserve(size) } };
  },
  remove(cloud, _work, block) {
    // "IPs are returned only as a whole block and only when not in use" (vendor's documentation; error unconfirmed).
    const used = ipsOf(block).find((ip) => cloud.addresses.holders(ip).size > 0);
    if (used) throw inUse("ips", used);
  },
  show: (cloud, block, shown) => ({ ...shown, ipConsumers: consumersOf(cloud, block) }),
};

export const ipsOf = (block: Item) => (block.properties.ips ?? []) as readonly string[];

export function reservedIps(cloud: Cloud): number {
  return cloud.tree.list("/ipblocks").reduce((sum, block) => sum + ipsOf(block).length, 0);
}

/** Who uses the block: with IP failover the same address appears once for each member NIC. */
function consumersOf(cloud: Cloud, block: Item): readonly IpConsumer[] {
  return ipsOf(block).flatMap((ip) => {
    const nics = [...cloud.addresses.holders(ip)].filter(
      (holder) => holder.type === "nic" && ((holder.properties.ips ?? []) as string[]).includes(ip),
    );
    return nics.map((nic) => consumer(cloud, nic, ip));
  });
}

function consumer(cloud: Cloud, nic: Item, ip: string): IpConsumer {
  const server = cloud.tree.get(nic.parent ?? "");
  const datacenter = cloud.tree.get(server?.parent ?? "");
  return {
    ip,
    mac: String(nic.properties.mac),
    nicId: nic.id,
    serverId: server?.id ?? "",
    serverName: (server?.properties.name ?? "") as string,
    datacenterId: datacenter?.id ?? "",
    datacenterName: (datacenter?.properties.name ?? "") as string,
  };
}
