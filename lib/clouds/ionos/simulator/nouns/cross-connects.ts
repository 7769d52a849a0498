import type { Cloud } from "../cloud";
import { refused } from "../errors";
import type { Item } from "../item";
import type { Noun } from "../noun";

/** Private cross connects: LANs of several data centres made one. */
export const crossConnects: Noun = {
  type: "pcc",
  collection: "pccs",
  fields: {
    name: { type: "string" },
    description: { type: "string" },
    peers: { type: "objects", readOnly: true },
    connectableDatacenters: { type: "objects", readOnly: true },
  },
  remove(cloud, _work, pcc) {
    if (peersOf(cloud, pcc).length > 0) throw refused(`Cross Connect '${pcc.id}' is used by a LAN`);
  },
  show: (cloud, pcc, shown) => ({
    ...shown,
    peers: peersOf(cloud, pcc).map((lan) => {
      const datacenter = cloud.tree.get(lan.parent ?? "");
      return {
        id: lan.id,
        name: lan.properties.name ?? null,
        datacenterId: datacenter?.id,
        datacenterName: datacenter?.properties.name ?? null,
        location: datacenter?.properties.location,
      };
    }),
    connectableDatacenters: cloud.tree
      .list("/datacenters")
      .map(({ id, properties }) => ({ id, name: properties.name ?? null, location: properties.location })),
  }),
};

const peersOf = (cloud: Cloud, pcc: Item) =>
  cloud.tree
    .list("/datacenters")
    .flatMap((datacenter) => cloud.tree.list(`${datacenter.path}/lans`))
    .filter((lan) => lan.properties.pcc === pcc.id);
