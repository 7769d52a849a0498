/** The lists of services that addresses are routed to: one function per endpoint, nothing more. */
import type { OvhCall } from "./api";
import type { DedicatedServer, LoadBalancer, Vps } from "./wire";

export type ServiceApi = ReturnType<typeof serviceApi>;

export function serviceApi(call: OvhCall) {
  return {
    servers: (signal: AbortSignal) => call.list<DedicatedServer>("/dedicated/server", {}, signal),
    vps: (signal: AbortSignal) => call.list<Vps>("/vps", {}, signal),
    loadBalancers: (signal: AbortSignal) => call.list<LoadBalancer>("/ipLoadbalancing", {}, signal),
    projects: (signal: AbortSignal) =>
      call<readonly string[] | null>("GET", "/cloud/project", {}, signal).then((names) => names ?? []),
    privateClouds: (signal: AbortSignal) =>
      call<readonly string[] | null>("GET", "/dedicatedCloud", {}, signal).then((names) => names ?? []),
  };
}
