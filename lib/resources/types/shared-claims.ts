import type { AttributePath } from "../diagnostic";
import type { Claim } from "../siblings";

/**
 * Whether an address is given back when the stack is destroyed. A reserved block and a group that is kept both decide
 * that, and both claim it, so whichever is planned second is told.
 */
export function claimToGiveBack(ip: string, path: AttributePath): Claim {
  return {
    what: `The end of address ${ip}`,
    path,
    detail:
      `on_destroy is "keep" in the group of ip ${ip}, and the address is of an ipfailover_ip_block that this stack reserves: ` +
      `the block could never be given back, because the kept group uses it. Set on_destroy to "release", or use an ` +
      `address of a block with adopt.`,
  };
}
