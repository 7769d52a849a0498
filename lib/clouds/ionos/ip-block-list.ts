import { createSharedRead } from "../shared-read";
import type { IonosApi } from "./api";
import type { IpBlock } from "./wire";

/** All IP blocks of the contract: one request for whoever asks at about the same time. */
export interface IpBlockList {
  /** Not older than `since`, as of Date.now. */
  get(since: number): Promise<readonly IpBlock[]>;
  markWritten(): void;
}

export function createIpBlockList(api: IonosApi): IpBlockList {
  const nobody = new AbortController().signal;
  const read = createSharedRead(() => api.ipBlocks(nobody));
  let writtenAt = 0;
  return {
    get: (since) => read.get(Math.max(since, writtenAt)),
    markWritten: () => void (writtenAt = Date.now()),
  };
}
