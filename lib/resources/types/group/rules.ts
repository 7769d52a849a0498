/** Rules of a group that hold on every cloud and need no request. */
import ipaddr from "ipaddr.js";
import { tryBlock, tryEnclosingBlock } from "../../../clouds/block";
import { advice, problem } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import type { Claim } from "../../siblings";
import { isObject, knownString } from "../../value";
import type { ObjectValue } from "../../value";
import { claimAddress, claimToGiveBack } from "../shared-claims";
import { recordOf } from "./draft";
import { knownMembers, memberId } from "./members";

export function validateGroup(config: ObjectValue): readonly Diagnostic[] {
  return [...validateAddress(config), ...validateMembers(config)];
}

export function adviseGroup(config: ObjectValue): readonly Diagnostic[] {
  const { members } = config;
  if (!isObject(members) || Object.keys(members).length !== 1) return [];
  return [
    advice(
      "single-member",
      ["members"],
      "The group has one member only",
      "members has one entry, so there is nobody to fail over to. Add a second member.",
    ),
  ];
}

function validateAddress({ ip }: ObjectValue): readonly Diagnostic[] {
  const text = knownString(ip);
  if (text === undefined || text.trim() === "") return [];
  const path = ["ip"];
  const block = tryBlock(text);
  if (block === undefined) {
    const meant = tryEnclosingBlock(text);
    const fix =
      meant === undefined
        ? "Write one address, such as 203.0.113.10, or a block, such as 203.0.113.16/28."
        : `That address is not the first one of its block: write ${meant}, or the address without prefix length.`;
    return [problem(path, "ip is no IP address", `ip is "${text}". ${fix}`)];
  }
  const range = ipaddr.parse(block.split("/")[0] ?? "").range();
  const forbidden: Readonly<Record<string, string>> = {
    private: "a private address",
    uniqueLocal: "a private address",
    loopback: "a loopback address",
    linkLocal: "a link-local address",
    multicast: "a multicast address",
    broadcast: "a broadcast address",
    unspecified: "no address of anybody",
    carrierGradeNat: "a shared address of a carrier",
  };
  const what = forbidden[range];
  if (what === undefined) return [];
  return [
    problem(
      path,
      "ip is not public",
      `ip ${text} is ${what}; a failover address is a reserved public one. Use an address of an ipfailover_ip_block.`,
    ),
  ];
}

function validateMembers({ members, master }: ObjectValue): readonly Diagnostic[] {
  if (!isObject(members)) return [];
  const found: Diagnostic[] = [];
  const keys = Object.keys(members);
  if (keys.length === 0) {
    found.push(
      problem(
        ["members"],
        "members is empty",
        "members has no entry. Name at least the master: { a = { server, nic } }.",
      ),
    );
  }
  const name = knownString(master);
  if (name !== undefined && name.trim() !== "" && keys.length > 0 && !keys.includes(name)) {
    const choices = keys.map((key) => `"${key}"`).join(", ");
    found.push(
      problem(
        ["master"],
        "master is no member",
        `master is "${name}", which is not in members (${choices}). Name one of them.`,
      ),
    );
  }
  return [...found, ...repeatedMembers(members)];
}

function repeatedMembers(members: ObjectValue): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return Object.entries(members).flatMap(([key, value]) => {
    const member = knownMembers({ [key]: value })?.get(key);
    if (!member || (member.nic === undefined && member.server === "")) return [];
    const id = memberId(member);
    const other = seen.get(id);
    seen.set(id, key);
    if (other === undefined) return [];
    const [name, what] = member.nic === undefined ? (["server", "service"] as const) : (["nic", "NIC"] as const);
    const detail = `members["${key}"].${name} ${id} is also the ${what} of members["${other}"]. Remove one of them.`;
    return [problem(["members", key, name], "Two members are the same", detail)];
  });
}

/** What no other group of the run may have. */
export function claimsOfGroup(planned: ObjectValue): readonly Claim[] {
  const ip = knownString(planned.ip);
  const claims: Claim[] = [];
  if (ip !== undefined) claims.push(claimAddress(ip, ["ip"]));
  if (ip !== undefined && planned.on_destroy === "keep") claims.push(claimToGiveBack(ip, ["on_destroy"]));
  const { network, members } = recordOf(planned);
  // Not given, it is the cloud's default, which is filled in once the cloud is known.
  if ((planned.address_role ?? "primary") === "primary" && network?.datacenterId && network.lanId) {
    for (const { nic } of members) {
      if (nic === undefined || nic === "") continue;
      claims.push({
        what: `The primary address of NIC ${nic} in LAN ${network.datacenterId}/${network.lanId}`,
        path: ["address_role"],
        detail: `address_role is "primary" in two groups of LAN ${network.lanId} that share NIC ${nic}, and a NIC has one primary address. Set it to "additional" in one of them.`,
      });
    }
  }
  return claims;
}
