/** What the cloud's present state says of a failover group that is to be. */
import type { GroupDraft, GroupRecord, Member } from "../ports/groups";
import { advice, problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { bareAddress } from "./block";
import { describeMember } from "./group-route";
import type { Wanted } from "./group-route";
import { leaves } from "./move-advice";
import { serviceOf } from "./move-rules";
import type { Obstacle } from "./move-rules";
import type { Ip } from "./wire";

/** An obstacle in the way of a member. */
export interface Blocked {
  readonly key: string;
  readonly member: Member;
  readonly obstacle: Obstacle;
}

/** The members whose way is to be looked at, as far as they are known. */
export function membersToCheck({ members }: GroupDraft): readonly (readonly [key: string, member: Member])[] {
  return [...(members ?? [])].flatMap(([key, { server, nexthop }]) =>
    server === undefined ? [] : [[key, { server, nic: undefined, nexthop: nexthop ?? undefined }] as const],
  );
}

/**
 * A member that cannot get the address is an error when it is to get it now or is new to the group; one that was in the
 * group before is a warning, because nothing is done about it now.
 */
export function judgeMembers(
  { ip: block }: Ip,
  blocked: readonly Blocked[],
  record: GroupRecord | undefined,
  next: string | undefined,
): readonly Diagnostic[] {
  const ip = bareAddress(block);
  const ofAddress = blocked.find(({ obstacle }) => obstacle.of === "address");
  if (ofAddress) {
    const { reason, fix, lasting } = ofAddress.obstacle;
    const detail = `ip ${ip} cannot move: ${reason}. ${fix}`;
    const canWait = next === undefined && (record !== undefined || lasting === undefined);
    return canWait
      ? [advice("cannot-move", ["ip"], "The address cannot move", detail)]
      : [problem(["ip"], "The address cannot move", detail)];
  }
  return blocked.map(({ key, member, obstacle: { of, reason, fix } }) => {
    const attribute = of === "nexthop" ? "nexthop" : "server";
    const path = ["members", key, attribute];
    const summary = "The address cannot go to a member";
    const name = `members["${key}"].${attribute} ${member[attribute] ?? ""}`;
    const detail = `${name}: ip ${ip} cannot be routed there, because ${reason}. ${fix}`;
    const established = record?.members.some(
      ({ server, nexthop }) => server === member.server && nexthop === member.nexthop,
    );
    return established === true && key !== next
      ? advice("unreachable-member", path, summary, detail)
      : problem(path, summary, detail);
  });
}

/** Of an address that is new to the group: who has it now, and what the API does not tell. */
export function judgeUse(ip: Ip, { members }: Wanted, next: string | undefined): readonly Diagnostic[] {
  const service = serviceOf(ip);
  if (service === null) return [];
  const to = next === undefined ? undefined : members.get(next);
  if (next === undefined || !to) return unknownNexthop(bareAddress(ip.ip), service, [...members]);
  return service === to.server ? [] : leaves(ip, describeMember(next, to), "ip", ", which is no member");
}

function unknownNexthop(
  ip: string,
  service: string,
  members: readonly (readonly [string, Member])[],
): readonly Diagnostic[] {
  const [there] = members.filter(([, { server, nexthop }]) => server === service && nexthop !== undefined);
  if (!there) return [];
  const [key, { nexthop = "" }] = there;
  return [
    advice(
      "unknown-nexthop",
      ["members", key, "nexthop"],
      "The next hop cannot be looked up",
      `ip ${ip} is routed to ${service} already, and the API does not tell by which next hop: it is left so, although it may be another one than ${nexthop}. Route it elsewhere first to be sure.`,
    ),
  ];
}
