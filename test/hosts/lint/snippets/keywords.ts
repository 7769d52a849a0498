import { conf } from "../conf";
import type { Snippet } from "./snippet";

export const keywordsSnippets: readonly Snippet[] = [
  { rule: "unknown-keyword", good: conf(), bad: conf({ lines: ["garp_master_delai 3"] }), at: "garp_master_delai" },
  {
    rule: "unknown-keyword",
    good: conf(),
    bad: conf({ lines: ["vrrp_garp_master_refresh 3"] }),
    at: "vrrp_garp_master_refresh",
  },
  {
    rule: "keyword-too-new",
    good: conf({ lines: ["down_timer_adverts 9"] }),
    bad: conf({ lines: ["timer_expired_backup"] }),
    at: "timer_expired_backup",
  },
  { rule: "missing-value", good: conf(), bad: conf({ set: { priority: "" } }), at: "priority" },
  {
    rule: "deprecated-keyword",
    good: conf({ lines: ["garp_extra_if 60"] }),
    bad: conf({ lines: ["vmac_garp_intvl 60"] }),
    at: "vmac_garp_intvl",
  },
  {
    rule: "duplicate-setting",
    good: conf({ lines: ["version 3", "version 3"] }),
    bad: conf({ lines: ["version 3", "version 2"] }),
    at: "version 2",
    configTest: 5,
  },
  {
    rule: "duplicate-setting",
    good: conf({ lines: ["priority 150"] }),
    bad: conf({ lines: ["priority 90"] }),
    at: "priority 90",
  },
  {
    rule: "value-invalid",
    good: conf({ lines: ["garp_master_refresh 5"] }),
    bad: conf({ lines: ["garp_master_refresh 5s"] }),
    at: "garp_master_refresh 5s",
  },
  {
    rule: "value-invalid",
    good: conf({ globals: ["vrrp_higher_prio_send_advert true"] }),
    bad: conf({ globals: ["vrrp_higher_prio_send_advert 1"] }),
    at: "vrrp_higher_prio_send_advert 1",
  },
  {
    rule: "value-invalid",
    good: conf({ lines: ["unicast_ttl 255"] }),
    bad: conf({ lines: ["unicast_ttl 256"] }),
    at: "unicast_ttl 256",
  },
  {
    rule: "value-invalid",
    good: conf({ globals: ["vrrp_startup_delay 1.5"] }),
    bad: conf({ globals: ["vrrp_startup_delay soon"] }),
    at: "vrrp_startup_delay soon",
  },
  ...(
    [
      ["vrrp_garp_interval 0.5", "vrrp_garp_interval 0"],
      ["vrrp_priority -20", "vrrp_priority -50"],
      ["vrrp_rt_priority 50", "vrrp_rt_priority 200"],
      ["vrrp_mcast_group4 224.0.0.99", "vrrp_mcast_group4 192.0.2.1"],
      ["vrrp_min_garp on", "vrrp_min_garp maybe"],
      ["vrrp_garp_extra_if all 60", "vrrp_garp_extra_if all"],
      ["script_user root", "script_user"],
      ["router_id m1", "router_id"],
      ["vrrp_startup_delay 0.5", "vrrp_startup_delay 0"],
      ["vrrp_garp_master_repeat 5", "vrrp_garp_master_repeat 5000000000"],
      ["dynamic_interfaces allow_if_changes", "dynamic_interfaces yes"],
    ] as const
  ).map(([good, bad]): Snippet => ({
    rule: "value-invalid",
    good: conf({ globals: [good] }),
    bad: conf({ globals: [bad] }),
    at: bad,
  })),
  ...(
    [
      ["debug 4", "debug 9"],
      ["garp_extra_if 60", "garp_extra_if"],
      ["kernel_rx_buf_size 9000", "kernel_rx_buf_size x"],
      ["notify_priority_changes on", "notify_priority_changes maybe"],
    ] as const
  ).map(([good, bad]): Snippet => ({
    rule: "value-invalid",
    good: conf({ lines: [good] }),
    bad: conf({ lines: [bad] }),
    at: bad,
  })),
  ...(
    [
      ["track_file f {\n    file /run/f\n", "    weight -254 reverse", "    weight 300"],
      ["track_file f {\n    file /run/f\n", "    init_file 0 overwrite", "    init_file none"],
      ["vrrp_track_process p {\n    process nginx\n", "    quorum 2", "    quorum 0"],
      ["vrrp_track_process p {\n    process nginx\n", "    delay 0.5", "    delay 9999"],
    ] as const
  ).map(([block, good, bad]): Snippet => ({
    rule: "value-invalid",
    good: conf({ above: [`${block}${good}\n}`] }),
    bad: conf({ above: [`${block}${bad}\n}`] }),
    at: bad,
  })),
  {
    rule: "switch-always-on",
    good: conf({ lines: ["nopreempt"] }),
    bad: conf({ lines: ["nopreempt false"] }),
    at: "nopreempt false",
  },
  {
    rule: "switch-always-on",
    good: conf({ globals: ["vrrp_higher_prio_send_advert off"] }),
    bad: conf({ globals: ["vrrp_skip_check_adv_addr off"] }),
    at: "vrrp_skip_check_adv_addr off",
  },
  {
    rule: "value-invalid",
    good: conf({ globals: ["vrrp_gna_interval +1"] }),
    bad: conf({ globals: ["vrrp_priority"] }),
    at: "vrrp_priority",
  },
];
