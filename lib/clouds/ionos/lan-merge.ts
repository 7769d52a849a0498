/**
 * The arithmetic of a LAN's `ipFailover` list, which the API replaces whole and without an ETag: pure functions, so
 * that what happens between several writers can be tested without any.
 */
import type { IpFailoverEntry } from "./wire";

/** One address's entry as it shall be: registered with a NIC, or not there (null). */
export interface EntryEdit {
  readonly ip: string;
  readonly nic: string | null;
}

/** The list after the edits. Entries of others and their order are kept. */
export function mergeEntries(
  entries: readonly IpFailoverEntry[],
  edits: readonly EntryEdit[],
): readonly IpFailoverEntry[] {
  const wanted = new Map(edits.map(({ ip, nic }) => [ip, nic]));
  const kept = entries.flatMap((entry) => {
    const nic = wanted.get(entry.ip);
    if (nic === undefined) return [{ ip: entry.ip, nicUuid: entry.nicUuid }];
    return nic === null ? [] : [{ ip: entry.ip, nicUuid: nic }];
  });
  const present = new Set(kept.map(({ ip }) => ip));
  const added = [...wanted].flatMap(([ip, nic]) => (nic === null || present.has(ip) ? [] : [{ ip, nicUuid: nic }]));
  return [...kept, ...added];
}

export function sameEntries(a: readonly IpFailoverEntry[], b: readonly IpFailoverEntry[]): boolean {
  return a.length === b.length && a.every((entry, i) => entry.ip === b[i]?.ip && entry.nicUuid === b[i]?.nicUuid);
}

/**
 * What of our own a later reading shows to be lost: an address that is not there at all, or one that stands there as it
 * did before our edit, removed or registered with another NIC. An entry that names a third NIC was moved by somebody,
 * which is theirs to do.
 */
export function lostEdits(
  before: readonly IpFailoverEntry[],
  edits: readonly EntryEdit[],
  seen: readonly IpFailoverEntry[],
): readonly EntryEdit[] {
  const nicBefore = new Map(before.map(({ ip, nicUuid }) => [ip, nicUuid]));
  const nicSeen = new Map(seen.map(({ ip, nicUuid }) => [ip, nicUuid]));
  return edits.filter(({ ip, nic }) => {
    const now = nicSeen.get(ip) ?? null;
    return now !== nic && (now === null || now === nicBefore.get(ip));
  });
}

/** A PATCH of somebody else's out of the request log. */
export interface ForeignWrite {
  /** As the log tells it; compared as text, in ISO 8601. */
  readonly createdDate: string;
  readonly entries: readonly IpFailoverEntry[];
}

/**
 * Entries of others that our own PATCH dropped, because they were written between our GET and our PATCH. Only when
 * the LAN still shows exactly what we sent, so that ours was the last word, and only when the last thing that others
 * said held the entry: what its owner removed stays removed.
 */
export function entriesWeDropped(
  before: readonly IpFailoverEntry[],
  sent: readonly IpFailoverEntry[],
  seen: readonly IpFailoverEntry[],
  foreign: readonly ForeignWrite[],
): readonly EntryEdit[] {
  if (foreign.length === 0 || !sameEntries(sent, seen)) return [];
  const lastDate = foreign.reduce((last, { createdDate }) => (createdDate > last ? createdDate : last), "");
  // Writes of the same instant cannot be put in order: only what all of them hold is beyond doubt.
  const [first, ...others] = foreign.filter(({ createdDate }) => createdDate === lastDate);
  const known = new Set([...before, ...sent].map(({ ip }) => ip));
  return (first?.entries ?? [])
    .filter(({ ip, nicUuid }) =>
      others.every(({ entries }) => entries.some((e) => e.ip === ip && e.nicUuid === nicUuid)),
    )
    .filter(({ ip }) => !known.has(ip))
    .map(({ ip, nicUuid }) => ({ ip, nic: nicUuid }));
}
