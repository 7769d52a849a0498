/** Load balancers as the cloud tells them; nothing here is written. */
import type { Protocol } from "../listener";

export interface LoadBalancerFrontend {
  readonly protocol: Protocol;
  readonly id: string;
  readonly port: string;
  readonly zone: string;
  readonly dedicatedIps: readonly string[];
  readonly defaultFarmId: number | null;
  readonly disabled: boolean;
  readonly displayName: string | null;
}

export interface LoadBalancerTask {
  readonly id: string;
  readonly action: string;
  readonly status: string;
  readonly zones: readonly string[];
}

export interface LoadBalancerObservation {
  readonly displayName: string | null;
  readonly state: string;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  readonly zones: readonly string[];
  /** The private network that it is in. */
  readonly vrack: string | null;
  /** The addresses that are routed to it, beside its own. */
  readonly failoverIps: readonly string[];
  readonly frontends: readonly LoadBalancerFrontend[];
  /** How many changes of each zone are stored and not live; zones without any are left out. */
  readonly pendingChanges: ReadonlyMap<string, number>;
  /** Tasks that have not ended. */
  readonly runningTasks: readonly LoadBalancerTask[];
}

export interface LoadBalancerPort {
  /** Undefined when the account has no such load balancer. */
  read(loadBalancer: string, signal: AbortSignal): Promise<LoadBalancerObservation | undefined>;
}
