import type { DataSourceType } from "../../resource-type";
import { textOf } from "../../value";
import { validateGroup } from "../group/rules";
import { ipDataSchema } from "./data-schema";

export const ipData: DataSourceType = {
  schema: ipDataSchema,
  validate: ({ ip }) => validateGroup({ ip: ip ?? null }),
  check: (rules, { ip }) => (typeof ip === "string" ? (rules.checkAddress?.(ip) ?? []) : []),
  unsupported: (cloud) => (cloud.addresses ? undefined : `${cloud.name} cannot look up single addresses.`),

  async read({ cloud, signal }, config) {
    const ip = textOf(config.ip);
    const seen = await cloud.addresses?.read(ip, signal);
    if (!seen) return undefined;
    const [only, ...others] = seen.consumers;
    return {
      id: ip,
      type: seen.type,
      location: seen.location ?? null,
      block_id: seen.blockId ?? null,
      routed_to: seen.routedTo ?? null,
      mac: others.length === 0 ? (only?.mac ?? null) : null,
      reverse_dns: seen.reverseDns ?? null,
      group_id: (seen.group && cloud.groups?.formatId(seen.group)) ?? null,
      consumers: seen.consumers.map(({ datacenterId, serverId, serverName, nicId, mac }) => ({
        datacenter_id: datacenterId ?? null,
        server_id: serverId ?? null,
        server_name: serverName ?? null,
        nic_id: nicId ?? null,
        mac: mac ?? null,
      })),
    };
  },
  missing: ({ ip }) =>
    `ip ${textOf(ip)} is in no IP block of this contract. Check the address and the provider's credentials.`,
};
