/** A group's import id: `203.0.113.7` or `203.0.113.16/28`, optionally with its members: `?a=SERVICE&b=PROJECT/NEXTHOP`. */
import type { GroupRef, Member } from "../ports/groups";
import { bareAddress, tryBlock } from "./block";

export const GROUP_ID_EXAMPLE =
  "ADDRESS or BLOCK/LENGTH, optionally followed by ?NAME=SERVICE&NAME=PROJECT/NEXTHOP to name the members";

export function formatGroupId({ ip }: GroupRef): string {
  return bareAddress(ip);
}

/** The API has no list of members, so those that are not named here come from the configuration. */
export function parseGroupId(
  id: string,
): { readonly ref: GroupRef; readonly members: ReadonlyMap<string, Member> } | undefined {
  const [ip = "", query = ""] = id.split("?", 2);
  if (tryBlock(ip) === undefined) return undefined;
  const members = [...new URLSearchParams(query)].map(([key, text]) => [key, parseMember(text)] as const);
  if (members.some(([key, member]) => key === "" || member === undefined)) return undefined;
  const known = members.flatMap(([key, member]) => (member ? [[key, member] as const] : []));
  return { ref: { ip, network: undefined }, members: new Map(known) };
}

function parseMember(text: string): Member | undefined {
  const [server = "", nexthop, ...rest] = text.split("/");
  if (server === "" || nexthop === "" || rest.length > 0) return undefined;
  return { server, nic: undefined, nexthop };
}
