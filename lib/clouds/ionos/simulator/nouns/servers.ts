import type { Cloud } from "../cloud";
import { invalid, required } from "../errors";
import { refuseMaster } from "../failover";
import type { Item, Properties } from "../item";
import type { Noun } from "../noun";
import { createItem } from "../writes";
import { securityGroupsOf } from "./nics";
import { attachVolume, volumesOf } from "./volumes";

const VM_STATES = ["NOSTATE", "RUNNING", "BLOCKED", "PAUSED", "SHUTDOWN", "SHUTOFF", "CRASHED", "SUSPENDED"];

export const servers: Noun = {
  type: "server",
  collection: "servers",
  parent: "datacenter",
  labels: true,
  fields: {
    templateUuid: { type: "string", fixed: true },
    name: { type: "string" },
    hostname: { type: "string" },
    cores: { type: "integer", min: 1 },
    ram: { type: "integer", min: 256 },
    availabilityZone: { type: "string", values: ["AUTO", "ZONE_1", "ZONE_2"], default: "AUTO" },
    vmState: { type: "string", values: VM_STATES, readOnly: true },
    bootCdrom: { type: "object" },
    bootVolume: { type: "object" },
    cpuFamily: { type: "string" },
    type: { type: "string", values: ["ENTERPRISE", "CUBE", "VCPU", "GPU"], default: "ENTERPRISE", fixed: true },
    nicMultiQueue: { type: "boolean", default: false },
    placementGroupId: { type: "string", hiddenWhenUnset: true },
    enabledFeatures: { type: "strings", readOnly: true, hiddenWhenUnset: true },
  },
  children: ["nics"],
  references: {
    cdroms: (cloud, server) => cdromsOf(cloud, server),
    volumes: (cloud, server) => volumesOf(cloud, server),
    securitygroups: (cloud, server) => securityGroupsOf(cloud, server),
  },
  prepare(cloud, _work, _datacenter, { properties }) {
    const cube = properties.type === "CUBE" || properties.type === "GPU";
    const missing = (cube ? ["templateUuid"] : ["cores", "ram"]).filter(
      (name) => properties[name] === undefined || properties[name] === null,
    );
    if (missing.length > 0) throw required(missing);
    if (cube && properties.availabilityZone && properties.availabilityZone !== "AUTO") {
      throw invalid("availabilityZone", "Only AUTO is possible for this type of server");
    }
    const given = withoutReferences(cloud, properties);
    return {
      properties: { cpuFamily: cube ? null : "INTEL_ICELAKE", ...given, vmState: "NOSTATE" },
      later: { vmState: "RUNNING" },
    };
  },
  inside(cloud, work, server, { entities }) {
    for (const body of entities.volumes?.items ?? []) {
      const existing =
        typeof body.id === "string" ? cloud.tree.get(`${server.parent ?? ""}/volumes/${body.id}`) : undefined;
      const volume = existing ?? createItem(cloud, work, "volume", cloud.tree.get(server.parent ?? ""), body);
      attachVolume(cloud, work, server, volume);
    }
    for (const body of entities.nics?.items ?? []) createItem(cloud, work, "nic", server, body);
    const cdroms = (entities.cdroms?.items ?? []).map((body) => String(body.id));
    if (cdroms.length > 0) work.update(server, { $cdroms: cdroms });
  },
  change: (cloud, _work, _server, patch) => withoutReferences(cloud, patch),
  remove(cloud, work, server, query) {
    for (const nic of cloud.tree.list(`${server.path}/nics`)) refuseMaster(cloud, nic);
    for (const volume of volumesOf(cloud, server)) {
      if (query.get("deleteVolumes") === "true") work.remove(volume);
      else work.update(volume, { $server: null, deviceNumber: null, pciSlot: null, bootServer: null });
    }
  },
  show(cloud, server, shown) {
    const volume = server.properties.$bootVolume as string | null | undefined;
    const cdrom = server.properties.$bootCdrom as string | null | undefined;
    const datacenter = server.parent ?? "";
    return {
      ...shown,
      bootVolume: volume ? { id: volume, type: "volume", href: cloud.href(`${datacenter}/volumes/${volume}`) } : null,
      bootCdrom: cdrom ? { id: cdrom, type: "image", href: cloud.href(`/images/${cdrom}`) } : null,
    };
  },
};

/** `bootVolume` and `bootCdrom` are references; what is kept of them is the id. */
function withoutReferences(cloud: Cloud, properties: Properties): Properties {
  const { bootVolume, bootCdrom, ...rest } = properties;
  const relations: Record<string, unknown> = {};
  for (const [name, value] of Object.entries<unknown>({ bootVolume, bootCdrom })) {
    if (value === undefined) continue;
    const { id = null } = (value ?? {}) as { id?: string | null };
    const type = name === "bootVolume" ? "volume" : "image";
    if (id !== null && !cloud.tree.byId(type, id)) throw invalid(name, `Resource '${id}' does not exist`);
    relations[name === "bootVolume" ? "$bootVolume" : "$bootCdrom"] = id;
  }
  return { ...rest, ...relations };
}

/** The CD-ROM images that are attached to a server. */
export function cdromsOf(cloud: Cloud, server: Item): readonly Item[] {
  return ((server.properties.$cdroms ?? []) as string[])
    .map((id) => cloud.tree.get(`/images/${id}`))
    .filter((image) => image !== undefined);
}

/** What the actions of a server do to its `vmState`. */
export const SERVER_ACTIONS: Readonly<Record<string, string>> = {
  start: "RUNNING",
  stop: "SHUTOFF",
  reboot: "RUNNING",
  suspend: "SUSPENDED",
  resume: "RUNNING",
  upgrade: "RUNNING",
};
