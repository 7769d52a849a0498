/** IP Load Balancer: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2FipLoadbalancing */
import type { Protocol } from "../listener";
import { farmOf, frontendOf, loadBalancerOf, loadBalancerTaskOf, pendingOf, routeOf } from "./answers";
import type { OvhCall } from "./api";
import type { Farm, Frontend, LoadBalancer, LoadBalancerNetwork, LoadBalancerTask, PendingChange, Route } from "./wire";

export type LoadBalancerApi = ReturnType<typeof loadBalancerApi>;

export function loadBalancerApi(call: OvhCall) {
  const path = (loadBalancer: string, ...rest: readonly string[]) =>
    ["", "ipLoadbalancing", loadBalancer, ...rest].map(encodeURIComponent).join("/");
  const frontendPath = (at: FrontendAddress) => path(at.loadBalancer, at.protocol, "frontend", at.id);

  return {
    service: (lb: string, signal: AbortSignal) =>
      call.object<LoadBalancer>(path(lb), signal).then((told) => loadBalancerOf(told, lb)),
    /** The addresses and blocks that are routed to it. */
    failover: async (lb: string, signal: AbortSignal) =>
      (await call<readonly string[] | null>("GET", path(lb, "failover"), {}, signal)) ?? [],
    pendingChanges: (lb: string, signal: AbortSignal) =>
      call<readonly Partial<PendingChange>[] | null>("GET", path(lb, "pendingChanges"), {}, signal).then(pendingOf),
    /** Of one zone, or of all without one. */
    refresh: (lb: string, zone: string | undefined, signal: AbortSignal) =>
      call<Partial<LoadBalancerTask> | null>(
        "POST",
        path(lb, "refresh"),
        { body: zone === undefined ? {} : { zone } },
        signal,
      ),
    tasks: (lb: string, query: TaskFilter, signal: AbortSignal) =>
      call
        .list<LoadBalancerTask>(path(lb, "task"), { ...query }, signal, { newest: NEWEST_TASKS, isFinal })
        .then((tasks) =>
          tasks
            .map(loadBalancerTaskOf)
            .filter(({ action, status }) => action === (query.action ?? action) && status === (query.status ?? status)),
        ),
    task: (lb: string, id: number, signal: AbortSignal) =>
      call.object<LoadBalancerTask>(path(lb, "task", String(id)), signal).then(loadBalancerTaskOf),

    frontends: (lb: string, protocol: Protocol, signal: AbortSignal) =>
      call.list<Frontend>(path(lb, protocol, "frontend"), {}, signal).then((all) => all.map(frontendOf)),
    frontend: (at: FrontendAddress, signal: AbortSignal) =>
      call.object<Frontend>(frontendPath(at), signal).then(frontendOf),
    createFrontend: (lb: string, protocol: Protocol, body: Readonly<Record<string, unknown>>, signal: AbortSignal) =>
      call<Partial<Frontend> | null>("POST", path(lb, protocol, "frontend"), { body }, signal),
    /** Absent fields stay as they are, null gives the default again. Answers nothing. */
    changeFrontend: (at: FrontendAddress, body: Readonly<Record<string, unknown>>, signal: AbortSignal) =>
      call<undefined>("PUT", frontendPath(at), { body }, signal),
    deleteFrontend: (at: FrontendAddress, signal: AbortSignal) =>
      call<undefined>("DELETE", frontendPath(at), {}, signal),

    farms: (lb: string, protocol: Protocol, signal: AbortSignal) =>
      call.list<Farm>(path(lb, protocol, "farm"), {}, signal).then((all) => all.map(farmOf)),
    routes: (lb: string, protocol: "http" | "tcp", signal: AbortSignal) =>
      call.list<Route>(path(lb, protocol, "route"), {}, signal).then((all) => all.map(routeOf)),
    networks: (lb: string, signal: AbortSignal) =>
      call.list<LoadBalancerNetwork>(path(lb, "vrack", "network"), {}, signal),
  };
}

/** Of tasks whose ids alone are listed: whoever wants to know of older ones has other worries. */
const NEWEST_TASKS = 20;
const isFinal = ({ status }: LoadBalancerTask) => ["done", "error", "cancelled"].includes(status);

export interface FrontendAddress {
  readonly loadBalancer: string;
  readonly protocol: Protocol;
  readonly id: string;
}

/** Both must be so. By date nobody filters: the API's clock need not be this machine's. */
interface TaskFilter {
  readonly action?: string;
  readonly status?: string;
}
