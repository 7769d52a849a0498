/** Where an address may be routed to. */

export interface Target {
  /** What kind of service it is: `dedicated-server`, `vps`, `cloud-project`, `private-cloud`, `load-balancer`, … */
  readonly kind: string;
  readonly service: string;
  /** The next hops that a group's member may name there. */
  readonly nexthops: readonly string[];
  /** Why the address cannot go there; undefined when it can, or is there. */
  readonly obstacle: string | undefined;
}

export interface TargetPort {
  /** Throws a RefusalError when the account has no such address. */
  list(
    ip: string,
    signal: AbortSignal,
  ): Promise<{ readonly routedTo: string | null; readonly targets: readonly Target[] }>;
}
