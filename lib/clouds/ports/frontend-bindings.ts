/** Failover addresses for a load balancer: all of it, or one existing front-end. */
import type { Diagnostic } from "../diagnostic";
import type { Protocol } from "../listener";
import type { GoneLive } from "./activation";

export interface BoundFrontend {
  readonly protocol: Protocol;
  readonly id: string;
}

export interface BindingSpec {
  readonly loadBalancer: string;
  /** Undefined: the whole load balancer. */
  readonly frontend: BoundFrontend | undefined;
  readonly ips: readonly string[];
}

/** A binding as far as it is known while planning: `undefined` is not known yet, `null` is left out. */
export interface BindingDraft {
  readonly loadBalancer: string | undefined;
  readonly frontend: { readonly protocol: Protocol | undefined; readonly id: string | undefined } | null | undefined;
  /** Those that are known. */
  readonly ips: readonly string[];
}

export interface FrontendBindingPort {
  /** False when the provider's configuration leaves going live to the user. */
  readonly goesLive: boolean;
  /** `LOADBALANCER[/protocol/ID]?ips=a,b`. */
  formatId(spec: BindingSpec): string;
  parseId(id: string): BindingSpec | undefined;
  readonly idExample: string;
  preflight(
    draft: BindingDraft,
    prior: BindingSpec | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly steps: readonly string[] }>;
  /**
   * Which of the addresses are bound as `spec` says, which are at least routed to the load balancer, and whether anything
   * of its zone is stored and not live yet. Undefined only when the load balancer or the front-end is gone.
   */
  read(
    spec: BindingSpec,
    signal: AbortSignal,
  ): Promise<
    | { readonly bound: readonly string[]; readonly routed: readonly string[]; hasPendingChanges(): Promise<boolean> }
    | undefined
  >;
  /**
   * `prior`: what was bound before; undefined to begin with. `park`: addresses that leave the binding and that nothing
   * else uses are routed nowhere.
   */
  bind(
    spec: BindingSpec,
    prior: BindingSpec | undefined,
    options: { readonly goLive: boolean; readonly park: boolean },
    signal: AbortSignal,
  ): Promise<GoneLive>;
  /** Takes the addresses off the front-end. `park`: routes those that nothing else uses nowhere. */
  release(spec: BindingSpec, options: { readonly park: boolean }, signal: AbortSignal): Promise<readonly Diagnostic[]>;
}
