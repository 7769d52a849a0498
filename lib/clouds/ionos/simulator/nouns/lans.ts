import { lanPathOf } from "../addresses";
import type { Cloud } from "../cloud";
import { invalid, refused } from "../errors";
import { checkFailover } from "../failover";
import type { Item, Properties } from "../item";
import { segment } from "../item";
import type { Noun } from "../noun";
import type { Work } from "../work";
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
  prepare(cloud, _work, _datacenter, { properties }) {
    const lan = newLanProperties(cloud, { ...properties, ipFailover: null });
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

/** The smallest number that no LAN of the data centre has. */
function nextLanId(cloud: Cloud, datacenter: Item | undefined): string {
  const path = datacenter?.path ?? "";
  let id = 1;
  while (cloud.tree.get(`${path}/lans/${id}`)) id++;
  return String(id);
}

function newLanProperties(cloud: Cloud, properties: Properties): Properties {
  const isPublic = (properties.public ?? cloud.behaviour.lanPublicByDefault) as boolean;
  return {
    name: null,
    pcc: null,
    ipv6CidrBlock: null,
    ...properties,
    public: isPublic,
    ipv4CidrBlock: isPublic ? null : privateBlock(cloud),
  };
}

/** The network of a private LAN. Two of them may overlap: they never meet. */
const privateBlock = (cloud: Cloud) => `10.7.${parseInt(cloud.ids.hex(2), 16)}.0/24`;

/** The LAN with this number; made, private, when there is none: "an unknown LAN id is implicitly created". */
export function lanFor(cloud: Cloud, work: Work, parent: Item, number: number): Item {
  const path = lanPathOf(parent, number);
  const known = cloud.tree.get(path);
  if (known) return known;
  const datacenter = segment(path, 3);
  return work.create({
    type: "lan",
    id: String(number),
    path,
    parent: `/datacenters/${datacenter}`,
    properties: { ...newLanProperties(cloud, { public: false }), ipFailover: null },
    later: { ipFailover: [] },
  });
}

/** A new LAN of its own, as the cloud makes one behind the scenes for a load balancer. */
export function newLan(cloud: Cloud, work: Work, datacenter: Item, properties: Properties): Item {
  const id = nextLanId(cloud, datacenter);
  return work.create({
    type: "lan",
    id,
    path: `${datacenter.path}/lans/${id}`,
    parent: datacenter.path,
    properties: { ...newLanProperties(cloud, properties), ipFailover: null },
    later: { ipFailover: [] },
  });
}

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
