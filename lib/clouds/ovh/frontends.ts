/** Front-ends of IP Load Balancers. A write is stored at once; a refresh makes it live. */
import type { Diagnostic } from "../diagnostic";
import type { FrontendDraft, FrontendPort, FrontendRef } from "../ports/frontends";
import { RefusalError } from "../refusal";
import type { AddressRoutes } from "./address-routes";
import type { LoadBalancerApi } from "./api-load-balancer";
import type { Balancers } from "./balancers";
import type { FrontendCreation } from "./frontend-creation";
import { fieldsOf } from "./frontend-fields";
import { formatFrontendId, FRONTEND_ID_EXAMPLE, parseFrontendId } from "./frontend-id";
import { createFrontendPreflight } from "./frontend-preflight";
import { isRouted, noFrontend, noLoadBalancer, PORT_TAKEN } from "./frontend-rules";
import type { FrontendWrites } from "./frontend-writes";
import { goLive } from "./going-live";
import { isPendingIn } from "./pending-changes";
import { judgedByPlan, PLAN_AGE_MS } from "./plan-age";
import type { Refresher } from "./refresher";

const attribute = "dedicated_ips";

export interface FrontendTools {
  readonly api: LoadBalancerApi;
  readonly balancers: Balancers;
  readonly routes: AddressRoutes;
  readonly creation: FrontendCreation;
  readonly writes: FrontendWrites;
  readonly refresher: Pick<Refresher, "afterWrite" | "noteMove">;
  /** Front-ends that a resource of this process stands for, by id. */
  readonly claimed: Set<string>;
  /** False: the user refreshes by hand. */
  readonly goesLive: boolean;
}

export function createFrontends(tools: FrontendTools): FrontendPort {
  const { balancers, routes, writes, refresher, claimed, goesLive } = tools;
  const preflight = createFrontendPreflight(tools);

  /** A move cannot be undone, so everything else is judged before it. Without one the cloud judges at once. */
  async function refuseBeforeMove(
    draft: FrontendDraft,
    prior: FrontendRef | undefined,
    since: number,
    signal: AbortSignal,
  ) {
    const { loadBalancer = "", fields } = draft;
    const failover = await balancers.failover(loadBalancer, since, signal);
    if (!failover) throw new RefusalError([noLoadBalancer(loadBalancer)]);
    if ((fields.dedicatedIps ?? []).every((ip) => isRouted({ failover }, ip))) return;
    const { diagnostics } = await preflight(draft, prior, since, signal);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new RefusalError(errors);
  }

  return {
    goesLive,
    formatId: formatFrontendId,
    parseId: parseFrontendId,
    idExample: FRONTEND_ID_EXAMPLE,

    async preflight(draft, prior, signal) {
      const found = await judgedByPlan((since) => preflight(draft, prior, since, signal));
      return { ...found, diagnostics: found.diagnostics.map(softenPortTaken) };
    },

    async read(ref, signal) {
      const since = Date.now() - PLAN_AGE_MS;
      const frontend = await balancers.frontend(ref, since, signal);
      if (!frontend) return undefined;
      claimed.add(formatFrontendId(ref));
      const fields = fieldsOf(frontend);
      if (fields.dedicatedIps.length === 0) return fields;
      // It does not answer on an address that is routed elsewhere, whatever its list says.
      const failover = (await balancers.failover(ref.loadBalancer, since, signal)) ?? [];
      return { ...fields, dedicatedIps: fields.dedicatedIps.filter((ip) => isRouted({ failover }, ip)) };
    },

    async hasPendingChanges(loadBalancer, zone, signal) {
      return isPendingIn(zone, (await balancers.pendingChanges(loadBalancer, Date.now(), signal)) ?? []);
    },

    async create(spec, options, signal) {
      const since = Date.now();
      const { loadBalancer, fields } = spec;
      await refuseBeforeMove(spec, undefined, since, signal);
      const ips = fields.dedicatedIps;
      const stored = await routes.whileRouted({ loadBalancer, ips, attribute, since }, signal, () =>
        writes.create(spec, signal),
      );
      const write = { kind: "create", moved: fields.dedicatedIps.length > 0, byItself: options.goLive } as const;
      return { ...stored, ...(await goLive(refresher, loadBalancer, write, signal)) };
    },

    async change(ref, fields, options, signal) {
      const since = Date.now();
      const { loadBalancer } = ref;
      const { dedicatedIps = [] } = fields;
      claimed.add(formatFrontendId(ref));
      const current = await balancers.frontend(ref, since, signal);
      if (!current) throw new RefusalError([noFrontend(ref, [])]);
      const wanted = { ...fieldsOf(current), ...fields };
      await refuseBeforeMove({ ...ref, fields: wanted }, ref, since, signal);
      const stored = await routes.whileRouted({ loadBalancer, ips: dedicatedIps, attribute, since }, signal, () =>
        writes.edit({ ref, fields }, signal),
      );
      // Without a change something of before is to go live, and that may have been a move.
      const moved = fields.dedicatedIps !== undefined || Object.keys(fields).length === 0;
      const write = { kind: "update", moved, byItself: options.goLive } as const;
      return { id: ref.id, fields: stored.fields, ...(await goLive(refresher, loadBalancer, write, signal)) };
    },

    async remove(ref, signal) {
      const { loadBalancer } = ref;
      try {
        await writes.remove(ref, signal);
      } finally {
        claimed.delete(formatFrontendId(ref));
      }
      // It may have been gone before, and not live yet; unless the load balancer is gone as well.
      if (!(await balancers.service(loadBalancer, Date.now(), signal))) return [];
      const { diagnostics } = await refresher.afterWrite(loadBalancer, { kind: "delete" }, signal);
      return diagnostics;
    },
  };
}

/** Whoever is in the way may make way in the same run: apply looks again and refuses then. */
function softenPortTaken(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.advice === PORT_TAKEN ? { ...diagnostic, severity: "warning" } : diagnostic;
}
