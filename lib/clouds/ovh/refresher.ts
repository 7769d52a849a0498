/**
 * Makes what is stored of load balancers live. All who ask for one load balancer at about the same time share one
 * refresh, which is asked for after the last of their writes; whoever comes while it runs waits for the next one.
 */
import { isStatus } from "../../http/error";
import type { HttpError } from "../../http/error";
import { pause, unlessStopped } from "../../http/wait";
import { createCoalescer } from "../coalesce";
import type { Diagnostic } from "../diagnostic";
import type { Activation, ActivationReason, GoneLive, Pending } from "../ports/activation";
import { RefusalError } from "../refusal";
import { createSharedReads } from "../shared-read";
import type { LoadBalancerApi } from "./api-load-balancer";
import { readConfiguration } from "./balancer-configuration";
import type { Balancers } from "./balancers";
import { noLoadBalancer } from "./frontend-rules";
import { notLive, refreshedByHand, stillPending, ViolatedError } from "./not-live";
import type { WriteKind } from "./not-live";
import { PLAN_AGE_MS } from "./plan-age";
import { pendingZones, tookEffect } from "./pending-changes";
import { violatedConditions } from "./refresh-conditions";
import type { Violation } from "./refresh-conditions";
import { areAll, createRefreshTasks } from "./refresh-tasks";
import type { Listed } from "./refresh-tasks";
import type { LoadBalancerTask } from "./wire";

export interface Refresher {
  /**
   * After every write to a load balancer that goes live by itself: resolves when a refresh that was asked for after it
   * is done and verified. Never rejects, because the write is made: why it is not live is in the diagnostics.
   *
   * @param write.moved an address came to the load balancer or left it: refreshed whatever is pending
   */
  afterWrite(
    loadBalancer: string,
    write: { readonly kind: WriteKind; readonly moved?: boolean },
    signal: AbortSignal,
  ): Promise<GoneLive>;
  /** Remembers for the next activation that an address came to the load balancer or left it. */
  noteMove(loadBalancer: string): void;
  /** Throws a RefusalError when conditions are violated, and whatever made the refresh fail. */
  activate(loadBalancer: string, reason: ActivationReason, signal: AbortSignal): Promise<Activation>;
  /** Undefined: no such load balancer. */
  pending(loadBalancer: string, signal: AbortSignal): Promise<Pending | undefined>;
  /** What would stand in the way of a refresh now. Undefined: no such load balancer. */
  violations(loadBalancer: string, signal: AbortSignal): Promise<readonly Violation[] | undefined>;
  /** False when the provider's configuration leaves all refreshes to the user. */
  readonly refreshes: boolean;
  /** That nothing is refreshed, where the configuration says so: once for each load balancer. */
  byHand(loadBalancer: string): readonly Diagnostic[];
}

interface Demand {
  readonly reason: ActivationReason;
  /** Of one write alone: what others write later is theirs. */
  readonly wrote: boolean;
}

/** How often a refresh is asked for because changes are still pending after the one before. */
const ROUNDS = 5;
const SECOND_LOOK_MS = 300;
/** How old a reading may be by which a refresh is found possible, in milliseconds; it is never refused by an old one. */
const RECENT_MS = 2000;

