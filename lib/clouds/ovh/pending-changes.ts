/** Changes of a load balancer that are stored and not live. */
import type { PendingChange } from "./wire";

/** "Nothing pending" may be an empty list or zeros, so only the numbers count. */
export function pendingZones(pending: readonly PendingChange[]): readonly string[] {
  return pending.filter(({ number }) => number > 0).map(({ zone }) => zone);
}

export function sayPending(pending: readonly PendingChange[]): string {
  return pending
    .filter(({ number }) => number > 0)
    .map(({ number, zone }) => `${number} in ${zone}`)
    .join(", ");
}
