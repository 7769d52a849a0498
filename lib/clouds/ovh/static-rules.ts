/** What OVHcloud demands and what can be told without a request or credentials. */
import ipaddr from "ipaddr.js";
import type { StaticRules } from "../cloud";
import type { GroupDraft, MemberDraft } from "../ports/groups";
import type { IpBlockDraft } from "../ports/ip-blocks";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { tryBlock, tryEnclosingBlock } from "./block";
import { isVrack } from "./move-rules";

function checkGroup({ network, members, role }: GroupDraft): readonly Diagnostic[] {
  return [
    ...(network ? [misplaced(["network"], "An address is routed to services here, which share no LAN.")] : []),
    ...(typeof role === "string" ? [misplaced(["address_role"], "Each service has its own addresses.")] : []),
    ...[...(members ?? [])].flatMap(([key, member]) => checkMember(key, member)),
  ];
}

function checkMember(key: string, { server, nic, nexthop }: MemberDraft): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (typeof nic === "string") {
    found.push(misplaced(["members", key, "nic"], "An address is routed to a service: name it in server."));
  }
  if (typeof nexthop === "string" && !ipaddr.isValid(nexthop)) {
    found.push(
      problem(
        ["members", key, "nexthop"],
        "nexthop is no IP address",
        `members["${key}"].nexthop is "${nexthop}". Write the address of an instance of the Public Cloud project, such as 203.0.113.10.`,
      ),
    );
  }
  if (server !== undefined && isVrack(server)) {
    found.push(
      problem(
        ["members", key, "server"],
        "A vRack is no member",
        `members["${key}"].server is ${server}, a vRack, to which no address is routed. Name a dedicated server, a VPS, a Public Cloud project or a hosted private cloud.`,
      ),
    );
  }
  return found;
}

/** Ordering an address costs money from then on, so it is never done here. */
function checkIpBlock({ adopt, reserves }: IpBlockDraft): readonly Diagnostic[] {
  const [first] = reserves;
  if (first !== undefined) {
    const names = reserves.join(", ");
    const fix = `Order it in OVHcloud's control panel, then set adopt to the address or block and remove ${names}.`;
    const detail = `${names}: to reserve an address on OVHcloud is to order it, which costs money and is never done here. ${fix}`;
    return [problem([first], "Addresses are not ordered", detail)];
  }
  if (typeof adopt !== "string" || tryBlock(adopt) !== undefined) return [];
  const meant = tryEnclosingBlock(adopt);
  const fix = meant === undefined ? "Write an address, or a block such as 203.0.113.16/28." : `Write ${meant}.`;
  return [problem(["adopt"], "adopt is no address or block", `adopt is "${adopt}". ${fix}`)];
}

function misplaced(path: readonly string[], why: string): Diagnostic {
  const [first = "", key, inner] = path;
  const name = key === undefined ? first : `${first}["${key}"].${inner ?? ""}`;
  return problem(
    path,
    `${inner ?? first} has no place on OVHcloud`,
    `${name} is set and OVHcloud has no such thing. ${why} Remove it.`,
  );
}

export const ovhRules: StaticRules = { checkGroup, checkIpBlock };
