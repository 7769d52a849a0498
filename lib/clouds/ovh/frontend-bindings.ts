/**
 * Failover addresses of load balancers. In the vendor's order: move, the load balancer lists the address, the front-end
 * gets it, and a refresh makes it live.
 */
import type { GoneLive } from "../ports/activation";
import type { BindingSpec, FrontendBindingPort } from "../ports/frontend-bindings";
import type { FrontendRef } from "../ports/frontends";
import { RefusalError } from "../refusal";
import { sameBlock } from "../block";
import type { AddressRoutes } from "./address-routes";
import { ALL_ZONES } from "./answers";
import type { Balancers } from "./balancers";
import { BINDING_ID_EXAMPLE, formatBindingId, parseBindingId } from "./frontend-binding-id";
import { createBindingPreflight } from "./frontend-binding-preflight";
import { adviseDedicatedIps, isRouted, PORT_TAKEN } from "./frontend-rules";
import type { ListedEdits } from "./frontend-second-look";
import { goLive } from "./going-live";
import type { Write } from "./going-live";
import { isPendingIn } from "./pending-changes";
import { judgedByPlan, PLAN_AGE_MS } from "./plan-age";
import type { Refresher } from "./refresher";

export function createFrontendBindings(tools: {
  readonly balancers: Balancers;
  readonly routes: AddressRoutes;
  readonly listed: ListedEdits;
  readonly refresher: Pick<Refresher, "afterWrite" | "noteMove">;
  /** False: the user refreshes by hand. */
  readonly goesLive: boolean;
}): FrontendBindingPort {
  const { balancers, routes, listed, refresher, goesLive } = tools;
  const preflight = createBindingPreflight(tools);

  /** A move cannot be undone, so everything is judged before it. Without one, who is in the way may still make way. */
  async function refuseUnlessSound(
    spec: BindingSpec,
    prior: BindingSpec | undefined,
    since: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { diagnostics } = await preflight({ ...spec, frontend: spec.frontend ?? null }, prior, since, signal);
    const failover = (await balancers.failover(spec.loadBalancer, since, signal)) ?? [];
    const moves = !spec.ips.every((ip) => isRouted({ failover }, ip));
    const refused = diagnostics.filter(
      ({ severity, advice }) => severity === "error" || (moves && advice === PORT_TAKEN),
    );
    if (refused.length > 0) throw new RefusalError(refused.map((one) => ({ ...one, severity: "error" })));
  }

  /** Takes addresses off a front-end, unless it is gone. Says so when that opens it. */
  async function takeOff(ref: FrontendRef, ips: readonly string[], signal: AbortSignal) {
    const frontend = await balancers.frontend(ref, Date.now(), signal);
    if (!frontend) return { opened: [], verified: Promise.resolve(false) };
    const { ips: left, verified } = await listed.edit({ ref, remove: ips }, signal);
    return { opened: adviseDedicatedIps(frontend, left, "frontend"), verified };
  }

  /** Goes live while what was written is looked at again, and once more when that had to be put right. */
  async function goLiveVerified(
    loadBalancers: readonly string[],
    write: Write,
    verified: readonly Promise<boolean>[],
    signal: AbortSignal,
  ): Promise<GoneLive> {
    const go = () => Promise.all(loadBalancers.map((name) => goLive(refresher, name, write, signal)));
    const [first, ...repaired] = await Promise.all([go(), ...verified]);
    const gone = repaired.includes(true) ? await go() : first;
    return {
      live: gone.some(({ live }) => live === false) ? false : gone[0]?.live,
      diagnostics: gone.flatMap(({ diagnostics }) => diagnostics),
    };
  }

  return {
    goesLive,
    formatId: formatBindingId,
    parseId: parseBindingId,
    idExample: BINDING_ID_EXAMPLE,

    preflight: (draft, prior, signal) => judgedByPlan((since) => preflight(draft, prior, since, signal)),

    async read(spec, signal) {
      const { loadBalancer } = spec;
      const since = Date.now() - PLAN_AGE_MS;
      const ref = refOf(spec);
      const [failover, frontend] = await Promise.all([
        balancers.failover(loadBalancer, since, signal),
        ref && balancers.frontend(ref, since, signal),
      ]);
      if (!failover || (ref && !frontend)) return undefined;
      const dedicated = frontend?.dedicatedIpfo ?? [];
      const routed = spec.ips.filter((ip) => isRouted({ failover }, ip));
      return {
        bound: routed.filter((ip) => !frontend || dedicated.some((block) => sameBlock(block, ip))),
        routed,
        async hasPendingChanges() {
          const pending = (await balancers.pendingChanges(loadBalancer, Date.now(), signal)) ?? [];
          return isPendingIn(frontend?.zone ?? ALL_ZONES, pending);
        },
      };
    },

    async bind(spec, prior, { goLive: byItself, park }, signal) {
      const since = Date.now();
      const { loadBalancer, ips } = spec;
      const [ref, old] = [refOf(spec), prior && refOf(prior)];
      const leaving = prior?.ips.filter((ip) => !ips.some((kept) => sameBlock(kept, ip))) ?? [];
      const isElsewhere = prior !== undefined && prior.loadBalancer !== loadBalancer;
      await refuseUnlessSound(spec, prior, since, signal);

      const verified = await routes.whileRouted({ loadBalancer, ips, attribute: "ips", since }, signal, async () => {
        const stays = ref && old && sameRef(ref, old);
        const off = old && prior && !stays ? [await takeOff(old, prior.ips, signal)] : [];
        const on = ref ? [await listed.edit({ ref, add: ips, remove: stays ? leaving : [] }, signal)] : [];
        return [...off, ...on].map((each) => each.verified);
      });
      const left = park && prior ? await routes.park(prior.loadBalancer, leaving, signal) : [];

      const write = { kind: prior ? "update" : "create", moved: true, byItself } as const;
      const names = [loadBalancer, ...(isElsewhere ? [prior.loadBalancer] : [])];
      const { live, diagnostics } = await goLiveVerified(names, write, verified, signal);
      return { live, diagnostics: [...left, ...diagnostics] };
    },

    async release(spec, { park }, signal) {
      const { loadBalancer, ips } = spec;
      if (!(await balancers.service(loadBalancer, Date.now(), signal))) return [];
      const ref = refOf(spec);
      const off = ref && (await takeOff(ref, ips, signal));
      const left = park ? await routes.park(loadBalancer, ips, signal) : [];
      const write = { kind: "delete", moved: park, byItself: true } as const;
      const { diagnostics } = await goLiveVerified([loadBalancer], write, off ? [off.verified] : [], signal);
      return [...(off?.opened ?? []), ...left, ...diagnostics];
    },
  };
}

function refOf({ loadBalancer, frontend }: BindingSpec): FrontendRef | undefined {
  return frontend && { loadBalancer, ...frontend };
}

function sameRef(one: FrontendRef, other: FrontendRef): boolean {
  return one.loadBalancer === other.loadBalancer && one.protocol === other.protocol && one.id === other.id;
}
