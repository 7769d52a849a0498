import type { Cloud } from "../cloud";
import { invalid, refused } from "../errors";
import { checkFailover } from "../failover";
import type { Item, Properties } from "../item";
import type { Noun } from "../noun";
import { ipv6Block, newLanProperties, nextLanId, privateBlock } from "./lan-making";
import { attachNic } from "./nics";

export const lans: Noun = {
  type: "lan",
  collection: "lans",
  parent: "datacenter",
  fields: {
    name: { type: "string" },
    public: { type: "boolean" },
    ipFailover: { type: "objects" },
    ipv4CidrBlock: { type: "string", readOnly: true },
    ipv6CidrBlock: { type: "string" },
    pcc: { type: "string" },
  },
  references: {
    nics: (cloud, lan) => membersOf(cloud, lan),
  },
  newId: nextLanId,
  prepare(cloud, _work, datacenter, { properties }) {
    const ipv6CidrBlock = ipv6Block(datacenter, nextLanId(cloud, datacenter), properties.ipv6CidrBlock);
    const lan = newLanProperties(cloud, { ...properties, ipv6CidrBlock, ipFailover: null });
    checkPcc(cloud, properties);
    // Nobody is on a new LAN, so nobody has the address: the same refusal as for any other NIC that lacks it.
    const entries = (properties.ipFailover ?? []) as Record<string, unknown>[];
    if (entries.length > 0)
      throw invalid("ipFailover", `Failover IP '${String(entries[0]?.ip)}' not found in Master NIC.`);
    return { properties: lan, later: { ipFailover: [] } };
  },
  inside(cloud, work, lan, { entities }) {
    for (const nic of entities.nics?.items ?? []) attachNic(cloud, work, lan, nic);
  },
  change(cloud, _work, lan, patch) {
    checkPcc(cloud, patch);
    const changed: Record<string, unknown> = { ...patch };
    if ("ipFailover" in patch) {
      // The list is replaced whole; an empty one and null clear it.
      changed.ipFailover = checkFailover(cloud, lan, (patch.ipFailover ?? []) as Record<string, unknown>[]);
    }
    if (typeof patch.public === "boolean" && patch.public !== lan.requested.public) {
      if (!patch.public) refusePrivate(cloud, lan);
      changed.ipv4CidrBlock = patch.public ? null : privateBlock(cloud);
    }
    if (patch.public === null) delete changed.public;
    if ("ipv6CidrBlock" in patch) {
      changed.ipv6CidrBlock = ipv6Block(cloud.tree.get(lan.parent ?? ""), lan.id, patch.ipv6CidrBlock);
    }
    return changed;
  },
  remove(cloud, work, lan) {
    const nics = membersOf(cloud, lan).filter((nic) => !nic.deleting);
    if (nics.length === 0) return;
    if (cloud.behaviour.deleteLanWithNics === "reject") {
      throw refused(`LAN '${lan.id}' cannot be deleted, ${nics.length} NICs are connected to it`);
    }
    for (const nic of nics) work.update(nic, { lan: 0, ips: [] });
  },
};

const membersOf = (cloud: Cloud, lan: Item) =>
  [...cloud.addresses.nicsOnLan(lan.path)].filter((nic) => String(nic.properties.lan as number) === lan.id);

function refusePrivate(cloud: Cloud, lan: Item): void {
  const reserved = membersOf(cloud, lan).some((nic) =>
    ((nic.requested.ips ?? []) as string[]).some((ip) => cloud.addresses.blockOf(ip)),
  );
  if (reserved) throw invalid("public", "LAN cannot become private while NICs on it use reserved public IP addresses");
}

function checkPcc(cloud: Cloud, properties: Properties): void {
  const id = properties.pcc;
  if (typeof id === "string" && !cloud.tree.get(`/pccs/${id}`))
    throw invalid("pcc", `Cross Connect '${id}' does not exist`);
}
