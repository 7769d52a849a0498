import type { Cloud } from "../cloud";
import type { Item } from "../item";
import { collectionReference, date } from "../render";
import { ipsOf, reservedIps } from "./ip-blocks";

/** `/contracts`: one contract, with what it may use and what it does use. A contract has neither id nor href. */
export function showContracts(cloud: Cloud): Record<string, unknown> {
  return { ...collectionReference(cloud, "/contracts"), items: [showContract(cloud)] };
}

function showContract(cloud: Cloud): Record<string, unknown> {
  const all = [...cloud.tree.all()];
  const sum = (type: string, property: string, only: (item: Item) => boolean = () => true) =>
    all
      .filter((item) => item.type === type && only(item))
      .reduce((total, item) => total + Number(item.properties[property] ?? 0), 0);
  const blocks = cloud.tree.list("/ipblocks");
  const inUse = blocks.flatMap((block) => ipsOf(block)).filter((ip) => cloud.addresses.holders(ip).size > 0).length;
  const isSsd = (volume: Item) => String(volume.properties.type).startsWith("SSD");
  return {
    type: "contract",
    properties: {
      contractNumber: cloud.behaviour.contractNumber,
      owner: cloud.behaviour.username,
      status: "BILLABLE",
      regDomain: "ionos.de",
      resourceLimits: {
        coresPerServer: 62,
        coresPerContract: 100_000,
        coresProvisioned: sum("server", "cores"),
        ramPerServer: 524_288,
        ramPerContract: 1_000_000_000,
        ramProvisioned: sum("server", "ram"),
        hddLimitPerVolume: 4_194_304,
        hddLimitPerContract: 1_000_000_000,
        hddVolumeProvisioned: sum("volume", "size", (volume) => !isSsd(volume)) * 1024,
        ssdLimitPerVolume: 4_194_304,
        ssdLimitPerContract: 1_000_000_000,
        ssdVolumeProvisioned: sum("volume", "size", isSsd) * 1024,
        dasVolumeProvisioned: 0,
        reservableIps: cloud.behaviour.reservableIps,
        reservedIpsOnContract: reservedIps(cloud),
        reservedIpsInUse: inUse,
        k8sClusterLimitTotal: 0,
        k8sClustersProvisioned: 0,
        nlbLimitTotal: 0,
        nlbProvisioned: 0,
        natGatewayLimitTotal: 0,
        natGatewayProvisioned: 0,
        securityGroupsPerVdc: 100,
        securityGroupsPerResource: 10,
        rulesPerSecurityGroup: 100,
      },
    },
  };
}

/** The one user that there is. */
export function showUser(cloud: Cloud, level: number): Record<string, unknown> {
  const path = `/um/users/${cloud.userId}`;
  const reference = { id: cloud.userId, type: "user", href: cloud.href(path) };
  if (level <= 0) return reference;
  return {
    ...reference,
    metadata: { etag: cloud.userId.replaceAll("-", ""), createdDate: date(0), lastLogin: date(cloud.clock.now()) },
    properties: {
      firstname: "Simulated",
      lastname: "User",
      email: cloud.behaviour.username,
      administrator: true,
      forceSecAuth: false,
      secAuthActive: false,
      s3CanonicalUserId: cloud.userId.replaceAll("-", ""),
      active: true,
    },
    entities: {
      owns: collectionReference(cloud, `${path}/owns`),
      groups: collectionReference(cloud, `${path}/groups`),
    },
  };
}
