/** Places as OVHcloud writes them: `GRA` (campus), `eu-west-gra` (region), `gra2` (data centre), `os-gra3` (VPS). */

/** The schema's `ip.CampusEnum`. */
const CAMPUSES: ReadonlySet<string> = new Set([
  ...["BHS", "ERI", "GRA", "HIL", "LIM", "MIL", "PAR", "RBX"],
  ...["SBG", "SGP", "SYD", "VIN", "WAW", "YNM", "YYZ"],
]);

/** Addresses move freely between these, and nowhere else between two (the vendor's guide "move-failover-ip"). */
const TOGETHER: readonly string[] = ["GRA", "RBX", "SBG"];

/** Undefined when no known place is named. */
export function campusOf(place: string): string | undefined {
  const name = /([a-z]{3})\d*(?:-[a-z])?$/i.exec(place.trim())?.[1]?.toUpperCase();
  return name !== undefined && CAMPUSES.has(name) ? name : undefined;
}

/** Everywhere that an address of this place may go. */
export function reachableFrom(campuses: readonly string[]): readonly string[] {
  return campuses.some((campus) => TOGETHER.includes(campus)) ? [...new Set([...campuses, ...TOGETHER])] : campuses;
}
