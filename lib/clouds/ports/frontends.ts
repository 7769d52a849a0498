/** Front-ends of load balancers: what is stored, and going live with it. */
import type { Diagnostic } from "../diagnostic";
import type { Protocol } from "../listener";
import type { GoneLive } from "./activation";

/** Everything that a front-end can have. What its protocol lacks is null, false or empty. */
export interface FrontendFields {
  readonly port: string;
  /** A zone's name, or `all`. */
  readonly zone: string;
  /** The only addresses on which it answers; empty: on all that the load balancer has. */
  readonly dedicatedIps: readonly string[];
  readonly allowedSource: readonly string[];
  readonly deniedSource: readonly string[];
  readonly defaultFarmId: number | null;
  readonly defaultSslId: number | null;
  readonly disabled: boolean;
  readonly displayName: string | null;
  readonly ssl: boolean;
  readonly hsts: boolean;
  readonly httpHeaders: readonly string[];
  readonly redirectLocation: string | null;
}

export interface FrontendRef {
  readonly loadBalancer: string;
  readonly protocol: Protocol;
  readonly id: string;
}

export interface FrontendSpec {
  readonly loadBalancer: string;
  readonly protocol: Protocol;
  readonly fields: FrontendFields;
}

/** A front-end as far as it is known while planning; `undefined` is what is not known yet. */
export interface FrontendDraft {
  readonly loadBalancer: string | undefined;
  readonly protocol: Protocol | undefined;
  readonly fields: { readonly [K in keyof FrontendFields]: FrontendFields[K] | undefined };
}

export interface FrontendWritten extends GoneLive {
  readonly id: string;
  readonly fields: FrontendFields;
}

export interface FrontendPort {
  /** False when the provider's configuration leaves going live to the user. */
  readonly goesLive: boolean;
  /** `LOADBALANCER/protocol/ID`. */
  formatId(ref: FrontendRef): string;
  parseId(id: string): FrontendRef | undefined;
  readonly idExample: string;
  /** `prior`: the front-end that the draft changes. */
  preflight(
    draft: FrontendDraft,
    prior: FrontendRef | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly steps: readonly string[] }>;
  /** Undefined only when it, or its load balancer, is gone. */
  read(ref: FrontendRef, signal: AbortSignal): Promise<FrontendFields | undefined>;
  /** Whether anything of that zone is stored and not live yet, whoever changed it. */
  hasPendingChanges(loadBalancer: string, zone: string, signal: AbortSignal): Promise<boolean>;
  /** Makes it, or takes over what an earlier try made. */
  create(spec: FrontendSpec, options: { readonly goLive: boolean }, signal: AbortSignal): Promise<FrontendWritten>;
  /** Writes the fields that are not so yet, and nothing else. */
  change(
    ref: FrontendRef,
    fields: Partial<FrontendFields>,
    options: { readonly goLive: boolean },
    signal: AbortSignal,
  ): Promise<FrontendWritten>;
  /** What is gone already is done; it goes live in any case. */
  remove(ref: FrontendRef, signal: AbortSignal): Promise<readonly Diagnostic[]>;
}
