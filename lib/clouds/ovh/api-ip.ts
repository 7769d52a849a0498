/** `/ip`: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2Fip */
import { destinationsOf, ipOf } from "./answers";
import type { OvhCall } from "./api";
import type { Destinations, Ip, IpTask, Reverse } from "./wire";

export type IpApi = ReturnType<typeof ipApi>;

export function ipApi(call: OvhCall) {
  const ip = (block: string) => `/ip/${encodeURIComponent(block)}`;
  const reverse = (block: string, address: string) => `${ip(block)}/reverse/${encodeURIComponent(address)}`;

  return {
    ips: (signal: AbortSignal) => call.list<Ip>("/ip", {}, signal).then((all) => all.map(ipOf)),
    ip: (block: string, signal: AbortSignal) => call.object<Ip>(ip(block), signal).then(ipOf),
    describe: (block: string, description: string, signal: AbortSignal) =>
      call<undefined>("PUT", ip(block), { body: { description } }, signal),

    destinations: (block: string, signal: AbortSignal) =>
      call<Destinations | null>("GET", `${ip(block)}/move`, {}, signal).then(destinationsOf),
    move: (block: string, body: { readonly to: string; readonly nexthop?: string }, signal: AbortSignal) =>
      call<Partial<IpTask> | null>("POST", `${ip(block)}/move`, { body }, signal),
    /** The vendor's console sends an empty object. */
    park: (block: string, signal: AbortSignal) =>
      call<Partial<IpTask> | null>("POST", `${ip(block)}/park`, { body: {} }, signal),
    tasks: (block: string, signal: AbortSignal) =>
      call<readonly number[] | null>("GET", `${ip(block)}/task`, {}, signal),
    task: (block: string, id: number, signal: AbortSignal) => call.object<IpTask>(`${ip(block)}/task/${id}`, signal),

    reverse: (block: string, address: string, signal: AbortSignal) =>
      call.object<Reverse>(reverse(block, address), signal),
    /** Makes it or replaces it: there is no PUT. */
    setReverse: (block: string, body: Reverse, signal: AbortSignal) =>
      call<Reverse | null>("POST", `${ip(block)}/reverse`, { body, repeatable: true }, signal),
    deleteReverse: (block: string, address: string, signal: AbortSignal) =>
      call<undefined>("DELETE", reverse(block, address), {}, signal),
  };
}
