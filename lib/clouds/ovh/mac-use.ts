/** Which virtual MAC the addresses of a block have on their server, and who else has it. */
import { isStatus } from "../../http/error";
import { containsBlock } from "./block";
import type { VirtualMacList } from "./virtual-mac-list";

export interface MacUse {
  readonly mac: string;
  /** Addresses outside the block that have the same MAC. */
  readonly siblings: readonly string[];
}

export interface MacUses {
  /** Undefined when it has none, which goes for every service that is no dedicated server. Not older than `since`. */
  find(service: string, block: string, since: number, signal: AbortSignal): Promise<MacUse | undefined>;
}

/** How old a reading may be that a move goes by, in milliseconds. */
const READ_AGE_MS = 5000;

export function createMacUses(list: VirtualMacList): MacUses {
  return {
    async find(service, block, since, signal) {
      const all = await list.get(service, Math.max(since, Date.now() - READ_AGE_MS), signal).catch((error: unknown) => {
        // These credentials may not look into it.
        if (isStatus(error, 403)) return undefined;
        throw error;
      });
      const has = ({ ipAddress }: { readonly ipAddress: string }) => containsBlock(block, ipAddress);
      const own = all?.find(({ addresses }) => addresses.some(has));
      const others = own?.addresses.filter((address) => !has(address)) ?? [];
      return own && { mac: own.mac, siblings: others.map(({ ipAddress }) => ipAddress) };
    },
  };
}
