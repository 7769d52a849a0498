/** Making live what is configured on a load balancer. */
import type { Diagnostic } from "../diagnostic";

/** How many changes of one zone are stored and not live. Whose they are the cloud does not tell. */
export interface PendingChange {
  readonly zone: string;
  readonly number: number;
}

/**
 * Why a load balancer is activated. "pending": zones with pending changes are refreshed, if there are any. "changed":
 * something was just written, so that something should be pending. "moved": an address came to the load balancer or left
 * it, which need not count as pending, so all zones are refreshed.
 */
export type ActivationReason = "pending" | "changed" | "moved";

/** What became of a write that only a refresh makes live. */
export interface GoneLive {
  /** False when it is stored and not live; undefined when it is the user's to make it live. */
  readonly live: boolean | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is stored of a load balancer and not live. */
export interface Pending {
  readonly pending: readonly PendingChange[];
  /** False when nothing here can make it live: the user refreshes by hand, or there is no front-end. */
  readonly refreshable: boolean;
}

/** `pending`: when all is done, so changes that others made meanwhile, or none. */
export interface Activation extends Pending {
  /** The tasks that made it live; empty when there was nothing to do. */
  readonly refreshes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ActivationPort {
  /** Undefined only by the load balancer's own 404. */
  read(loadBalancer: string, signal: AbortSignal): Promise<Pending | undefined>;
  /** What would stand in the way now. The rest of the run may still put it right, so these are warnings. */
  preflight(
    loadBalancer: string,
    signal: AbortSignal,
  ): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly steps: readonly string[] }>;
  /** Awaits what is running, judges the conditions, refreshes and makes sure. Repeatable at any point. */
  activate(loadBalancer: string, reason: ActivationReason, signal: AbortSignal): Promise<Activation>;
}
