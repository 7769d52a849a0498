import { bareAddress, tryBlock } from "../../clouds/block";
import type { AttributePath } from "../diagnostic";
import type { Claim } from "../siblings";

/** One spelling for what is claimed, however it was written. */
const spelled = (ip: string) => (tryBlock(ip) === undefined ? ip : bareAddress(ip));

/**
 * Where an address goes. A group claims it for itself; front-end bindings share it with each other, because several
 * front-ends of one load balancer may answer on it, and with no group.
 */
export function claimAddress(ip: string, path: AttributePath, options: { readonly sharedBy?: "bindings" } = {}): Claim {
  return {
    what: `Address ${spelled(ip)}`,
    path,
    detail:
      `${path[0] ?? "ip"} ${spelled(ip)} is in two groups of this stack, or in a group and a front-end binding. An ` +
      "address has one group: list all its members there. Or leave it to the bindings of one load balancer.",
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
