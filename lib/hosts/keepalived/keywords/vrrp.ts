import { blocks, flags, keywords, lists, settings, since } from "./keyword";

/** Versions: keepalived's tags 1.3.0 to 2.4.3, keepalived/vrrp/vrrp_parser.c and keepalived/trackers/track_file.c. */

const notifications = "notify notify_backup notify_fault notify_master";

const tracking = [since("2.0.0", lists("track_bfd track_file")), since("2.0.11", lists("track_process"))];

export const instanceKeywords = keywords(
  settings(
    `advert_int debug lvs_sync_daemon_interface garp_lower_prio_delay garp_lower_prio_repeat garp_master_delay garp_master_refresh ` +
      `garp_master_refresh_repeat garp_master_repeat interface mcast_src_ip preempt_delay priority state ` +
      `unicast_src_ip version virtual_router_id notify_stop ${notifications}`,
  ),
  flags(
    "accept dont_track_primary lower_prio_no_advert native_ipv6 no_accept nopreempt " +
      "preempt promote_secondaries skip_check_adv_addr smtp_alert strict_mode use_vmac vmac_xmit_base",
  ),
  lists(
    "track_interface track_script unicast_peer virtual_ipaddress virtual_ipaddress_excluded virtual_routes virtual_rules",
  ),
  blocks("authentication", keywords(settings("auth_type auth_pass"))),
  since("1.3.5", flags("higher_prio_send_advert")),
  since("1.3.7", flags("old_unicast_checksum")),
  since("2.0.0", flags("linkbeat_use_polling track_src_ip")),
  ...tracking,
  since("2.0.3", flags("kernel_rx_buf_size")),
  since("2.0.6", settings("notify_master_rx_lower_pri")),
  since("2.0.16", flags("notify_priority_changes")),
  since("2.0.17", flags("use_ipvlan")),
  since("2.1.0", flags("check_unicast_src notify_deleted"), settings("unicast_ttl")),
  since("2.2.0", flags("use_vmac_addr vmac_garp_intvl")),
  since("2.2.3", settings("down_timer_adverts"), flags("garp_extra_if")),
  since("2.2.5", settings("mcast_dst_ip vrf"), flags("unicast_fault_no_peer")),
  since("2.2.8", flags("no_virtual_ipaddress timer_expired_backup v3_checksum_as_v2")),
  since("2.3.2", flags("thread_timer_expired")),
  since("2.3.3", flags("owner_ignore_adverts")),
  since("2.4.0", blocks("auth_hmac", keywords(settings("active_key anti_replay key mode time_window")))),
);

export const syncGroupKeywords = keywords(
  lists("group"),
  settings(notifications),
  flags("global_tracking smtp_alert"),
  since("2.0.0", lists("track_interface track_script"), settings("notify_stop"), flags("sync_group_tracking_weight")),
  ...tracking,
  since("2.2.0", flags("notify_priority_changes")),
);

export const scriptKeywords = keywords(
  settings("fall interval rise timeout user weight"),
  flags("script"),
  since("1.3.2", flags("init_fail")),
);

export const trackFileKeywords = keywords(flags("file weight init_file"));

export const trackProcessKeywords = keywords(
  settings("delay process quorum"),
  flags("full_command weight"),
  since("2.0.16", settings("fork_delay quorum_max terminate_delay"), flags("param_match")),
);

export const garpGroupKeywords = keywords(settings("garp_interval gna_interval interface"), lists("interfaces"));

export const trackGroupKeywords = keywords(lists("group"));
