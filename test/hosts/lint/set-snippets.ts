/** For each rule about members beside each other, members that fit and members that do not. */
import { check, conf, partner, track } from "./conf";

export interface SetSnippet {
  readonly rule: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const third = (options: Parameters<typeof conf>[0] = {}) =>
  conf({
    peers: ["192.0.2.11", "192.0.2.12"],
    ...options,
    set: { priority: "50", unicast_src_ip: "192.0.2.13", ...options.set },
  });

const trio = [conf({ peers: ["192.0.2.12", "192.0.2.13"] }), partner({ peers: ["192.0.2.11", "192.0.2.13"] }), third()];

const pair = [conf(), partner()];

const excluded = (address: string) => ["virtual_ipaddress_excluded {", address, "}"];

const authentication = (password: string) => ["authentication {", "auth_type PASS", `auth_pass ${password}`, "}"];

const multicast = { peers: null, set: { unicast_src_ip: null } } as const;

const lower = { ...multicast, set: { ...multicast.set, priority: "100" } } as const;

const v3 = ["vrrp_version 3"];

const other = (priority: number) =>
  [
    "vrrp_instance other {",
    "    interface eth1",
    "    virtual_router_id 52",
    `    priority ${priority}`,
    "    virtual_ipaddress {",
    "        198.51.100.1/32 dev eth1",
    "    }",
    "}",
  ].join("\n");

const group = (...names: readonly string[]) => `vrrp_sync_group both {\n group {\n${names.join("\n")}\n }\n}`;

export const setSnippets: readonly SetSnippet[] = [
  {
    rule: "set-addresses",
    good: [conf({ addresses: ["192.0.2.100", "192.0.2.100"] }), partner({ addresses: ["192.0.2.100", "192.0.2.100"] })],
    bad: [conf({ addresses: ["192.0.2.100", "192.0.2.100"] }), partner({ addresses: ["192.0.2.100"] })],
  },
  {
    rule: "set-addresses",
    good: [
      conf({ addresses: ["192.0.2.100/32", "192.0.2.101"] }),
      partner({ addresses: ["192.0.2.101/24", "192.0.2.100"] }),
    ],
    bad: [
      conf({ addresses: ["192.0.2.100/32", "192.0.2.101"] }),
      partner({ addresses: ["192.0.2.100", "192.0.2.102"] }),
    ],
  },
  {
    rule: "set-excluded-addresses",
    good: [conf({ lines: excluded("192.0.2.101") }), partner({ lines: excluded("192.0.2.101/32") })],
    bad: [conf({ lines: excluded("192.0.2.101") }), partner({ lines: excluded("192.0.2.102") })],
  },
  { rule: "set-member-missing", good: pair, bad: [conf({ below: [other(150)] }), partner()] },
  { rule: "set-vrid", good: trio, bad: [...trio.slice(0, 2), third({ set: { virtual_router_id: "52" } })] },
  {
    rule: "set-vrid-reused",
    good: [
      conf(multicast),
      conf({
        ...multicast,
        head: "vrrp_instance db",
        set: { ...multicast.set, virtual_router_id: "52" },
        addresses: ["192.0.2.200"],
      }),
    ],
    bad: [conf(multicast), conf({ ...multicast, head: "vrrp_instance db", addresses: ["192.0.2.200"] })],
  },
  { rule: "set-version", good: pair, bad: [conf({ globals: v3 }), partner({ lines: ["version 2"] })] },
  { rule: "set-advert-interval", good: pair, bad: [conf(), partner({ set: { advert_int: "2" } })] },
  {
    rule: "set-advert-interval",
    good: [conf({ globals: v3, set: { advert_int: "0.1" } }), partner({ globals: v3, set: { advert_int: "0.10" } })],
    bad: [conf({ globals: v3, set: { advert_int: "0.1" } }), partner({ globals: v3, set: { advert_int: "1" } })],
  },
  {
    rule: "set-down-timer",
    good: [conf({ lines: ["down_timer_adverts 9"] }), partner({ globals: ["vrrp_down_timer_adverts 9"] })],
    bad: [conf({ lines: ["down_timer_adverts 9"] }), partner()],
  },
  {
    rule: "set-authentication",
    // Eight characters count.
    good: [conf({ lines: authentication("12345678") }), partner({ lines: authentication("123456789") })],
    bad: [conf({ lines: authentication("1234") }), partner({ lines: authentication("4321") })],
  },
  { rule: "set-authentication", good: pair, bad: [conf({ lines: authentication("1234") }), partner()] },
  {
    rule: "set-multicast-group",
    good: [conf(multicast), conf({ ...lower, globals: ["vrrp_mcast_group4 224.0.0.18"] })],
    bad: [conf(multicast), conf({ ...lower, globals: ["vrrp_mcast_group4 224.0.0.19"] })],
  },
  { rule: "set-unicast", good: [conf(multicast), conf(lower)], bad: [conf(), conf(lower)] },
  { rule: "set-peers", good: trio, bad: [conf({ peers: ["192.0.2.12"] }), ...trio.slice(1)] },
  { rule: "set-peer-stranger", good: trio, bad: trio.slice(0, 2) },
  { rule: "set-source-shared", good: pair, bad: [conf(), partner({ set: { unicast_src_ip: "192.0.2.11" } })] },
  { rule: "set-source-check", good: pair, bad: [conf({ lines: ["check_unicast_src"] }), partner()] },
  { rule: "set-priorities", good: trio, bad: [...trio.slice(0, 2), third({ set: { priority: "100" } })] },
  {
    rule: "set-priority-gap",
    good: [conf({ globals: v3, set: { advert_int: "0.05" } }), partner({ globals: v3, set: { advert_int: "0.05" } })],
    bad: [
      conf({ globals: v3, set: { advert_int: "0.01", priority: "125" } }),
      partner({ globals: v3, set: { advert_int: "0.01" } }),
    ],
  },
  {
    rule: "set-priority-gap",
    // In version 2 the interval does not count.
    good: [conf({ set: { priority: "102", advert_int: "2" } }), partner({ set: { advert_int: "2" } })],
    bad: [conf({ set: { priority: "101", advert_int: "2" } }), partner({ set: { advert_int: "2" } })],
  },
  {
    rule: "set-states",
    good: [conf({ set: { state: "MASTER" } }), partner()],
    bad: [conf({ set: { state: "MASTER" } }), partner({ set: { state: "MASTER" } })],
  },
  {
    rule: "set-preemption",
    // The lowest one never preempts anybody.
    good: [
      conf({ peers: ["192.0.2.12", "192.0.2.13"], lines: ["nopreempt"] }),
      partner({ lines: ["nopreempt"] }),
      third(),
    ],
    bad: [conf({ peers: ["192.0.2.12", "192.0.2.13"], lines: ["nopreempt"] }), partner(), third()],
  },
  {
    rule: "set-weight-too-small",
    good: [conf({ above: [check("chk", "weight -60")], lines: track("script", "chk") }), partner()],
    bad: [conf({ above: [check("chk", "weight -50")], lines: track("script", "chk") }), partner()],
  },
  {
    rule: "set-weight-too-small",
    good: [conf, partner].map((of) => of({ above: [check("chk", "weight 60")], lines: track("script", "chk") })),
    bad: [conf, partner].map((of) => of({ above: [check("chk", "weight 2")], lines: track("script", "chk") })),
  },
  {
    rule: "set-sync-order",
    good: [
      conf({ below: [other(150), group("web", "other")] }),
      partner({ below: [other(100), group("web", "other")] }),
    ],
    bad: [conf({ below: [other(50), group("web", "other")] }), partner({ below: [other(100), group("web", "other")] })],
  },
  {
    rule: "set-sync-members",
    good: [
      conf({ below: [other(150), group("web", "other")] }),
      partner({ below: [other(100), group("other", "web")] }),
    ],
    bad: [conf({ below: [other(150), group("web", "other")] }), partner({ below: [other(100)] })],
  },
];
