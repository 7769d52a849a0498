import { bareAddress, tryBlock } from "../../clouds/block";
import type { AttributePath } from "../diagnostic";
import type { Claim } from "../siblings";

/** One spelling for what is claimed, however it was written. */
export const spelled = (ip: string) => (tryBlock(ip) === undefined ? ip : bareAddress(ip));

/**
 * Where an address goes. A group claims it for itself; front-ends and bindings of one load balancer, by whose name they
 * share it, have it together, because several front-ends may answer on it.
 */
export const whereTo = (ip: string) => `Address ${spelled(ip)}`;

export function claimAddress(ip: string, path: AttributePath, options: { readonly sharedBy?: string } = {}): Claim {
  return {
    what: whereTo(ip),
    path,
    detail:
      `${path[0] ?? "ip"}: ${spelled(ip)} is in two places of this stack: two groups, a group and a load balancer, or two ` +
      "load balancers. An address has one group, which lists all its members, or one load balancer.",
    ...options,
  };
}

/**
 * A front-end's whole list of dedicated addresses. An `ipfailover_frontend` has it alone; bindings, each of which adds to
 * it, share it with each other.
 */
export function claimDedicatedIps(
  frontend: string,
  path: AttributePath,
  options: { readonly sharedBy?: "bindings" } = {},
): Claim {
  return {
    what: `The dedicated addresses of front-end ${frontend}`,
    path,
    detail:
      `${path[0] ?? "frontend"}: front-end ${frontend} is an ipfailover_frontend of this stack and has an ` +
      "ipfailover_frontend_binding as well, and each would undo the other. Put the addresses into the front-end's " +
      "dedicated_ips and remove the binding.",
    ...options,
  };
}

/**
 * Whether an address is given back when the stack is destroyed. A reserved block and a group that is kept both decide
 * that, and both claim it, so whichever is planned second is told.
 */
export function claimToGiveBack(ip: string, path: AttributePath): Claim {
  return {
    what: `The end of address ${spelled(ip)}`,
    path,
    detail:
      `on_destroy is "keep" in the group of ip ${ip}, and the address is of an ipfailover_ip_block that this stack reserves: ` +
      `the block could never be given back, because the kept group uses it. Set on_destroy to "release", or use an ` +
      `address of a block with adopt.`,
  };
}
