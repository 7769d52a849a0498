import { conf } from "../conf";
import type { Snippet } from "./snippet";

export const advertsSnippets: readonly Snippet[] = [
  { rule: "peers-missing", good: conf(), bad: conf({ peers: [] }), at: "unicast_peer {" },
  { rule: "peers-missing", good: conf(), bad: conf({ peers: null }), at: "unicast_src_ip" },
  {
    rule: "peer-invalid",
    good: conf({ peers: ["192.0.2.12 min_ttl 254"] }),
    bad: conf({ peers: ["192.0.2.12", "member-c"] }),
    at: "member-c",
  },
  { rule: "peer-invalid", good: conf(), bad: conf({ peers: ["192.0.2.12", "2001:db8::12"] }), at: "2001:db8::12" },
  {
    rule: "peer-invalid",
    good: conf({ peers: ["192.0.2.12 min_ttl 10 max_ttl 20"] }),
    bad: conf({ peers: ["192.0.2.12 min_ttl 20 max_ttl 10"] }),
    at: "min_ttl 20",
  },
  { rule: "peer-self", good: conf(), bad: conf({ peers: ["192.0.2.11", "192.0.2.12"] }), at: "        192.0.2.11" },
  {
    rule: "peer-duplicate",
    good: conf({ peers: ["192.0.2.12", "192.0.2.13"] }),
    bad: conf({ peers: ["192.0.2.12", "192.0.2.12"] }),
    at: "192.0.2.12",
  },
  { rule: "source-invalid", good: conf(), bad: conf({ set: { unicast_src_ip: "eth0" } }), at: "unicast_src_ip eth0" },
  { rule: "source-missing", good: conf(), bad: conf({ set: { unicast_src_ip: null } }), at: "192.0.2.12" },
  {
    rule: "multicast",
    good: conf(),
    bad: conf({ peers: null, set: { unicast_src_ip: null } }),
    at: "vrrp_instance web",
  },
  { rule: "source-unchecked", good: conf({ lines: ["check_unicast_src"] }), bad: conf(), at: "192.0.2.12" },
  {
    rule: "own-address-moves",
    good: conf(),
    bad: conf({ addresses: ["192.0.2.11/32 dev eth0"] }),
    at: "192.0.2.11/32",
  },
  {
    rule: "own-address-moves",
    good: conf({ above: ["static_ipaddress {\n    192.0.2.50/32 dev eth0\n}"] }),
    bad: conf({ above: ["static_ipaddress {\n    192.0.2.100/32 dev eth0\n}"] }),
    at: "        192.0.2.100/32 dev eth0",
  },
  {
    rule: "authentication-invalid",
    good: conf({ lines: ["authentication {", "auth_type PASS", "auth_pass 12345678", "}"] }),
    bad: conf({
      globals: ["vrrp_version 3"],
      lines: ["authentication {", "auth_type PASS", "auth_pass 12345678", "}"],
    }),
    at: "authentication {",
  },
  {
    rule: "authentication-invalid",
    good: conf(),
    bad: conf({ lines: ["authentication {", "auth_type PASS", "auth_pass 123456789", "}"] }),
    at: "authentication {",
  },
  {
    rule: "authentication-weak",
    good: conf(),
    bad: conf({ lines: ["authentication {", "auth_type PASS", "auth_pass 1234", "}"] }),
    at: "authentication {",
  },
  {
    rule: "re-announcing-missing",
    good: conf({ globals: ["vrrp_garp_master_refresh 5"] }),
    bad: conf(),
    at: "vrrp_instance web",
  },
  {
    rule: "re-announcing-missing",
    good: conf({ lines: ["higher_prio_send_advert"] }),
    bad: conf({ globals: ["vrrp_higher_prio_send_advert"], lines: ["higher_prio_send_advert false"] }),
    at: "vrrp_instance web",
  },
  {
    rule: "lower-prio-no-advert",
    good: conf(),
    bad: conf({ lines: ["lower_prio_no_advert"] }),
    at: "lower_prio_no_advert",
  },
  { rule: "strict-mode", good: conf(), bad: conf({ globals: ["vrrp_strict"] }), at: "vrrp_strict" },
  {
    rule: "strict-mode",
    good: conf(),
    bad: conf({ lines: ["strict_mode on", "preempt_delay 10"] }),
    at: "strict_mode on",
    configTest: 5,
  },
  { rule: "use-vmac", good: conf(), bad: conf({ lines: ["use_vmac"] }), at: "use_vmac", configTest: 5 },
  { rule: "use-vmac", good: conf(), bad: conf({ lines: ["use_vmac", "vmac_xmit_base"] }), at: "use_vmac" },
  { rule: "no-accept", good: conf({ lines: ["accept"] }), bad: conf({ lines: ["no_accept"] }), at: "no_accept" },
];
