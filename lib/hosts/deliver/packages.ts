import type { HaGroup, HaMember } from "../model/model";
import { isIpv6 } from "../model/place";

/** What a member needs, by the names of Debian and Ubuntu. */
export function packagesFor(groups: readonly HaGroup[], { firewall }: Pick<HaMember, "firewall">): readonly string[] {
  const asksByArp = groups.some(({ tracking: { gateway } }) => gateway !== undefined && !isIpv6(gateway.address));
  return ["keepalived", ...(firewall ? ["nftables"] : []), ...(asksByArp ? ["iputils-arping"] : [])];
}
