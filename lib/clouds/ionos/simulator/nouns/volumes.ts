import type { Cloud } from "../cloud";
import { invalid, required } from "../errors";
import type { Item } from "../item";
import type { Noun } from "../noun";
import type { Work } from "../work";
import { IMAGE_ALIASES } from "./locations";

const LICENCES = [
  "UNKNOWN",
  "WINDOWS",
  "WINDOWS2016",
  "WINDOWS2019",
  "WINDOWS2022",
  "WINDOWS2025",
  "RHEL",
  "LINUX",
  "OTHER",
];

export const volumes: Noun = {
  type: "volume",
  collection: "volumes",
  parent: "datacenter",
  labels: true,
  fields: {
    name: { type: "string" },
    type: {
      type: "string",
      values: ["HDD", "SSD", "SSD Standard", "SSD Premium", "DAS", "ISO"],
      default: "HDD",
      fixed: true,
    },
    size: { type: "number", min: 1 },
    availabilityZone: {
      type: "string",
      values: ["AUTO", "ZONE_1", "ZONE_2", "ZONE_3"],
      default: "AUTO",
      fixed: true,
    },
    image: { type: "string", fixed: true },
    imagePassword: { type: "string", immutable: true, secret: true },
    imageAlias: { type: "string", fixed: true },
    sshKeys: { type: "strings", immutable: true, secret: true },
    bus: { type: "string", values: ["VIRTIO", "IDE", "UNKNOWN"], default: "VIRTIO" },
    licenceType: { type: "string", values: LICENCES },
    applicationType: { type: "string", hiddenWhenUnset: true },
    cpuHotPlug: { type: "boolean", default: true },
    ramHotPlug: { type: "boolean", default: false },
    nicHotPlug: { type: "boolean", default: true },
    nicHotUnplug: { type: "boolean", default: true },
    discVirtioHotPlug: { type: "boolean", default: true },
    discVirtioHotUnplug: { type: "boolean", default: true },
    exposeSerial: { type: "boolean", default: false },
    requireLegacyBios: { type: "boolean", default: true },
    deviceNumber: { type: "integer", readOnly: true },
    pciSlot: { type: "integer", readOnly: true },
    backupunitId: { type: "string", immutable: true },
    userData: { type: "string", immutable: true },
    bootServer: { type: "string", readOnly: true },
    bootOrder: { type: "string", values: ["AUTO", "NONE", "PRIMARY"], default: "AUTO" },
  },
  prepare(cloud, _work, _datacenter, { properties }) {
    const { image, imageAlias } = properties;
    if ((properties.size ?? null) === null && properties.type !== "DAS") throw required(["size"]);
    if (typeof image === "string" && !cloud.tree.byId("image", image) && !cloud.tree.byId("snapshot", image)) {
      throw invalid("image", `Resource '${image}' does not exist`);
    }
    if (typeof imageAlias === "string" && !IMAGE_ALIASES.includes(imageAlias)) {
      throw invalid("imageAlias", `Image alias '${imageAlias}' does not exist`);
    }
    const fromImage = typeof image === "string" || typeof imageAlias === "string";
    // Vendor's rule: a volume is made from an image or says what will be on it.
    if (!fromImage && !properties.licenceType)
      throw invalid("licenceType", "Attribute 'licenceType' or an image is required", "100");
    return { properties: { ...properties, licenceType: properties.licenceType ?? "LINUX" } };
  },
  change(_cloud, _work, volume, patch) {
    if (typeof patch.size === "number" && patch.size < Number(volume.requested.size)) {
      throw invalid("size", "A volume can only become larger");
    }
    return patch;
  },
  remove(cloud, work, volume) {
    const server = serverOf(cloud, volume);
    if (server?.requested.$bootVolume === volume.id) work.update(server, { $bootVolume: null });
  },
};

const serverOf = (cloud: Cloud, volume: Item) => {
  const id = volume.requested.$server;
  return typeof id === "string" ? cloud.tree.byId("server", id) : undefined;
};

export const volumesOf = (cloud: Cloud, server: Item) =>
  cloud.tree.list(`${server.parent ?? ""}/volumes`).filter((volume) => volume.requested.$server === server.id);

/** The first volume of a server is the one that it boots from. */
export function attachVolume(cloud: Cloud, work: Work, server: Item, volume: Item): void {
  const attached = volumesOf(cloud, server);
  if (attached.includes(volume)) return;
  const boots = !server.requested.$bootVolume && !server.requested.$bootCdrom;
  const number = attached.length + 1;
  work.update(volume, {
    $server: server.id,
    deviceNumber: number,
    pciSlot: 5 + number,
    bootServer: boots ? server.id : null,
  });
  if (boots) work.update(server, { $bootVolume: volume.id });
}

export function detachVolume(work: Work, server: Item, volume: Item): void {
  work.update(volume, { $server: null, deviceNumber: null, pciSlot: null, bootServer: null });
  if (server.requested.$bootVolume === volume.id) work.update(server, { $bootVolume: null });
}
