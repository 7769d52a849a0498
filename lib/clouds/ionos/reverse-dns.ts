/** Reverse records of Cloud DNS: one for each address, found by it. */
import { randomUUID } from "node:crypto";
import { isNotFound } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { sameBlock } from "../block";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { sameName } from "../host-name";
import type { ReverseDnsPort } from "../ports/reverse-dns";
import { RefusalError } from "../refusal";
import { createSharedRead } from "../shared-read";
import type { DnsApi } from "./api-dns";
import type { IpBlockList } from "./ip-block-list";
import { reservedAddresses } from "./reserved";

const READ_AGE_MS = 5000;

/** @param hasToken the API takes nothing else */
export function createReverseDns(api: DnsApi, blocks: IpBlockList, hasToken: boolean): ReverseDnsPort {
  const nobody = new AbortController().signal;
  const all = createSharedRead(() => api.reverseRecords(nobody));
  let writtenAt = 0;

  async function find(ip: string, since: number, signal: AbortSignal) {
    if (!hasToken) throw new RefusalError([needsToken()]);
    const records = await unlessStopped(all.get(Math.max(since, writtenAt)), signal, "reading reverse records");
    return records.find(({ properties }) => sameBlock(properties.ip, ip));
  }

  async function write<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      writtenAt = Date.now();
    }
  }

  return {
    async check(ip, signal) {
      if (!hasToken) return [needsToken()];
      // IPv6 addresses are of data centres' blocks, which are not looked up here.
      if (ip.includes(":")) return [];
      const known = await unlessStopped(blocks.get(Date.now() - READ_AGE_MS), signal, "reading IP blocks");
      return reservedAddresses(known).has(ip) ? [] : [foreign(ip)];
    },

    read: async (ip, signal) => (await find(ip, Date.now() - READ_AGE_MS, signal))?.properties.name,

    async set({ ip, name }, signal) {
      const present = await find(ip, Date.now(), signal);
      if (present && sameName(present.properties.name, name)) return present.properties.name;
      const properties = { ...present?.properties, ip: present?.properties.ip ?? ip, name };
      const record = await write(() => api.putReverseRecord(present?.id ?? randomUUID(), properties, signal));
      return record.properties.name;
    },

    async remove(ip, signal) {
      const present = await find(ip, Date.now(), signal);
      if (!present) return;
      await write(() => api.deleteReverseRecord(present.id, signal)).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      });
    },
  };
}

function needsToken(): Diagnostic {
  return problem(
    [],
    "Reverse DNS needs a token",
    "IONOS Cloud DNS takes tokens only, and the provider has username and password. Set token, or IONOS_TOKEN.",
  );
}

function foreign(ip: string): Diagnostic {
  const detail = `ip ${ip} is in no IP block of this contract. Check the address and the provider's credentials.`;
  return problem(["ip"], "No address of this contract", detail);
}
