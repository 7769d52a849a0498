/** Additional addresses and blocks of an OVHcloud account: read and described, never ordered or given back. */
import type { IpBlockObservation, IpBlockPort } from "../ports/ip-blocks";
import type { AddressMoves } from "./address-moves";
import type { IpApi } from "./api-ip";
import { addressesIn, bareAddress, canonicalBlock } from "./block";
import type { IpList } from "./ip-list";
import { serviceOf } from "./move-rules";
import { PLAN_AGE_MS } from "./plan-age";
import type { Ip } from "./wire";

export function createIpBlocks(api: IpApi, list: IpList, moves: AddressMoves): IpBlockPort {
  return {
    async read(id, signal) {
      const block = await moves.find(id, signal, Date.now() - PLAN_AGE_MS);
      return block && observationOf(block);
    },

    missing: async (id, signal) => (await moves.missing(id, signal, "adopt")).detail,

    async describe(id, description, signal) {
      await api.describe(canonicalBlock(id), description, signal);
      list.markWritten();
    },
  };
}

function observationOf(block: Ip): IpBlockObservation {
  const ips = addressesIn(block.ip);
  return {
    id: bareAddress(block.ip),
    name: undefined,
    location: undefined,
    size: ips.length > 0 ? ips.length : undefined,
    ips,
    details: {
      type: block.type,
      country: block.country,
      campus: block.campus,
      regions: block.regions && [...block.regions].sort(),
      routedTo: serviceOf(block),
      description: block.description,
    },
  };
}
