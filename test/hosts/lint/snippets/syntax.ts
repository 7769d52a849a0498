import { conf } from "../conf";
import type { Snippet } from "./snippet";

export const syntaxSnippets: readonly Snippet[] = [
  { rule: "braces", good: conf(), bad: conf().replace(/}\n$/, ""), at: "vrrp_instance web {" },
  { rule: "braces", good: conf(), bad: conf({ set: { priority: "100 {" } }), at: "priority 100 {" },
  {
    rule: "braces",
    good: conf(),
    bad: conf().replace("virtual_ipaddress {", "virtual_ipaddress"),
    at: "virtual_ipaddress",
  },
  { rule: "braces", good: conf(), bad: `${conf()}}\n`, at: "}" },
  {
    rule: "quote",
    good: conf({ globals: ['router_id "a b"'] }),
    bad: conf({ globals: ['router_id "a'] }),
    at: "router_id",
  },
  {
    rule: "variable",
    good: `$PRIO=150\n${conf({ set: { priority: "$PRIO" } })}`,
    bad: conf({ globals: ["router_id $NODE"] }),
    at: "router_id $NODE",
  },
  {
    rule: "endless",
    good: `$A=$B\n$B=150\n${conf({ set: { priority: "$A" } })}`,
    bad: `$A=$B\n$B=$A\n${conf({ set: { priority: "$A" } })}`,
    at: "priority $A",
  },
  {
    rule: "sequence",
    good: conf({ addresses: ["~SEQ(N, 100, 101) 192.0.2.${N}/32 dev eth0"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "~SEQ(N) 192.0.2.${N}/32 dev eth0"] }),
    at: "~SEQ(N)",
  },
  { rule: "include", good: conf(), bad: `include nowhere.conf\n${conf()}`, at: "include nowhere.conf" },
  { rule: "byte-order-mark", good: conf(), bad: `\uFEFF${conf()}`, at: "vrrp_instance web" },
  { rule: "control-character", good: conf(), bad: conf({ globals: ["router_id a\u0001"] }), at: "router_id" },
  { rule: "carriage-return", good: conf(), bad: conf().replaceAll("\n", "\r\n"), at: "vrrp_instance" },
  { rule: "long-line", good: conf(), bad: conf({ globals: [`router_id a ${"b ".repeat(600)}`] }), at: "router_id" },
];
