/** What the cloud's present state says of a failover group that is to be. */
import type { GroupDraft, GroupRecord } from "../ports/groups";
import { advice, problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { judgeUse } from "./group-use";
import { reservedAddresses, reservedIn } from "./reserved";
import type { NicView, Snapshot } from "./snapshot";
import type { IpBlock } from "./wire";

/** What the data centre and the contract's blocks say of a draft. */
export function judgeGroup(
  draft: GroupDraft,
  prior: GroupRecord | undefined,
  snapshot: Snapshot,
  blocks: readonly IpBlock[],
): readonly Diagnostic[] {
  return [
    ...judgeAddress(draft, snapshot, blocks),
    ...judgeLan(draft, snapshot),
    ...judgeMembers(draft, prior, snapshot, blocks),
    ...judgeUse(draft, prior, snapshot),
  ];
}

function judgeAddress({ ip }: GroupDraft, snapshot: Snapshot, blocks: readonly IpBlock[]): readonly Diagnostic[] {
  if (ip === undefined) return [];
  const block = reservedIn(blocks).get(ip);
  if (!block) {
    const fix =
      "Reserve one with ipfailover_ip_block, or check that the provider is configured for the right contract.";
    return [problem(["ip"], "ip is not reserved", `ip ${ip} is in no IP block of this contract. ${fix}`)];
  }
  const location = block.properties?.location;
  if (location === snapshot.location || location === undefined || snapshot.location === undefined) return [];
  return [
    problem(
      ["ip"],
      "ip is reserved elsewhere",
      `ip ${ip} was reserved in ${location} and cannot be used in a data centre in ${snapshot.location}. Reserve the block in ${snapshot.location}.`,
    ),
  ];
}

function judgeLan({ network }: GroupDraft, snapshot: Snapshot): readonly Diagnostic[] {
  if (!network?.lanId) return [];
  const path = ["network", "lan_id"];
  const lan = snapshot.lans.get(network.lanId);
  if (!lan) {
    return [
      problem(
        path,
        "LAN not found",
        `network.lan_id ${network.lanId} does not exist in data centre ${network.datacenterId ?? ""}. Use the id of one of its public LANs.`,
      ),
    ];
  }
  const found: Diagnostic[] = [];
  if (!lan.public) {
    found.push(
      problem(
        path,
        "LAN is not public",
        `network.lan_id ${lan.id} is a private LAN; failover groups need a public one. Set public = true on it, or name another.`,
      ),
    );
  }
  if (lan.balanced) {
    found.push(
      problem(
        path,
        "LAN is load-balanced",
        `network.lan_id ${lan.id} is spread by a load balancer, which allows no failover group. Name a LAN without one.`,
      ),
    );
  }
  return found;
}

function judgeMembers(
  draft: GroupDraft,
  prior: GroupRecord | undefined,
  snapshot: Snapshot,
  blocks: readonly IpBlock[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const zones: (string | undefined)[] = [];
  const established = new Set(prior?.members.map(({ nic }) => nic));
  for (const [key, { server, nic }] of draft.members ?? []) {
    if (server !== undefined) {
      const view = snapshot.servers.get(server);
      zones.push(view?.zone);
      if (!view) {
        found.push(
          problem(
            ["members", key, "server"],
            "Server not found",
            `members["${key}"].server ${server} is not in data centre ${draft.network?.datacenterId ?? ""}. Check the id.`,
          ),
        );
        continue;
      }
    }
    if (typeof nic !== "string") continue;
    const view = snapshot.nics.get(nic);
    const wrong = wrongNic(key, server, nic, view, draft);
    if (wrong) found.push(wrong);
    else if (view && !established.has(nic)) found.push(...warnOfReplacement(key, view, draft, blocks));
  }
  if (zones.length > 1 && zones.every((zone) => zone !== undefined && zone !== "AUTO" && zone === zones[0])) {
    found.push(
      advice(
        "same-zone",
        ["members"],
        "All members are in one availability zone",
        `Every server of members is in ${zones[0] ?? ""}: one outage takes the address with it. Place them in different zones.`,
      ),
    );
  }
  return found;
}

function wrongNic(
  key: string,
  server: string | undefined,
  nic: string,
  view: NicView | undefined,
  draft: GroupDraft,
): Diagnostic | undefined {
  const path = ["members", key, "nic"];
  const name = `members["${key}"].nic ${nic}`;
  if (!view)
    return problem(
      path,
      "NIC not found",
      `${name} is not in data centre ${draft.network?.datacenterId ?? ""}. Check the id.`,
    );
  if (server !== undefined && view.serverId !== server) {
    return problem(
      path,
      "NIC of another server",
      `${name} belongs to server ${view.serverId}, not to ${server}. Name a NIC of the member's own server.`,
    );
  }
  const lan = draft.network?.lanId;
  if (lan !== undefined && view.lanId !== lan) {
    return problem(
      path,
      "NIC on another LAN",
      `${name} is on LAN ${view.lanId ?? "none"}, not on LAN ${lan}. Name the server's NIC on LAN ${lan}.`,
    );
  }
  return undefined;
}

function warnOfReplacement(
  key: string,
  nic: NicView,
  { ip, role }: GroupDraft,
  blocks: readonly IpBlock[],
): readonly Diagnostic[] {
  const others = nic.ips.filter((address) => address !== ip);
  if (role !== "primary" || others.length === 0 || nic.ips[0] === ip) return [];
  const reserved = reservedAddresses(blocks);
  const lost = others.filter((address) => !reserved.has(address));
  const effect =
    lost.length > 0
      ? `loses ${lost.join(", ")}, which was assigned automatically`
      : `keeps ${others.join(", ")} behind it, no longer as primary address`;
  return [
    advice(
      "replaces-address",
      ["members", key],
      "The NIC's primary address changes",
      `members["${key}"]: NIC ${nic.id} gets ${ip ?? "the address"} as its primary address and ${effect}. With address_role = "additional" it keeps its own.`,
    ),
  ];
}
