/** The VRRP instances that a group needs: one, or one for each IP version. */
import type { HaGroup } from "../model/model";

export interface Instance {
  readonly name: string;
  readonly family: 4 | 6;
  /** In the advert. */
  readonly anchor: string;
  /** Moved along. */
  readonly excluded: readonly string[];
}

export function isIpv6(address: string): boolean {
  return address.includes(":");
}

export function instancesOf(group: HaGroup): readonly Instance[] {
  const { name, anchor, presence, dualStack } = group;
  // On `lo` of all members they move by the cloud's route, not by keepalived.
  const moving = presence === "everywhere" ? [] : group.addresses.filter((address) => address !== anchor);
  const main = { name, family: isIpv6(anchor) ? 6 : 4, anchor } as const;
  if (dualStack === "excluded" || main.family === 6) return [{ ...main, excluded: moving }];
  const [anchor6, ...others6] = moving.filter(isIpv6);
  if (anchor6 === undefined) return [{ ...main, excluded: moving }];
  return [
    { ...main, excluded: moving.filter((address) => !isIpv6(address)) },
    { name: `${name}-v6`, family: 6, anchor: anchor6, excluded: others6 },
  ];
}
