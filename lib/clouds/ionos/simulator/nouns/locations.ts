import type { Cloud } from "../cloud";
import { notFound } from "../errors";
import { collectionReference, etag } from "../render";

/** A shortened list of what the vendor's own example answers show. */
export const FEATURES = [
  "ssd",
  "ssd-storage-zoning",
  "cloud-init",
  "cpu-hot-plug",
  "mem-hot-plug",
  "nic-hot-plug",
  "nic-hot-unplug",
  "pcc",
  "flow-logs",
  "private-loadbalancer",
];

export const CPU_ARCHITECTURE = [
  { cpuFamily: "INTEL_ICELAKE", maxCores: 62, maxRam: 524_288, vendor: "GenuineIntel" },
  { cpuFamily: "AMD_EPYC", maxCores: 62, maxRam: 524_288, vendor: "AuthenticAMD" },
];

export const IMAGE_ALIASES = ["ubuntu:latest", "ubuntu:24.04", "debian:latest", "debian:12"];

const CITIES: Readonly<Record<string, string>> = {
  "de/fra": "frankfurt",
  "de/fra/2": "frankfurt",
  "de/txl": "berlin",
  "de/fkb": "karlsruhe",
  "gb/lhr": "london",
  "gb/bhx": "birmingham",
  "es/vit": "vitoria",
  "fr/par": "paris",
  "us/las": "lasvegas",
  "us/ewr": "newark",
  "us/mci": "lenexa",
};

function renderLocation(cloud: Cloud, id: string, level: number): Record<string, unknown> {
  const path = `/locations/${id}`;
  const reference = { id, type: "location", href: cloud.href(path) };
  if (level <= 0) return reference;
  return {
    ...reference,
    metadata: { etag: etag(path, 0), state: "AVAILABLE" },
    properties: {
      name: CITIES[id] ?? id,
      metroRegion: id.split("/").slice(0, 2).join("/"),
      features: FEATURES,
      imageAliases: IMAGE_ALIASES,
      cpuArchitecture: CPU_ARCHITECTURE,
    },
  };
}

/** `/locations`, `/locations/de`, `/locations/de/fra`, `/locations/de/fra/2`. Read-only. */
export function showLocations(cloud: Cloud, id: string, level: number): Record<string, unknown> {
  const all = cloud.behaviour.locations;
  if (id.includes("/")) {
    if (!all.includes(id)) throw notFound();
    return renderLocation(cloud, id, level);
  }
  const inRegion = all.filter((location) => id === "" || location.startsWith(`${id}/`));
  if (id !== "" && inRegion.length === 0) throw notFound();
  return {
    ...collectionReference(cloud, id === "" ? "/locations" : `/locations/${id}`),
    items: inRegion.map((location) => renderLocation(cloud, location, level - 1)),
  };
}
