import { lanPathOf } from "../addresses";
import type { Cloud } from "../cloud";
import { type Item, type Properties, segment } from "../item";
import type { Work } from "../work";

/** The smallest number that no LAN of the data centre has. */
export function nextLanId(cloud: Cloud, datacenter: Item | undefined): string {
  const path = datacenter?.path ?? "";
  let id = 1;
  while (cloud.tree.get(`${path}/lans/${id}`)) id++;
  return String(id);
}

export function newLanProperties(cloud: Cloud, properties: Properties): Properties {
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
export const privateBlock = (cloud: Cloud) => `10.7.${parseInt(cloud.ids.hex(2), 16)}.0/24`;

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

/** "AUTO" takes a /64 of the data centre's /56; nothing, or an empty text, is none (the vendor's provider sends one). */
export function ipv6Block(datacenter: Item | undefined, lanId: string, asked: unknown): string | null {
  if (typeof asked !== "string" || asked === "") return null;
  const prefix = (datacenter?.properties.ipv6CidrBlock as string | undefined)?.replace("::/56", "");
  if (asked !== "AUTO" || prefix === undefined) return asked;
  return `${prefix}:${(Number(lanId) % 256).toString(16)}::/64`;
}
