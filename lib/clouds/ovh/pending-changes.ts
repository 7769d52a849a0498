/** Changes of a load balancer that are stored and not live. */
import { ALL_ZONES } from "./answers";
import type { PendingChange } from "./wire";

/** "Nothing pending" may be an empty list or zeros, so only the numbers count. */
export function pendingZones(pending: readonly PendingChange[]): readonly string[] {
  return pending.filter(({ number }) => number > 0).map(({ zone }) => zone);
}

/** Whether something is stored in the zone (or, for "all", in any) that is not live. */
export function isPendingIn(zone: string, pending: readonly PendingChange[]): boolean {
  const zones = pendingZones(pending);
  return zone === ALL_ZONES ? zones.length > 0 : zones.includes(zone) || zones.includes(ALL_ZONES);
}

/** A refresh without effect leaves at least as many as there were, in each zone. */
export function tookEffect(before: readonly PendingChange[], after: readonly PendingChange[]): boolean {
  const left = new Map(after.map(({ zone, number }) => [zone, number]));
  return before.every(({ zone, number }) => number === 0 || (left.get(zone) ?? 0) < number);
}

export function sayPending(pending: readonly PendingChange[]): string {
  return pending
    .filter(({ number }) => number > 0)
    .map(({ number, zone }) => `${number} in ${zone}`)
    .join(", ");
}
