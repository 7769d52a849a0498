/** Which keyword came with which version of keepalived (its git history). An unknown keyword makes `-t` fail with 5. */

/** Everything that is not in the table below is known since then. */
export const oldestKeepalived = "2.1.0";
export const defaultKeepalived = "2.2.7";

const since = {
  down_timer_adverts: "2.2.3",
  unicast_fault_no_peer: "2.2.5",
  /** Intervals of scripts with a fraction of a second; before, the line is ignored. */
  script_interval_fraction: "2.3.2",
} as const;

export type KeepalivedFeature = keyof typeof since;

export function firstVersionWith(feature: KeepalivedFeature): string {
  return since[feature];
}

export function keepalivedKnows(version: string, feature: KeepalivedFeature): boolean {
  return compareVersions(version, since[feature]) >= 0;
}

/** Negative when `a` is the older one. Both are numbers with dots. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isKeepalivedVersion(text: string): boolean {
  return /^\d{1,4}\.\d{1,4}(\.\d{1,4})?$/.test(text);
}
