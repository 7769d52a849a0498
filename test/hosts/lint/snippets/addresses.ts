import { conf } from "../conf";
import { other } from "./snippet";
import type { Snippet } from "./snippet";

const six = (address: string) =>
  conf({ addresses: [address], set: { unicast_src_ip: "2001:db8::11" }, peers: ["2001:db8::12"] });

const many = Array.from({ length: 256 }, (_, index) => `10.9.${index >> 7}.${(index & 127) + 1}/32 dev eth0`);

export const addressesSnippets: readonly Snippet[] = [
  {
    rule: "address-invalid",
    good: conf(),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.999"] }),
    at: "192.0.2.999",
  },
  {
    rule: "address-invalid",
    good: conf({ addresses: ["192.0.2.100/24 dev eth0"] }),
    bad: conf({ addresses: ["192.0.2.100/33 dev eth0"] }),
    at: "192.0.2.100/33",
  },
  {
    rule: "address-invalid",
    good: conf(),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0 lable eth0:web"] }),
    at: "lable",
  },
  {
    rule: "address-invalid",
    good: conf(),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.101/32 dev"] }),
    at: "192.0.2.101/32 dev",
  },
  {
    rule: "address-invalid",
    good: conf({ addresses: ["192.0.2.100/32 dev eth0 label eth0:web"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.101/32 dev eth0 label eth0:web-failover"] }),
    at: "label eth0:web-failover",
  },
  {
    rule: "address-invalid",
    good: conf({ addresses: ["192.0.2.100/32 dev eth0 scope 200"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0 scope everywhere"] }),
    at: "scope everywhere",
  },
  {
    rule: "address-invalid",
    good: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.101/24 dev eth0 brd +"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.101/24 dev eth0 brd all"] }),
    at: "brd all",
  },
  {
    rule: "address-invalid",
    good: conf({ above: ["static_ipaddress {\n    192.0.2.50/24 dev eth0\n}"] }),
    bad: conf({ above: ["static_ipaddress {\n    192.0.2.500/24 dev eth0\n}"] }),
    at: "192.0.2.500/24",
  },
  {
    rule: "address-invalid",
    good: conf({ addresses: ["192.0.2.100/32 dev eth0 no_track"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0 track_group both"] }),
    at: "track_group both",
  },
  ...(
    [
      ["peer 192.0.2.8", "peer 2001:db8::1"],
      ["peer 192.0.2.8", "peer 192.0.2.8 brd 192.0.2.255"],
      ["brd 192.0.2.255", "brd +"],
      ["preferred_lft forever", "preferred_lft soon"],
    ] as const
  ).map(([good, bad]): Snippet => ({
    rule: "address-invalid",
    good: conf({ addresses: [`192.0.2.100/32 dev eth0 ${good}`] }),
    bad: conf({ addresses: [`192.0.2.100/32 dev eth0 ${bad}`] }),
    at: bad,
  })),
  {
    rule: "address-missing",
    good: conf(),
    bad: conf({ addresses: [], globals: ["vrrp_version 3"] }),
    at: "vrrp_instance web",
  },
  { rule: "address-missing", good: conf(), bad: conf({ addresses: [] }), at: "vrrp_instance web" },
  {
    rule: "address-family",
    good: conf({ lines: ["virtual_ipaddress_excluded {", "2001:db8::100/64 dev eth0", "}"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "2001:db8::100/64 dev eth0"] }),
    at: "2001:db8::100/64",
  },
  {
    rule: "address-family",
    good: six("2001:db8::100/64 dev eth0").replace("unicast_src_ip", "native_ipv6\n    unicast_src_ip"),
    bad: conf({ lines: ["native_ipv6"] }),
    at: "native_ipv6",
  },
  {
    rule: "address-duplicate",
    good: conf({ below: [other(52, "192.0.2.101/32")] }),
    bad: conf({ below: [other(52, "192.0.2.100/32")] }),
    at: "192.0.2.100/32 dev eth1",
  },
  {
    rule: "address-duplicate",
    good: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.101/32 dev eth0"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.100/24 dev eth0"] }),
    at: "192.0.2.100/24 dev eth0",
  },
  {
    rule: "too-many-addresses",
    good: conf({ addresses: many.slice(0, 255) }),
    bad: conf({ addresses: many }),
    at: "vrrp_instance web",
  },
  {
    rule: "several-advertised",
    good: conf({ lines: ["virtual_ipaddress_excluded {", "192.0.2.101/32 dev eth0", "}"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0", "192.0.2.101/32 dev eth0"] }),
    at: "192.0.2.101/32",
  },
  {
    rule: "label-prefix",
    good: conf({ addresses: ["192.0.2.100/32 dev eth0 label eth0:web"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth0 label web"] }),
    at: "label web",
  },
  {
    rule: "prefix-secondary",
    good: conf({ addresses: ["192.0.2.100/24 dev eth0"], lines: ["promote_secondaries"] }),
    bad: conf({ addresses: ["192.0.2.100/24 dev eth0"] }),
    at: "192.0.2.100/24",
  },
  {
    rule: "address-other-interface",
    good: conf({ addresses: ["192.0.2.100/32 dev eth1"], lines: ["garp_master_refresh 5"] }),
    bad: conf({ addresses: ["192.0.2.100/32 dev eth1"] }),
    at: "192.0.2.100/32 dev eth1",
  },
  {
    rule: "ipv6-deprecated",
    good: six("2001:db8::100/128 dev eth0 preferred_lft forever"),
    bad: six("2001:db8::100/128 dev eth0"),
    at: "2001:db8::100/128",
  },
  {
    rule: "ipv6-duplicate-detection",
    good: six("2001:db8::100/64 dev eth0 -nodad"),
    bad: six("2001:db8::100/64 dev eth0"),
    at: "2001:db8::100/64",
  },
  {
    rule: "ipv6-link-local",
    good: conf({
      addresses: ["fe80::100/64 dev eth0", "2001:db8::100/64 dev eth0"],
      peers: null,
      set: { unicast_src_ip: null },
    }),
    bad: conf({ addresses: ["2001:db8::100/64 dev eth0"], peers: null, set: { unicast_src_ip: null } }),
    at: "2001:db8::100/64",
  },
];
