import type { Cloud } from "../cloud";
import type { Fields } from "../fields";
import type { Noun } from "../noun";

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

/** What images and snapshots have in common. */
const TEMPLATE_FIELDS: Fields = {
  name: { type: "string" },
  description: { type: "string" },
  location: { type: "string", readOnly: true },
  size: { type: "number", readOnly: true },
  cpuHotPlug: { type: "boolean", default: true },
  cpuHotUnplug: { type: "boolean", default: false },
  ramHotPlug: { type: "boolean", default: true },
  ramHotUnplug: { type: "boolean", default: false },
  nicHotPlug: { type: "boolean", default: true },
  nicHotUnplug: { type: "boolean", default: true },
  discVirtioHotPlug: { type: "boolean", default: true },
  discVirtioHotUnplug: { type: "boolean", default: true },
  discScsiHotPlug: { type: "boolean", default: false },
  discScsiHotUnplug: { type: "boolean", default: false },
  exposeSerial: { type: "boolean", default: false },
  requireLegacyBios: { type: "boolean", default: true },
  licenceType: { type: "string", values: LICENCES, default: "LINUX" },
  applicationType: { type: "string", default: "UNKNOWN" },
};

export const images: Noun = {
  type: "image",
  collection: "images",
  labels: true,
  writable: false,
  fields: {
    ...TEMPLATE_FIELDS,
    imageType: { type: "string", readOnly: true },
    public: { type: "boolean", readOnly: true },
    imageAliases: { type: "strings", readOnly: true },
    cloudInit: { type: "string", readOnly: true },
  },
};

export const snapshots: Noun = {
  type: "snapshot",
  collection: "snapshots",
  labels: true,
  fields: { ...TEMPLATE_FIELDS, secAuthProtection: { type: "boolean", default: false } },
};

const OFFERED = [
  {
    name: "ubuntu-24.04-server-cloudimg-amd64",
    aliases: ["ubuntu:latest", "ubuntu:24.04"],
    imageType: "HDD",
    size: 3,
    cloudInit: "V1",
  },
  {
    name: "debian-12-genericcloud-amd64",
    aliases: ["debian:latest", "debian:12"],
    imageType: "HDD",
    size: 2,
    cloudInit: "V1",
  },
  { name: "debian-12-netinst-amd64.iso", aliases: [], imageType: "CDROM", size: 0.63, cloudInit: "NONE" },
] as const;

/** The public images that every location offers. */
export function offerImages(cloud: Cloud, put: (type: string, properties: Record<string, unknown>) => void): void {
  for (const location of cloud.behaviour.locations) {
    for (const { aliases, ...image } of OFFERED) {
      put("image", { ...image, imageAliases: aliases, location, description: "", public: true });
    }
  }
}
