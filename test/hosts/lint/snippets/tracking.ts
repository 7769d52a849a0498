import { check, conf, track } from "../conf";
import { other } from "./snippet";
import type { Snippet } from "./snippet";

const group = (...names: readonly string[]) =>
  `vrrp_sync_group both {\n    group {\n${names.map((name) => `        ${name}\n`).join("")}    }\n}`;

export const trackingSnippets: readonly Snippet[] = [
  {
    rule: "tracked-unknown",
    good: conf({ above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({ lines: track("script", "chk") }),
    at: "        chk".trimStart(),
  },
  {
    rule: "tracked-unknown",
    good: conf({ above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({ below: [check("chk")], lines: track("script", "chk") }),
    at: "chk",
  },
  {
    rule: "tracked-invalid",
    good: conf({ above: [check("chk")], lines: track("script", "chk weight -10") }),
    bad: conf({ above: [check("chk")], lines: track("script", "chk -10") }),
    at: "chk -10",
  },
  {
    rule: "tracked-invalid",
    good: conf({ above: [check("chk")], lines: track("script", "chk weight -253") }),
    bad: conf({ above: [check("chk")], lines: track("script", "chk weight -300") }),
    at: "chk weight -300",
  },
  {
    rule: "tracked-invalid",
    good: conf({ lines: track("interface", "eth1") }),
    bad: conf({ lines: track("interface", "eth1", "eth1") }),
    at: "eth1",
  },
  {
    rule: "tracked-nothing",
    good: conf({ above: ["track_file f {\n    file /run/f\n}"] }),
    bad: conf({ above: ["track_file f {\n    weight 1\n}"] }),
    at: "track_file f",
  },
  {
    rule: "tracked-nothing",
    good: conf({ above: ["vrrp_track_process p {\n    process nginx\n}"] }),
    bad: conf({ above: ["vrrp_track_process p {\n    quorum 1\n}"] }),
    at: "vrrp_track_process p",
  },
  {
    rule: "tracked-own-interface",
    good: conf({ lines: track("interface", "eth1") }),
    bad: conf({ lines: track("interface", "eth0 weight -20") }),
    at: "eth0 weight -20",
  },
  {
    rule: "script-unused",
    good: conf({ above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({ above: [check("chk")] }),
    at: "vrrp_script chk",
  },
  {
    rule: "nopreempt-weight",
    good: conf({ above: [check("chk", "weight 0")], lines: ["nopreempt", ...track("script", "chk")] }),
    bad: conf({ above: [check("chk", "weight -60")], lines: ["nopreempt", ...track("script", "chk")] }),
    at: "chk",
  },
  {
    rule: "nopreempt-weight",
    good: conf({ lines: ["nopreempt", ...track("interface", "eth1")] }),
    bad: conf({ lines: ["nopreempt", ...track("interface", "eth1 weight -60")] }),
    at: "eth1 weight -60",
  },
  {
    rule: "nopreempt-weight",
    good: conf({
      above: [check("chk")],
      lines: ["nopreempt"],
      below: [other(52, "192.0.2.101/32"), group("web", "other")],
    }),
    bad: conf({
      above: [check("chk")],
      lines: ["nopreempt"],
      below: [
        other(52, "192.0.2.101/32"),
        group("web", "other").replace(/}$/, "    track_script {\n        chk weight -60\n    }\n}"),
      ],
    }),
    at: "chk weight -60",
  },
  {
    rule: "tracked-unknown",
    good: conf({
      above: ["bfd_instance neighbour {\n    neighbor_ip 192.0.2.12\n    source_ip 192.0.2.11\n}"],
      lines: track("bfd", "neighbour"),
    }),
    bad: conf({ lines: track("bfd", "neighbour") }),
    at: "neighbour",
  },
  {
    rule: "sync-group-weight",
    good: conf({
      above: [check("chk")],
      lines: track("script", "chk"),
      below: [other(52, "192.0.2.101/32"), group("web", "other")],
    }),
    bad: conf({
      above: [check("chk")],
      lines: track("script", "chk weight -60"),
      below: [other(52, "192.0.2.101/32"), group("web", "other")],
    }),
    at: "chk weight -60",
  },
  {
    rule: "sync-group-weight",
    good: conf({
      above: ["bfd_instance neighbour {\n    neighbor_ip 192.0.2.12\n}"],
      lines: track("bfd", "neighbour"),
      below: [other(52, "192.0.2.101/32"), group("web", "other")],
    }),
    bad: conf({
      above: ["bfd_instance neighbour {\n    neighbor_ip 192.0.2.12\n    weight 5\n}"],
      lines: track("bfd", "neighbour"),
      below: [other(52, "192.0.2.101/32"), group("web", "other")],
    }),
    at: "neighbour",
  },
  {
    rule: "tracked-invalid",
    good: conf({ lines: track("interface", "eth1"), below: [other(52, "192.0.2.101/32"), group("web", "other")] }),
    bad: conf({
      lines: track("interface", "eth2"),
      below: [
        other(52, "192.0.2.101/32"),
        group("web", "other").replace(/}$/, "    track_interface {\n        eth2\n    }\n}"),
      ],
    }),
    at: "eth2",
  },
  {
    rule: "no-check",
    good: conf({ above: [check("chk")], lines: track("script", "chk") }),
    bad: conf({ lines: track("interface", "eth1") }),
    at: "vrrp_instance web",
  },
  {
    rule: "sync-group-members",
    good: conf({ below: [other(52, "192.0.2.101/32"), group("web", "other")] }),
    bad: conf({ below: [group("web")] }),
    at: "vrrp_sync_group both",
  },
  {
    rule: "sync-group-members",
    good: conf({ below: [other(52, "192.0.2.101/32"), group("web", "other")] }),
    bad: conf({ below: [other(52, "192.0.2.101/32"), group("web", "other", "third")] }),
    at: "third",
  },
  {
    rule: "sync-group-duplicate",
    good: conf({ below: [other(52, "192.0.2.101/32"), group("web", "other")] }),
    bad: conf({ below: [other(52, "192.0.2.101/32"), group("web", "other"), group("web", "other")] }),
    at: "vrrp_sync_group both",
  },
];
