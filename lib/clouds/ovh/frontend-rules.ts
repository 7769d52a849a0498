/** What the stored configuration of a load balancer says of a front-end that is to be made or changed. Pure. */
import { containsBlock } from "../block";
import { advice, problem } from "../diagnostic";
import type { AttributePath, Diagnostic } from "../diagnostic";
import { clash } from "../listener";
import type { Listener } from "../listener";
import type { FrontendRef } from "../ports/frontends";
import { RefusalError } from "../refusal";
import type { Balancer, WithProtocol } from "./balancers";
import { blockOf, listenerOf } from "./frontend-fields";
import type { Frontend } from "./wire";

export const nameOf = ({ protocol, frontendId, displayName }: WithProtocol<Frontend>) =>
  `${protocol} front-end ${frontendId}${displayName ? ` ("${displayName}")` : ""}`;

export const keyOf = ({ protocol, frontendId }: WithProtocol<Frontend>) => `${protocol}/${frontendId}`;

export function noFrontend({ loadBalancer, protocol, id }: FrontendRef, path: AttributePath): Diagnostic {
  return problem(
    path,
    "Front-end not found",
    `Load balancer ${loadBalancer} has no ${protocol} front-end ${id}. Check protocol and number.`,
  );
}

export function noLoadBalancer(loadBalancer: string): Diagnostic {
  return problem(
    ["load_balancer"],
    "Load balancer not found",
    `load_balancer ${loadBalancer}: this account has no such load balancer. Check the name and the provider's credentials.`,
  );
}

/** Whether the load balancer has the address, by itself or within a block. */
export function isRouted({ failover }: Pick<Balancer, "failover">, ip: string): boolean {
  return failover.some((block) => containsBlock(block, ip));
}

/** Front-ends that answer on the address because it is dedicated to them. */
export function usersOf({ frontends }: Pick<Balancer, "frontends">, ip: string): readonly WithProtocol<Frontend>[] {
  return frontends.filter(({ dedicatedIpfo }) =>
    (dedicatedIpfo ?? []).some((block) => containsBlock(block, ip) || containsBlock(ip, block)),
  );
}

/**
 * Front-ends that the listener would be in the way of, less those that it is in the way of already: a clash that is there
 * is nobody's change.
 */
export function clashing(
  wanted: Listener,
  others: readonly WithProtocol<Frontend>[],
  before?: Listener,
): readonly WithProtocol<Frontend>[] {
  return others.filter((other) => {
    const theirs = listenerOf(other);
    return clash(wanted, theirs) && !(before && clash(before, theirs));
  });
}

/** Marks a diagnostic that a change of somebody else's in the same run may settle. */
export const PORT_TAKEN = "port-taken";

/** Throws a RefusalError when the listener would be in the way of another one that it is not in the way of already. */
export function refuseClash(
  loadBalancer: string,
  wanted: Listener,
  others: readonly WithProtocol<Frontend>[],
  before: Listener | undefined,
  addresses: "ips" | "dedicated_ips" = "dedicated_ips",
): void {
  const [other] = clashing(wanted, others, before);
  if (!other) return;
  const stays = before?.port === wanted.port && before.zone === wanted.zone && !before.disabled;
  throw new RefusalError([portClash(loadBalancer, wanted, other, [stays ? addresses : "port"])]);
}

export function portClash(
  loadBalancer: string,
  wanted: Listener,
  other: WithProtocol<Frontend>,
  path: AttributePath,
): Diagnostic {
  const where =
    wanted.dedicatedIps.length > 0 ? `on ${wanted.dedicatedIps.map(blockOf).join(", ")}` : "on all addresses";
  return {
    severity: "error",
    summary: "The port is taken",
    detail:
      `${path.join(".")}: port ${wanted.port} in zone ${wanted.zone} ${where} is what ${nameOf(other)} of ${loadBalancer} ` +
      `listens to already (port ${other.port}, zone ${other.zone}). Use another port or zone, give one of the two addresses ` +
      `of its own, or disable or delete the other. To take it over: terraform import ADDRESS '${loadBalancer}/${keyOf(other)}'.`,
    path,
    advice: PORT_TAKEN,
  };
}

/** An empty list is no restriction at all, so the first address and the last one change more than themselves. */
export function adviseDedicatedIps(
  frontend: WithProtocol<Frontend>,
  wanted: readonly string[],
  attribute: "frontend" | "dedicated_ips",
): readonly Diagnostic[] {
  const before = frontend.dedicatedIpfo ?? [];
  if (before.length === 0 && wanted.length > 0) {
    return [
      advice(
        "restricts-frontend",
        [attribute],
        "The front-end leaves all other addresses",
        `${nameOf(frontend)} has no dedicated addresses, so it answers on every address of the load balancer. With ${wanted.map(blockOf).join(", ")} it answers there and nowhere else.`,
      ),
    ];
  }
  if (before.length === 0 || wanted.length > 0) return [];
  return [
    advice(
      "opens-frontend",
      [attribute],
      "The front-end opens to all addresses",
      `${nameOf(frontend)} loses its last dedicated address, which is no restriction any more: it answers on every address of the load balancer then.`,
    ),
  ];
}
