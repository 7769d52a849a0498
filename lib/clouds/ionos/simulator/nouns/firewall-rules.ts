import type { Fields } from "../fields";
import type { Noun } from "../noun";

const RULE_FIELDS: Fields = {
  name: { type: "string" },
  protocol: {
    type: "string",
    required: true,
    immutable: true,
    values: ["TCP", "UDP", "ICMP", "ICMPv6", "GRE", "VRRP", "ESP", "AH", "ANY"],
  },
  sourceMac: { type: "string" },
  ipVersion: { type: "string", values: ["IPv4", "IPv6"] },
  sourceIp: { type: "string" },
  targetIp: { type: "string" },
  icmpCode: { type: "integer", min: 0, max: 254 },
  icmpType: { type: "integer", min: 0, max: 254 },
  portRangeStart: { type: "integer", min: 1, max: 65_535 },
  portRangeEnd: { type: "integer", min: 1, max: 65_535 },
  type: { type: "string", values: ["INGRESS", "EGRESS"] },
};

export const firewallRules: Noun = {
  type: "firewall-rule",
  collection: "firewallrules",
  parent: "nic",
  fields: RULE_FIELDS,
  // The answer to the POST has null where nothing was said, later reads have these (vendor's Ansible documentation).
  prepare: (_cloud, _work, _nic, { properties }) => ({
    properties,
    later: { type: properties.type ?? "INGRESS", ipVersion: properties.ipVersion ?? "IPv4" },
  }),
};

/** The rules of a security group have the same type and properties as those of a NIC. */
export const securityGroupRules: Noun = { ...firewallRules, collection: "rules", parent: "security-group" };
