/** IP Load Balancer: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2FipLoadbalancing */
import type { Protocol } from "../listener";
import type { OvhCall } from "./api";
import type { Farm, Frontend, LoadBalancer, LoadBalancerNetwork, LoadBalancerTask, PendingChange, Route } from "./wire";

export type LoadBalancerApi = ReturnType<typeof loadBalancerApi>;

export function loadBalancerApi(call: OvhCall) {
  const path = (loadBalancer: string, ...rest: readonly string[]) =>
    ["", "ipLoadbalancing", loadBalancer, ...rest].map(encodeURIComponent).join("/");
  const frontendPath = (at: FrontendAddress) => path(at.loadBalancer, at.protocol, "frontend", at.id);

  return {
    service: (lb: string, signal: AbortSignal) => call<LoadBalancer>("GET", path(lb), {}, signal),
    /** The addresses and blocks that are routed to it. */
    failover: (lb: string, signal: AbortSignal) => call<readonly string[]>("GET", path(lb, "failover"), {}, signal),
    pendingChanges: (lb: string, signal: AbortSignal) =>
      call<readonly PendingChange[]>("GET", path(lb, "pendingChanges"), {}, signal),
    /** Of one zone, or of all without one. */
    refresh: (lb: string, zone: string | undefined, signal: AbortSignal) =>
      call<LoadBalancerTask>("POST", path(lb, "refresh"), { body: zone === undefined ? {} : { zone } }, signal),
    tasks: (lb: string, query: TaskFilter, signal: AbortSignal) =>
      call.list<LoadBalancerTask>(path(lb, "task"), { ...query }, signal),
    task: (lb: string, id: number, signal: AbortSignal) =>
      call<LoadBalancerTask>("GET", path(lb, "task", String(id)), {}, signal),

    frontends: (lb: string, protocol: Protocol, signal: AbortSignal) =>
      call.list<Frontend>(path(lb, protocol, "frontend"), {}, signal),
    frontend: (at: FrontendAddress, signal: AbortSignal) => call<Frontend>("GET", frontendPath(at), {}, signal),
    createFrontend: (lb: string, protocol: Protocol, body: Readonly<Record<string, unknown>>, signal: AbortSignal) =>
      call<Frontend>("POST", path(lb, protocol, "frontend"), { body }, signal),
    /** Absent fields stay as they are, null gives the default again. Answers nothing. */
    changeFrontend: (at: FrontendAddress, body: Readonly<Record<string, unknown>>, signal: AbortSignal) =>
      call<undefined>("PUT", frontendPath(at), { body }, signal),
    deleteFrontend: (at: FrontendAddress, signal: AbortSignal) =>
      call<undefined>("DELETE", frontendPath(at), {}, signal),

    farms: (lb: string, protocol: Protocol, signal: AbortSignal) =>
      call.list<Farm>(path(lb, protocol, "farm"), {}, signal),
    routes: (lb: string, protocol: "http" | "tcp", signal: AbortSignal) =>
      call.list<Route>(path(lb, protocol, "route"), {}, signal),
    networks: (lb: string, signal: AbortSignal) =>
      call.list<LoadBalancerNetwork>(path(lb, "vrack", "network"), {}, signal),
  };
}

export interface FrontendAddress {
  readonly loadBalancer: string;
  readonly protocol: Protocol;
  readonly id: string;
}

/** All must be so; `creationDate.from` is a date with time. */
interface TaskFilter {
  readonly action?: string;
  readonly status?: string;
  readonly "creationDate.from"?: string;
}
