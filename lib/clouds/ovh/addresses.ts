import { isNotFound } from "../../http/error";
import type { AddressPort } from "../ports/addresses";
import { RefusalError } from "../refusal";
import type { AddressMoves } from "./address-moves";
import type { IpApi } from "./api-ip";
import { bareAddress, canonicalBlock, isSingleAddress } from "./block";
import type { IpList } from "./ip-list";
import type { MacUses } from "./mac-use";
import { serviceOf } from "./move-rules";

/** How old a reading may be, in milliseconds. */
const READ_AGE_MS = 60_000;

export interface AddressTools {
  readonly api: IpApi;
  readonly list: IpList;
  readonly macs: MacUses;
  readonly moves: Pick<AddressMoves, "missing">;
}

/** What the account knows of one address, or of a block: of an address in a block it is the block that is routed. */
export function createAddresses({ api, list, macs, moves }: AddressTools): AddressPort {
  async function nameOf(block: string, address: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return (await api.reverse(block, bareAddress(address), signal)).reverse;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  return {
    async read(ip, signal) {
      const address = canonicalBlock(ip);
      const block = await list.find(address, signal, Date.now() - READ_AGE_MS);
      if (!block) throw new RefusalError([await moves.missing(ip, signal)]);
      const service = serviceOf(block);
      const single = isSingleAddress(address);
      const [reverseDns, mac] = await Promise.all([
        single ? nameOf(canonicalBlock(block.ip), address, signal) : undefined,
        single && service !== null ? macs.find(service, address, 0, signal) : undefined,
      ]);
      const nothing = { datacenterId: undefined, serverName: undefined, nicId: undefined };
      return {
        type: block.type,
        location: block.campus ?? undefined,
        blockId: bareAddress(block.ip),
        consumers: service === null ? [] : [{ ...nothing, serverId: service, mac: mac?.mac }],
        group: undefined,
        routedTo: service,
        reverseDns,
      };
    },
  };
}
