/** `/ip`: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2Fip */
import type { OvhCall } from "./api";
import type { Ip, Reverse } from "./wire";

export type IpApi = ReturnType<typeof ipApi>;

export function ipApi(call: OvhCall) {
  const ip = (block: string) => `/ip/${encodeURIComponent(block)}`;
  const reverse = (block: string, address: string) => `${ip(block)}/reverse/${encodeURIComponent(address)}`;

  return {
    ips: (signal: AbortSignal) => call.list<Ip>("/ip", {}, signal),

    reverse: (block: string, address: string, signal: AbortSignal) =>
      call<Reverse>("GET", reverse(block, address), {}, signal),
    /** Makes it or replaces it: there is no PUT. */
    setReverse: (block: string, body: Reverse, signal: AbortSignal) =>
      call<Reverse>("POST", `${ip(block)}/reverse`, { body }, signal),
    deleteReverse: (block: string, address: string, signal: AbortSignal) =>
      call<undefined>("DELETE", reverse(block, address), {}, signal),
  };
}
