import { isNotFound } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { createSharedReads } from "../shared-read";
import type { ServerApi } from "./api-server";
import { isLoadBalancer, isVrack } from "./move-rules";
import type { VirtualAddress } from "./wire";

export interface ListedMac {
  /** In lower case, to be compared. */
  readonly mac: string;
  /** As the cloud spells it, for its calls. */
  readonly name: string;
  readonly type: string;
  readonly addresses: readonly VirtualAddress[];
}

/** The virtual MACs of a server with their addresses, read by whoever asks at about the same time. */
export interface VirtualMacList {
  /** Undefined when the account has no such server. Not older than `since`. */
  get(server: string, since: number, signal: AbortSignal): Promise<readonly ListedMac[] | undefined>;
  markWritten(server: string): void;
}

export function createVirtualMacList(api: ServerApi): VirtualMacList {
  const nobody = new AbortController().signal;
  const writtenAt = new Map<string, number>();

  /** Gone in between: by its own 404 it has nothing any more. */
  async function orNothing<T>(read: Promise<T>): Promise<T | undefined> {
    return read.catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  }

  const reads = createSharedReads(async (server) => {
    if (isLoadBalancer(server) || isVrack(server)) return undefined;
    const macs = await orNothing(api.virtualMacs(server, nobody));
    const listed = macs?.map(async ({ macAddress, type }): Promise<ListedMac> => {
      const addresses = await orNothing(api.virtualAddresses(server, macAddress, nobody));
      return { mac: macAddress.toLowerCase(), name: macAddress, type, addresses: addresses ?? [] };
    });
    return listed && Promise.all(listed);
  });

  return {
    get: (server, since, signal) =>
      unlessStopped(
        reads(server).get(Math.max(since, writtenAt.get(server) ?? 0)),
        signal,
        `reading the virtual MACs of ${server}`,
      ),
    markWritten: (server) => void writtenAt.set(server, Date.now()),
  };
}
