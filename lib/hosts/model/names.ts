/** What things of a group are called in keepalived's configuration. */
import type { HaCheck, HaGroup } from "./model";
import { isIpv6 } from "./place";

/** A VRRP instance: a group has one, or one for each IP version. */
export interface Instance {
  readonly name: string;
  readonly family: 4 | 6;
  /** In the advert. */
  readonly anchor: string;
  /** Moved along. */
  readonly excluded: readonly string[];
}

export function instancesOf({ name, anchor, presence, dualStack, addresses }: HaGroup): readonly Instance[] {
  // On `lo` of all members they move by the cloud's route, not by keepalived.
  const moving = presence === "everywhere" ? [] : addresses.filter((address) => address !== anchor);
  if (isIpv6(anchor)) return [{ name, family: 6, anchor, excluded: moving }];
  const [anchor6, ...others6] = dualStack === "sync-group" ? moving.filter(isIpv6) : [];
  if (anchor6 === undefined) return [{ name, family: 4, anchor, excluded: moving }];
  return [
    { name, family: 4, anchor, excluded: moving.filter((address) => !isIpv6(address)) },
    { name: `${name}-v6`, family: 6, anchor: anchor6, excluded: others6 },
  ];
}

export function instanceNames(group: HaGroup): readonly string[] {
  return instancesOf(group).map(({ name }) => name);
}

/** Both instances of a group that move together. */
export function syncGroupName({ name }: HaGroup): string {
  return `${name}-both`;
}

export function scriptName({ name }: HaGroup, check: Pick<HaCheck, "name">): string {
  return `${name}-${check.name}`;
}

/** The block that tracks a program. */
export function processName({ name }: Pick<HaGroup, "name">, program: string): string {
  return `${name}-${program.replaceAll(/[^A-Za-z0-9_-]/g, "_")}`;
}

export function processNames(group: HaGroup): readonly string[] {
  return group.tracking.processes.map((program) => processName(group, program));
}

export const readyName = "ready";
export const gatewayName = "gateway";

export function scriptNames(group: HaGroup): readonly string[] {
  const { checks, gateway } = group.tracking;
  const names = [
    ...checks.map(({ name }) => name),
    ...(gateway ? [gatewayName] : []),
    ...(group.readyCheck ? [readyName] : []),
  ];
  return names.map((name) => scriptName(group, { name }));
}
