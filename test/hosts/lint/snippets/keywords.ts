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
];
