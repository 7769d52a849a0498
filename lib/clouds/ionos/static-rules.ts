/** What IONOS demands and what can be told without a request or credentials. */
import ipaddr from "ipaddr.js";
import type { StaticRules } from "../cloud";
import type { GroupDraft } from "../ports/groups";
import type { IpBlockDraft } from "../ports/ip-blocks";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";

function checkGroup(draft: GroupDraft): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (draft.network === null) {
    found.push(
      problem(
        ["network"],
        "network is missing",
        "On IONOS a failover group lives in a LAN: set network to { datacenter_id, lan_id } of the members' public LAN.",
      ),
    );
  }
  for (const [key, { nic, nexthop }] of draft.members ?? []) {
    if (typeof nexthop === "string") {
      found.push(
        problem(
          ["members", key, "nexthop"],
          "nexthop has no place on IONOS",
          `members["${key}"].nexthop names an instance of a Public Cloud project of OVHcloud. Remove it, and name the member by its nic.`,
        ),
      );
    }
    if (nic === null) {
      found.push(
        problem(
          ["members", key, "nic"],
          "nic is missing",
          `On IONOS members["${key}"].nic is required: set it to the id of the server's NIC on the group's LAN.`,
        ),
      );
    }
  }
  return [...found, ...(draft.ip === undefined ? [] : checkAddress(draft.ip))];
}

function checkAddress(ip: string): readonly Diagnostic[] {
  if (ip.includes("/")) {
    const fix = "Write one address, such as 203.0.113.10: IONOS shares single addresses between NICs.";
    return [problem(["ip"], "ip has a prefix length", `ip is "${ip}", with a prefix length. ${fix}`)];
  }
  if (!ipaddr.IPv6.isValid(ip)) return [];
  return [
    problem(
      ["ip"],
      "ip is an IPv6 address",
      `IONOS shares only reserved IPv4 addresses between NICs; ip is ${ip}. Use an address of an ipfailover_ip_block.`,
    ),
  ];
}

function checkIpBlock({ description }: IpBlockDraft): readonly Diagnostic[] {
  if (typeof description !== "string") return [];
  const detail = `description is "${description}", and blocks on IONOS have a name and no description. Remove it.`;
  return [problem(["description"], "description has no place on IONOS", detail)];
}

export const ionosRules: StaticRules = {
  // ProfitBricks' help page on IP failover; frames with another MAC than the NIC's own are dropped.
  lacks: {
    virtualMacs:
      "IONOS has no virtual MACs: every NIC keeps the one MAC that it was given. An address moves between NICs of a LAN " +
      "with an ipfailover_group, and its MAC changes with it.",
    targets:
      "IONOS routes no addresses: VRRP decides who holds one, among the NICs of a public LAN in the location where it is " +
      "reserved. An ipfailover_ip data source tells the location, and whose NICs have the address.",
    loadBalancers:
      "IONOS has nothing like OVHcloud's IP Load Balancer, whose front-ends take failover addresses and go live with a " +
      "refresh. Servers share an address on IONOS with an ipfailover_group.",
  },
  checkGroup,
  checkIpBlock,
  checkAddress,
};