export function createRefresher(tools: {
  readonly api: LoadBalancerApi;
  readonly balancers: Balancers;
  /** False: the user refreshes by hand. */
  readonly refresh: boolean;
  /** Until a task is looked at again for the first time. Default: soon. */
  readonly firstLookMs?: number | undefined;
}): Refresher {
  const { api, balancers } = tools;
  const tasks = createRefreshTasks(api, tools.firstLookMs);
  const nobody = new AbortController().signal;
  const stuck = createSharedReads((name) => tasks.stuck(name, nobody));
  /** What the wait before a refresh has seen last, by load balancer. */
  const seen = new Map<string, Listed>();
  const moved = new Set<string>();
  const told = new Set<string>();
  const warned = new WeakMap<Error, Set<WriteKind>>();

  const coalescer = createCoalescer<Demand, Activation>({
    what: (loadBalancer) => `making the configuration of ${loadBalancer} live`,
    isRefusal: () => false,
    before: async (loadBalancer, signal, tell) => {
      const zones = async () => pendingZones(await api.pendingChanges(loadBalancer, signal));
      seen.set(loadBalancer, await tasks.quiet(loadBalancer, zones, signal, tell));
    },
    run: goLive,
  });

  async function goLive(
    loadBalancer: string,
    demands: readonly Demand[],
    signal: AbortSignal,
    tell: (state: string) => void,
  ): Promise<Activation> {
    const refreshes: number[] = [];
    const isFor = (wanted: ActivationReason) => demands.some(({ reason }) => reason === wanted);
    let everywhere = isFor("moved");
    let pending = await api.pendingChanges(loadBalancer, signal);
    if (!everywhere && isFor("changed") && pendingZones(pending).length === 0)
      pending = await pendingSoon(loadBalancer, signal);
    for (let round = 1; everywhere || pendingZones(pending).length > 0; round++) {
      const zones = everywhere ? [] : pendingZones(pending);
      const earlier = round === 1 ? seen.get(loadBalancer) : undefined;
      const isQuiet = earlier && (!everywhere || earlier.ended.size === earlier.all.size);
      const listed = isQuiet ? earlier : await tasks.quiet(loadBalancer, () => Promise.resolve(zones), signal, tell);
      let asked: readonly (LoadBalancerTask | undefined)[] = [];
      let refusal: HttpError | undefined;
      try {
        asked = await refresh(loadBalancer, zones, listed, signal, tell);
      } catch (error) {
        if (!(everywhere && isStatus(error, 400))) throw error;
        refusal = error;
      }
      const made = asked.filter((task) => task !== undefined);
      refreshes.push(...made.map(({ id }) => id));
      const before = pending;
      pending = await api.pendingChanges(loadBalancer, signal);
      // Refused although the conditions hold, or again and again, with nothing pending: then all that is stored is live.
      const isRefused = refusal !== undefined || (round === ROUNDS && refreshes.length === 0);
      if (pendingZones(pending).length === 0 && (!everywhere || isRefused)) break;
      if (refusal) throw refusal;
      const overtaken = made.length < asked.length || (await tasks.overtaken(loadBalancer, made, listed, signal));
      everywhere &&= overtaken;
      const isLive = !overtaken && tookEffect(before, pending);
      if (isLive && (demands.every(({ wrote }) => wrote) || round === ROUNDS)) break;
      if (round === ROUNDS) throw new Error(stillPending(loadBalancer, ROUNDS, pending, refreshes));
    }
    return { pending, refreshable: true, refreshes: refreshes.map(String), diagnostics: [] };
  }

  /** A read may be behind the write before it. */
  async function pendingSoon(loadBalancer: string, signal: AbortSignal) {
    await pause(SECOND_LOOK_MS, signal, `looking for pending changes of ${loadBalancer}`);
    return api.pendingChanges(loadBalancer, signal);
  }

  async function judge(loadBalancer: string, since: number, signal: AbortSignal) {
    const at = async (moment: number) => {
      const configuration = await readConfiguration(balancers, loadBalancer, moment, signal);
      return { configuration, violations: configuration ? violatedConditions(configuration) : [] };
    };
    const found = await at(since);
    return found.violations.length > 0 ? at(Date.now()) : found;
  }

  /** Judges, asks and follows; no zones stand for all of them. A task is undefined where another refresh was running. */
  async function refresh(
    loadBalancer: string,
    wanted: readonly string[],
    listed: Listed,
    signal: AbortSignal,
    tell: (state: string) => void,
  ): Promise<readonly (LoadBalancerTask | undefined)[]> {
    const { configuration, violations } = await judge(loadBalancer, Date.now() - RECENT_MS, signal);
    if (!configuration) throw new RefusalError([noLoadBalancer(loadBalancer)]);
    if (violations.length > 0) throw new ViolatedError(violations, configuration.frontends.length === 0);
    const all = areAll(wanted) || configuration.zones.every((zone) => wanted.includes(zone));
    const outcomes = await Promise.allSettled(
      (all ? [undefined] : wanted).map(async (zone) => {
        const task = await tasks.request(loadBalancer, zone, listed, signal);
        if (task) await tasks.follow(loadBalancer, task, signal, tell);
        return task;
      }),
    );
    balancers.markWritten(loadBalancer);
    return outcomes.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    });
  }

  /** A warning is about the load balancer, so it is said once, however many waited for the same refresh. */
  function isNews({ severity }: Diagnostic, kind: WriteKind, error: unknown): boolean {
    if (severity === "error" || !(error instanceof Error)) return true;
    const kinds = warned.get(error) ?? new Set();
    const isNew = !kinds.has(kind);
    warned.set(error, kinds.add(kind));
    return isNew;
  }

  function byHand(loadBalancer: string): readonly Diagnostic[] {
    if (tools.refresh || told.has(loadBalancer)) return [];
    told.add(loadBalancer);
    return [refreshedByHand(loadBalancer)];
  }

  return {
    refreshes: tools.refresh,
    byHand,

    async afterWrite(loadBalancer, write, signal) {
      if (!tools.refresh) return { live: undefined, diagnostics: byHand(loadBalancer) };
      try {
        await coalescer.add(loadBalancer, { reason: write.moved ? "moved" : "changed", wrote: true }, signal);
        return { live: true, diagnostics: [] };
      } catch (error) {
        const diagnostic = notLive(loadBalancer, write.kind, error);
        return { live: false, diagnostics: isNews(diagnostic, write.kind, error) ? [diagnostic] : [] };
      }
    },

    noteMove: (loadBalancer) => void moved.add(loadBalancer),

    async activate(loadBalancer, reason, signal) {
      if (!tools.refresh) {
        const pending = await api.pendingChanges(loadBalancer, signal);
        return { pending, refreshable: false, refreshes: [], diagnostics: byHand(loadBalancer) };
      }
      const noted = moved.delete(loadBalancer);
      try {
        return await coalescer.add(loadBalancer, { reason: noted ? "moved" : reason, wrote: false }, signal);
      } catch (error) {
        if (noted) moved.add(loadBalancer);
        if (!(error instanceof ViolatedError && error.isEmpty)) throw error;
        const diagnostics = error.diagnostics.map((diagnostic) => ({ ...diagnostic, severity: "warning" as const }));
        const pending = await api.pendingChanges(loadBalancer, signal);
        return { pending, refreshable: false, refreshes: [], diagnostics };
      }
    },

    async pending(loadBalancer, signal) {
      const since = Date.now();
      const pending = await balancers.pendingChanges(loadBalancer, since, signal);
      if (!pending) return undefined;
      if (!tools.refresh || pendingZones(pending).length === 0) return { pending, refreshable: tools.refresh };
      const frontends = await balancers.frontends(loadBalancer, since, signal);
      return { pending, refreshable: frontends?.length !== 0 };
    },

    async violations(loadBalancer, signal) {
      const since = Date.now() - PLAN_AGE_MS;
      const { configuration, violations } = await judge(loadBalancer, since, signal);
      if (!configuration) return undefined;
      const what = `looking for a refresh of ${loadBalancer} that is stuck`;
      const blocked = await unlessStopped(stuck(loadBalancer).get(since), signal, what);
      return [...violations, ...(blocked === undefined ? [] : [{ summary: "A refresh is blocked", detail: blocked }])];
    },
  };
}
