import { blocksOf, type Cloud, tryService } from "../cloud";
import { inZone, type StoredConfiguration } from "./configuration";

/** The stored configuration goes live in these zones. */
export interface Refreshing {
  readonly kind: "refresh";
  readonly balancer: string;
  /** Those that it was asked for. */
  readonly asked: readonly string[];
  /** Those that it has an effect in. */
  readonly zones: readonly string[];
  /** As it was when it was asked for; null: as it is at the end. */
  readonly taken: StoredConfiguration | null;
  /** How many writes `taken` has in it, by zone. */
  readonly written: Readonly<Record<string, number>>;
}

export function finishRefresh(cloud: Cloud, { balancer: name, zones, taken, written }: Refreshing): void {
  const balancer = tryService(cloud, "ipLoadbalancing", name);
  if (!balancer) return;
  for (const zone of zones) {
    const configuration = taken ?? { ...balancer.stored, failover: blocksOf(cloud, name) };
    balancer.applied[zone] = inZone(configuration, zone, configuration.failover);
    balancer.live[zone] = (taken ? written : balancer.written)[zone] ?? 0;
  }
}
