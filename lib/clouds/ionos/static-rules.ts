/** What IONOS demands of a failover group and what can be told without a request or credentials. */
import ipaddr from "ipaddr.js";
import type { GroupDraft, StaticRules } from "../cloud";
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
  for (const [key, { nic }] of draft.members ?? []) {
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
  if (draft.ip !== undefined && ipaddr.IPv6.isValid(draft.ip)) {
    found.push(
      problem(
        ["ip"],
        "ip is an IPv6 address",
        `IONOS shares only reserved IPv4 addresses between NICs; ip is ${draft.ip}. Use an address of an ipfailover_ip_block.`,
      ),
    );
  }
  return found;
}

export const ionosRules: StaticRules = { checkGroup };
