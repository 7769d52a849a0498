/** How a front-end or binding goes live: with the stack's activation of its load balancer, unless it is told otherwise. */
import type { TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { isOneLoadBalancer, LoadBalancerActivation } from "./load-balancer-activation";
import type { Reference } from "./meta";

export interface GoingLiveProps {
  /** The load balancer: its service name, or the resource or data source of the vendor's bindings. */
  readonly loadBalancer: Reference;
  /**
   * Who makes changes live: `with-activation` is the stack's `LoadBalancerActivation`, which is added where there is
   * none; `by-itself` refreshes once for all that change at the same time.
   * @default "with-activation", or "by-itself" where each instance of `count` or `forEach` has its own load balancer
   */
  readonly goesLive?: string;
  readonly provider?: TerraformProvider;
}

export function goesLiveOf(construct: Construct, { goesLive, loadBalancer }: GoingLiveProps): string {
  return goesLive ?? (isOneLoadBalancer(construct, loadBalancer) ? "with-activation" : "by-itself");
}

/** Adds what was made to the activation that makes it live; undefined where it goes live by itself. */
export function activationFor(
  construct: Construct,
  resource: TerraformResource,
  goesLive: string,
  { loadBalancer, provider }: GoingLiveProps,
): LoadBalancerActivation | undefined {
  if (goesLive !== "with-activation") return undefined;
  const activation = LoadBalancerActivation.of(construct, loadBalancer, provider);
  activation._include(construct, resource);
  return activation;
}
