/** `/ip/{block}/reverse`: a name that does not resolve to the address (yet) is refused, so it is waited for. */
import type { HttpError } from "../../http/error";
import { isNotFound, isStatus } from "../../http/error";
import { poll } from "../../http/wait";
import { problem } from "../diagnostic";
import { sameName } from "../host-name";
import type { ReverseDnsPort } from "../ports/reverse-dns";
import type { IpApi } from "./api-ip";
import type { IpList } from "./ip-list";

/** What a plan may be based on at most, in milliseconds: objects are read one after another. */
const READ_AGE_MS = 5000;
/** Names become known in minutes; asking more often only uses up requests. */
const LONGEST_PAUSE_MS = 15_000;

export function createReverseDns(api: IpApi, list: IpList): ReverseDnsPort {
  const blockOf = async (ip: string, signal: AbortSignal) =>
    (await list.find(ip, signal, Date.now() - READ_AGE_MS))?.ip;

  async function nameOf(block: string, ip: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return (await api.reverse(block, ip, signal)).reverse;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  return {
    async check(ip, signal) {
      return (await blockOf(ip, signal)) === undefined
        ? [problem(["ip"], "No address of this account", foreign(ip))]
        : [];
    },

    async read(ip, signal) {
      const block = await blockOf(ip, signal);
      return block === undefined ? undefined : nameOf(block, ip, signal);
    },

    async set({ ip, name }, signal) {
      const block = await blockOf(ip, signal);
      if (block === undefined) throw new Error(foreign(ip));
      const present = await nameOf(block, ip, signal);
      if (present !== undefined && sameName(present, name)) return present;
      return poll(
        async () => {
          try {
            return { done: (await api.setReverse(block, { ipReverse: ip, reverse: name }, signal))?.reverse ?? name };
          } catch (error) {
            if (!isUnresolved(error)) throw error;
            return { state: `${error.vendorMessage ?? ""}; make that ${ip.includes(":") ? "AAAA" : "A"} record` };
          }
        },
        { what: `waiting for ${name} to resolve to ${ip}`, signal, longestMs: LONGEST_PAUSE_MS },
      );
    },

    async remove(ip, signal) {
      const block = await blockOf(ip, signal);
      if (block === undefined) return;
      await api.deleteReverse(block, ip, signal).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      });
    },
  };
}

/** "X does not resolve to Y" (https://github.com/ovh/terraform-provider-ovh/pull/54). */
function isUnresolved(error: unknown): error is HttpError {
  return isStatus(error, 400) && /\bresolve/i.test(error.vendorMessage ?? "");
}

function foreign(ip: string): string {
  return `ip ${ip} is in no block of this account. Check the address and the provider's credentials.`;
}
