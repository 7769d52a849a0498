/**
 * Load balancers as lists of whole objects show them. Everybody who looks at one load balancer at about the same time
 * shares the requests, so their number does not grow with the number of its front-ends.
 */
import { isNotFound } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { protocols } from "../listener";
import type { Protocol } from "../listener";
import type { FrontendRef } from "../ports/frontends";
import { createSharedReads } from "../shared-read";
import type { LoadBalancerApi } from "./api-load-balancer";
import type { Farm, Frontend, LoadBalancer, LoadBalancerNetwork, LoadBalancerTask, PendingChange, Route } from "./wire";

export type WithProtocol<T> = T & { readonly protocol: Protocol };

/** What is stored of a load balancer; what is live only a refresh tells. */
export interface Balancer {
  readonly frontends: readonly WithProtocol<Frontend>[];
  /** The addresses and blocks that are routed to it, in CIDR. */
  readonly failover: readonly string[];
}

/** Each answers what was read after `since` (as of Date.now) and after the last write; undefined: no such load balancer. */
type Look<T> = (loadBalancer: string, since: number, signal: AbortSignal) => Promise<T | undefined>;

export interface Balancers {
  readonly get: Look<Balancer>;
  readonly frontends: Look<Balancer["frontends"]>;
  readonly failover: Look<Balancer["failover"]>;
  /** Undefined only by its own 404, or the load balancer's: a list may be behind. */
  frontend(ref: FrontendRef, since: number, signal: AbortSignal): Promise<WithProtocol<Frontend> | undefined>;
  readonly service: Look<LoadBalancer>;
  readonly farms: Look<readonly WithProtocol<Farm>[]>;
  readonly routes: Look<readonly WithProtocol<Route>[]>;
  readonly networks: Look<readonly LoadBalancerNetwork[]>;
  readonly pendingChanges: Look<readonly PendingChange[]>;
  /** Only those that have not ended. */
  readonly runningTasks: Look<readonly LoadBalancerTask[]>;
  /** This process changed front-ends, addresses or what is live: no reading of them from before is an answer any more. */
  markWritten(loadBalancer: string): void;
}

const RUNNING = ["todo", "doing", "blocked"] as const;

export function createBalancers(api: LoadBalancerApi): Balancers {
  const writtenAt = new Map<string, number>();
  // A read that several wait for belongs to none of them: one who gives up shall not end it for the others.
  const nobody = new AbortController().signal;

  function look<T>(what: string, load: (loadBalancer: string) => Promise<T>): Look<T> {
    const reading = lookAtOthers(what, load);
    return (loadBalancer, since, signal) =>
      reading(loadBalancer, Math.max(since, writtenAt.get(loadBalancer) ?? 0), signal);
  }

  /** At what nobody writes here. */
  function lookAtOthers<T>(what: string, load: (loadBalancer: string) => Promise<T>): Look<T> {
    const reads = createSharedReads((loadBalancer) => load(loadBalancer).catch(undefinedWhenGone));
    return (loadBalancer, since, signal) => {
      const recent = reads(loadBalancer).get(since);
      return unlessStopped(recent, signal, `reading ${what} of load balancer ${loadBalancer}`);
    };
  }

  const failover = look("the addresses", (loadBalancer) => api.failover(loadBalancer, nobody));
  const frontends = look("front-ends", (loadBalancer) =>
    ofEach(protocols, (protocol) => api.frontends(loadBalancer, protocol, nobody)),
  );

  return {
    async get(...asked) {
      const [all, routed] = await Promise.all([frontends(...asked), failover(...asked)]);
      return all && routed && { frontends: all, failover: routed };
    },
    frontends,
    failover,
    async frontend(ref, since, signal) {
      const listed = await frontends(ref.loadBalancer, since, signal);
      const found = listed && findFrontend(listed, ref);
      if (!listed || found) return found;
      const { protocol } = ref;
      return api.frontend(ref, signal).then((frontend) => ({ ...frontend, protocol }), undefinedWhenGone);
    },
    service: lookAtOthers("the state", (loadBalancer) => api.service(loadBalancer, nobody)),
    farms: lookAtOthers("farms", (loadBalancer) =>
      ofEach(protocols, (protocol) => api.farms(loadBalancer, protocol, nobody)),
    ),
    routes: lookAtOthers("routes", (loadBalancer) =>
      ofEach(["http", "tcp"] as const, (protocol) => api.routes(loadBalancer, protocol, nobody)),
    ),
    networks: lookAtOthers("networks", (loadBalancer) => api.networks(loadBalancer, nobody)),
    pendingChanges: look("pending changes", (loadBalancer) => api.pendingChanges(loadBalancer, nobody)),
    runningTasks: look("tasks", async (loadBalancer) => {
      const lists = await Promise.all(RUNNING.map((status) => api.tasks(loadBalancer, { status }, nobody)));
      return lists.flat();
    }),
    markWritten: (loadBalancer) => void writtenAt.set(loadBalancer, Date.now()),
  };
}

export function findFrontend(
  frontends: Balancer["frontends"],
  { protocol, id }: Pick<FrontendRef, "protocol" | "id">,
): WithProtocol<Frontend> | undefined {
  return frontends.find((frontend) => frontend.protocol === protocol && String(frontend.frontendId) === id);
}

async function ofEach<T, P extends Protocol>(
  which: readonly P[],
  list: (protocol: P) => Promise<readonly T[]>,
): Promise<readonly WithProtocol<T>[]> {
  const lists = await Promise.all(
    which.map(async (protocol) => {
      const objects = await list(protocol).catch((error: unknown) => {
        // All of udp is marked as beta: where it is not there, nothing of it is.
        if (protocol === "udp" && isNotFound(error)) return [];
        throw error;
      });
      return objects.map((object) => ({ ...object, protocol }));
    }),
  );
  return lists.flat();
}

function undefinedWhenGone(error: unknown): undefined {
  if (isNotFound(error)) return undefined;
  throw error;
}
