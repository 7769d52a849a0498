/** What a load balancer as it is says of a binding that is planned. */
import type { Diagnostic } from "../diagnostic";
import type { BindingDraft, BindingSpec } from "../ports/frontend-bindings";
import type { AddressRoutes } from "./address-routes";
import type { Balancers, WithProtocol } from "./balancers";
import { applyEdits } from "./frontend-edit";
import { blockOf, fieldsOf, listenerOf } from "./frontend-fields";
import {
  adviseDedicatedIps,
  clashing,
  isRouted,
  nameOf,
  noFrontend,
  noLoadBalancer,
  portClash,
} from "./frontend-rules";
import type { Frontend } from "./wire";

export interface BindingPreflight {
  readonly diagnostics: readonly Diagnostic[];
  readonly steps: readonly string[];
}

export function createBindingPreflight(tools: { readonly balancers: Balancers; readonly routes: AddressRoutes }) {
  const { balancers, routes } = tools;

  return async (
    draft: BindingDraft,
    prior: BindingSpec | undefined,
    since: number,
    signal: AbortSignal,
  ): Promise<BindingPreflight> => {
    const { loadBalancer, ips } = draft;
    if (loadBalancer === undefined) return { diagnostics: [], steps: [] };
    const balancer = await balancers.get(loadBalancer, since, signal);
    if (!balancer) return { diagnostics: [noLoadBalancer(loadBalancer)], steps: [] };
    const ref = knownFrontend(draft);
    const frontend = ref && (await balancers.frontend(ref, since, signal));
    if (ref && !frontend) return { diagnostics: [noFrontend(ref, ["frontend", "id"])], steps: [] };
    const left = prior && (await leftFrontend(draft, prior, since, signal));
    return {
      diagnostics: [
        ...(frontend ? judge(loadBalancer, frontend, balancer.frontends, draft, prior) : []),
        ...(left && prior ? adviseDedicatedIps(left, removing(left, prior.ips), "frontend") : []),
        ...(await routes.check({ loadBalancer, ips, attribute: "ips", since }, prior?.ips ?? [], signal)),
      ],
      steps: [
        ...ips.filter((ip) => !isRouted(balancer, ip)).map((ip) => `route ${blockOf(ip)} to ${loadBalancer}`),
        ...(left && prior
          ? [`take ${prior.ips.map(blockOf).join(", ")} off ${nameOf(left)} of ${prior.loadBalancer}`]
          : []),
        ...(frontend ? [`dedicate ${ips.map(blockOf).join(", ")} to ${nameOf(frontend)} of ${loadBalancer}`] : []),
      ],
    };
  };

  /** The front-end that the binding leaves for another one, or for the whole load balancer. */
  async function leftFrontend(draft: BindingDraft, prior: BindingSpec, since: number, signal: AbortSignal) {
    if (!prior.frontend || draft.frontend === undefined || isSameFrontend(draft, prior)) return undefined;
    return balancers.frontend({ loadBalancer: prior.loadBalancer, ...prior.frontend }, since, signal);
  }
}

function knownFrontend({ loadBalancer, frontend }: BindingDraft) {
  if (loadBalancer === undefined || !frontend) return undefined;
  const { protocol, id } = frontend;
  return protocol === undefined || id === undefined ? undefined : { loadBalancer, protocol, id };
}

function isSameFrontend(draft: BindingDraft, prior: BindingSpec): boolean {
  return (
    draft.loadBalancer === prior.loadBalancer &&
    draft.frontend?.protocol === prior.frontend?.protocol &&
    draft.frontend?.id === prior.frontend?.id
  );
}

function judge(
  loadBalancer: string,
  frontend: WithProtocol<Frontend>,
  all: readonly WithProtocol<Frontend>[],
  draft: BindingDraft,
  prior: BindingSpec | undefined,
): readonly Diagnostic[] {
  const kept = new Set(draft.ips.map(blockOf));
  const gone = prior && isSameFrontend(draft, prior) ? prior.ips.filter((ip) => !kept.has(blockOf(ip))) : [];
  const ref = { loadBalancer, protocol: frontend.protocol, id: String(frontend.frontendId) };
  const before = listenerOf(frontend);
  const wanted = { ...before, ...applyEdits(fieldsOf(frontend), [{ ref, add: draft.ips, remove: gone }]) };
  const others = all.filter(
    (other) => !(other.protocol === frontend.protocol && other.frontendId === frontend.frontendId),
  );
  return [
    ...adviseDedicatedIps(frontend, wanted.dedicatedIps, "frontend"),
    // Whoever is in the way may make way in the same run: apply looks again and refuses then.
    ...clashing(wanted, others, before).map((other) => ({
      ...portClash(loadBalancer, wanted, other, ["ips"]),
      severity: "warning" as const,
    })),
  ];
}

function removing(frontend: WithProtocol<Frontend>, ips: readonly string[]): readonly string[] {
  const gone = new Set(ips.map(blockOf));
  return (frontend.dedicatedIpfo ?? []).filter((ip) => !gone.has(blockOf(ip)));
}
