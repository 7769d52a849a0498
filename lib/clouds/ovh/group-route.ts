/** Whether a group's address moves, and to whom: pure, so that plan and apply cannot differ. */
import type { GroupDraft, GroupRecord, Member } from "../ports/groups";
import { sameBlock } from "./block";

export interface Wanted {
  readonly members: ReadonlyMap<string, Member>;
  readonly master: string;
}

/** The member that gets the address, by name; undefined when it stays where it is. */
export function nextHolder(
  { members, master }: Wanted,
  record: GroupRecord | undefined,
  service: string | null,
  moveMaster: boolean,
): string | undefined {
  const there = [...members].filter(([, { server }]) => server === service);
  if (there.length === 0) return master;
  const is = there.find(([key]) => key === master)?.[1];
  if (!moveMaster) return undefined;
  // Which of several instances of a project has it, no API tells: it is the one that had it last.
  const sure = is && (there.length === 1 || (record?.holder !== undefined && sameMember(record.holder, is)));
  return sure ? undefined : master;
}

function sameMember(a: Member, b: Member): boolean {
  return a.server === b.server && a.nexthop === b.nexthop;
}

/** The draft when enough of it is known to say where the address goes. */
export function wantedBy({ members, master }: GroupDraft): Wanted | undefined {
  if (!members || master === undefined || !members.has(master)) return undefined;
  const known = [...members].flatMap(([key, { server, nexthop }]) =>
    server === undefined || nexthop === undefined
      ? []
      : [[key, { server, nic: undefined, nexthop: nexthop ?? undefined }] as const],
  );
  return known.length === members.size ? { members: new Map(known), master } : undefined;
}

/** The record while the group keeps its address; with another one it begins anew. */
export function recordOfAddress(ip: string, record: GroupRecord | undefined): GroupRecord | undefined {
  return record && sameBlock(record.ip, ip) ? record : undefined;
}

/** `member "a" (ns1 by 203.0.113.10)` */
export function describeMember(key: string, { server, nexthop }: Member): string {
  return `member "${key}" (${server}${nexthop === undefined ? "" : ` by ${nexthop}`})`;
}
