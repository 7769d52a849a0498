import type { Cloud, StaticRules } from "../../../clouds/cloud";
import { staticRules } from "../../../clouds/registry";
import { problem } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import { knownString } from "../../value";
import type { Value } from "../../value";

/** It stands in import ids. A legacy name is `ip-` and an address; nothing more is documented. */
export const isLoadBalancerName = (text: string) => /^[^/?\s]+$/.test(text);

export function checkLoadBalancer(value: Value | undefined): readonly Diagnostic[] {
  const name = knownString(value);
  if (name === undefined || name.trim() === "" || isLoadBalancerName(name)) return [];
  const detail = `load_balancer is "${name}"; write the service name, such as "loadbalancer-0123456789abcdef0123456789abcdef".`;
  return [problem(["load_balancer"], "load_balancer is no service name", detail)];
}

/** Why a cloud has none, in its own words where it has some. */
export const noLoadBalancers = ({ name }: Cloud) =>
  staticRules(name)?.lacks?.loadBalancers ?? `${name} has no load balancers with front-ends.`;

export function checkLoadBalancers({ lacks }: StaticRules): readonly Diagnostic[] {
  return lacks?.loadBalancers === undefined ? [] : [problem([], "Not possible on this cloud", lacks.loadBalancers)];
}
