import { lanPathOf } from "./addresses";
import type { Cloud } from "./cloud";
import { datacenterOf, type Item, type Properties } from "./item";
import { leaseAddress } from "./nic-addresses";
import type { IpFailoverEntry } from "../wire";
import { beginWork, discard } from "./work";
import { createItem } from "./writes";

/**
 * Sets a scene for a test, at once and without HTTP: objects are AVAILABLE immediately, nothing is logged. Making things
 * keeps the API's rules; the edits below do not, for they stand for what somebody else did, by whatever means.
 */
export interface Scene {
  /** Default: one more data centre in de/fra. Returns its id. */
  datacenter(properties?: { name?: string; location?: string; description?: string }): string;
  /** Default: public. Returns its id, a small number as a string. */
  lan(datacenterId: string, properties?: { name?: string; public?: boolean }): string;
  /** Returns its id. */
  server(
    datacenterId: string,
    properties?: {
      name?: string;
      availabilityZone?: string;
      cores?: number;
      ram?: number;
      type?: string;
      templateUuid?: string;
    },
  ): string;
  /** Returns its id. Without `ips` it gets an address by DHCP. */
  nic(
    serverId: string,
    properties: { lan: number | string; name?: string; ips?: readonly string[]; dhcp?: boolean; mac?: string },
  ): string;
  /** Returns its id and its addresses: `ips`, or the next free ones of the documentation ranges. */
  ipBlock(properties?: { name?: string; location?: string; size?: number; ips?: readonly string[] }): {
    id: string;
    ips: string[];
  };

  /** Replaces the whole list, whatever the rules say. */
  setIpFailover(datacenterId: string, lanId: string, entries: readonly IpFailoverEntry[]): void;
  /** Replaces the NIC's addresses, whatever the rules say. */
  setNicIps(nicId: string, ips: readonly string[]): void;
  /** Changes any property of the object at a path such as `/datacenters/<id>/lans/1`, whatever the rules say. */
  edit(path: string, properties: Readonly<Record<string, unknown>>): void;
  /** Removes the object at a path, and all that is inside it, whatever the rules say. */
  remove(path: string): void;
  /** What a GET would show as `properties`, or undefined when there is no such object. */
  look(path: string): Readonly<Record<string, unknown>> | undefined;
  /** The path of a server, NIC, volume, IP block or data centre, by its id. */
  pathOf(id: string): string | undefined;
}

export function createScene(cloud: Cloud): Scene {
  function make(type: string, parent: Item | undefined, properties: Properties): Item {
    const work = beginWork(cloud);
    const item = createItem(cloud, work, type, parent, { properties });
    for (const change of work.changes) {
      const made = cloud.tree.get(change.path);
      if (!made) continue;
      made.created = true;
      made.properties = made.requested;
    }
    return item;
  }

  function at(path: string): Item {
    const item = cloud.tree.get(path);
    if (!item) throw new Error(`no such object in the simulator: ${path}`);
    return item;
  }

  function find(id: string): Item | undefined {
    for (const type of ["nic", "server", "datacenter", "ipblock", "volume", "loadbalancer"]) {
      const item = cloud.tree.byId(type, id);
      if (item) return item;
    }
    return undefined;
  }

  function byId(type: string, id: string): Item {
    const item = cloud.tree.byId(type, id);
    if (!item) throw new Error(`no ${type} in the simulator has the id ${id}`);
    return item;
  }

  function edit(item: Item, properties: Properties): void {
    item.previous = item.properties;
    item.properties = { ...item.properties, ...properties };
    item.requested = { ...item.requested, ...properties };
    item.revision = cloud.nextRevision();
    item.modifiedAt = cloud.clock.now();
    cloud.addresses.index(item);
  }

  return {
    datacenter: (properties = {}) =>
      make("datacenter", undefined, { name: "Simulated", location: "de/fra", ...properties }).id,
    lan: (datacenterId, properties = {}) =>
      make("lan", byId("datacenter", datacenterId), { public: true, ...properties }).id,
    server: (datacenterId, properties = {}) =>
      make("server", byId("datacenter", datacenterId), { name: "server", cores: 1, ram: 1024, ...properties }).id,
    nic: (serverId, { lan, ...properties }) =>
      make("nic", byId("server", serverId), { ...properties, lan: Number(lan) }).id,
    ipBlock(properties = {}) {
      const { ips, ...rest } = properties;
      const size = ips?.length ?? properties.size ?? 1;
      const block = make("ipblock", undefined, { location: "de/fra", ...rest, size });
      if (ips) edit(block, { ips: [...ips] });
      return { id: block.id, ips: [...(block.properties.ips as string[])] };
    },
    setIpFailover: (datacenterId, lanId, entries) =>
      edit(at(`/datacenters/${datacenterId}/lans/${lanId}`), { ipFailover: [...entries] }),
    setNicIps(nicId, ips) {
      const nic = byId("nic", nicId);
      const lan = at(lanPathOf(nic, nic.properties.lan as number));
      edit(nic, { ips: ips.length > 0 ? [...ips] : [leaseAddress(cloud, lan)] });
    },
    edit: (path, properties) => edit(at(path), properties),
    remove(path) {
      const item = at(path);
      discard(cloud, item);
      const datacenter = cloud.tree.get(datacenterOf(path) ?? "");
      if (datacenter) edit(datacenter, { version: Number(datacenter.properties.version) + 1 });
    },
    look: (path) => cloud.tree.get(path)?.properties,
    pathOf: (id) => find(id)?.path,
  };
}
