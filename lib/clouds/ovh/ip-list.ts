import { unlessStopped } from "../../http/wait";
import { createSharedRead } from "../shared-read";
import { isNotFound } from "../../http/error";
import type { IpApi } from "./api-ip";
import { canonicalBlock, containsBlock } from "./block";
import type { Ip } from "./wire";

/** All blocks of the account and where they are routed to: one request for whoever asks at about the same time. */
export interface IpList {
  /** The block that has this address, or all of this block; undefined when the account has none. */
  find(block: string, signal: AbortSignal, since?: number): Promise<Ip | undefined>;
  /** Somebody here has changed one: what was read before is old. */
  markWritten(): void;
}

export function createIpList(api: IpApi): IpList {
  const nobody = new AbortController().signal;
  const read = createSharedRead(() => api.ips(nobody));
  let writtenAt = 0;

  async function look(block: string, since: number, signal: AbortSignal): Promise<Ip | undefined> {
    const all = await unlessStopped(read.get(Math.max(since, writtenAt)), signal, "listing the account's addresses");
    const holding = all.filter(({ ip }) => containsBlock(ip, block));
    // A block within a block is a service of its own.
    return holding.reduce<Ip | undefined>(
      (best, each) => (best && containsBlock(each.ip, best.ip) ? best : each),
      undefined,
    );
  }

  /** A list may leave out what these credentials may not list: gone is what says so itself. */
  function own(block: string, signal: AbortSignal): Promise<Ip | undefined> {
    return api.ip(canonicalBlock(block), signal).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  }

  return {
    async find(block, signal, since = 0) {
      const askedAt = Date.now();
      // It may have been delivered since the list was read.
      return (await look(block, since, signal)) ?? (await look(block, askedAt, signal)) ?? own(block, signal);
    },
    markWritten: () => void (writtenAt = Date.now()),
  };
}
