/** Which virtual MAC the addresses of a block have on their server, and who else has it. */
import { isStatus } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { createSharedReads } from "../shared-read";
import type { ServerApi } from "./api-server";
import { containsBlock } from "./block";

export interface MacUse {
  readonly mac: string;
  /** Addresses outside the block that have the same MAC. */
  readonly siblings: readonly string[];
}

export interface MacUses {
  /** Undefined when it has none, which goes for every service that is no dedicated server. */
  find(service: string, block: string, signal: AbortSignal): Promise<MacUse | undefined>;
}

/** How old a reading may be that a move goes by, in milliseconds. */
const READ_AGE_MS = 5000;

export function createMacUses(api: ServerApi): MacUses {
  const nobody = new AbortController().signal;

  const macs = createSharedReads(async (server) => {
    const found = await api.virtualMacs(server, nobody).catch((error: unknown) => {
      // No dedicated server, or none that these credentials may look into.
      if (isStatus(error, 403, 404)) return [];
      throw error;
    });
    return Promise.all(
      found.map(async ({ macAddress }) => ({
        mac: macAddress,
        addresses: (await api.virtualAddresses(server, macAddress, nobody)).map(({ ipAddress }) => ipAddress),
      })),
    );
  });

  return {
    async find(service, block, signal) {
      const read = macs(service).get(Date.now() - READ_AGE_MS);
      const all = await unlessStopped(read, signal, `reading the virtual MACs of ${service}`);
      const has = (address: string) => containsBlock(block, address);
      const own = all.find(({ addresses }) => addresses.some(has));
      return own && { mac: own.mac, siblings: own.addresses.filter((address) => !has(address)) };
    },
  };
}
