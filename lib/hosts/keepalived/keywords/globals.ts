import { flags, keywords, lists, settings, since } from "./keyword";

/** `global_defs`. Versions: keepalived's tags 1.3.0 to 2.4.3, keepalived/core/global_parser.c. */
export const globalKeywords = keywords(
  settings(
    "smtp_connect_timeout smtp_server vrrp_garp_interval vrrp_garp_lower_prio_delay " +
      "vrrp_garp_lower_prio_repeat vrrp_garp_master_delay vrrp_garp_master_refresh " +
      "vrrp_garp_master_refresh_repeat vrrp_garp_master_repeat vrrp_gna_interval vrrp_mcast_group4 " +
      "vrrp_mcast_group6 vrrp_version",
  ),
  flags(
    "checker_no_swap checker_priority default_interface enable_dbus enable_script_security " +
      "enable_snmp_checker enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3 " +
      "enable_traps lvs_flush lvs_sync_daemon lvs_timeouts notification_email_from router_id script_user " +
      "smtp_helo_name snmp_socket vrrp_check_unicast_src vrrp_ipsets vrrp_iptables " +
      "vrrp_lower_prio_no_advert vrrp_no_swap vrrp_priority vrrp_skip_check_adv_addr vrrp_strict",
  ),
  lists("notification_email"),
  since("1.3.5", flags("vrrp_higher_prio_send_advert")),
  since(
    "1.3.6",
    flags(
      "lvs_notify_fifo lvs_notify_fifo_script notify_fifo notify_fifo_script vrrp_notify_fifo " +
        "vrrp_notify_fifo_script",
    ),
  ),
  since("1.3.7", flags("dbus_service_name")),
  since(
    "2.0.0",
    settings("bfd_rlimit_rtime checker_rlimit_rtime vrrp_rlimit_rtime"),
    flags(
      "bfd_no_swap bfd_priority bfd_rt_priority checker_rt_priority dynamic_interfaces enable_snmp_vrrp " +
        "lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs " +
        "lvs_netlink_monitor_rcv_bufs_force no_checker_emails no_email_faults rs_init_notifies smtp_alert " +
        "smtp_alert_checker smtp_alert_vrrp vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force " +
        "vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force vrrp_rt_priority",
    ),
  ),
  since("2.0.3", flags("vrrp_rx_bufs_multiplier vrrp_rx_bufs_policy")),
  since("2.0.9", settings("umask")),
  since(
    "2.0.11",
    settings("nftables_priority"),
    flags(
      "checker_log_all_failures nftables nftables_counters nftables_ifindex process_monitor_rcv_bufs " +
        "process_monitor_rcv_bufs_force",
    ),
  ),
  since("2.0.12", flags("vrrp_min_garp")),
  since("2.0.14", settings("vrrp_startup_delay")),
  since("2.0.15", settings("random_seed"), flags("lvs_flush_onstop")),
  since(
    "2.0.16",
    settings("bfd_process_name lvs_process_name process_name vrrp_process_name"),
    flags("log_unknown_vrids process_names vrrp_notify_priority_changes"),
  ),
  since("2.0.17", flags("bfd_cpu_affinity checker_cpu_affinity vrrp_cpu_affinity")),
  since(
    "2.1.0",
    settings("bfd_rlimit_rttime checker_rlimit_rttime vrrp_rlimit_rttime"),
    flags(
      "max_auto_priority min_auto_priority_delay reload_repeat reload_time_file shutdown_script " +
        "shutdown_script_timeout startup_script startup_script_timeout",
    ),
  ),
  since(
    "2.2.0",
    settings("checker_process_name vmac_addr_prefix vmac_prefix"),
    flags(
      "disable_local_igmp include_check lvs_flush_on_stop reload_check_config reload_file " +
        "tmp_config_directory vrrp_vmac_garp_intvl",
    ),
  ),
  since("2.2.2", settings("nftables_ipvs_priority nftables_ipvs_start_fwmark"), flags("nftables_ipvs")),
  since("2.2.3", settings("config_save_dir vrrp_down_timer_adverts"), flags("data_use_instance vrrp_garp_extra_if")),
  since("2.2.5", flags("fifo_write_vrrp_states_on_reload")),
  since("2.2.8", flags("json_version v3_checksum_as_v2")),
  since(
    "2.3.0",
    flags("dbus_no_interface_name snmp_rs_stats_update_interval snmp_vs_stats_update_interval " + "use_symlink_paths"),
  ),
  since("2.3.2", flags("iproute_etc_dir iproute_usr_dir")),
  since("2.3.3", flags("json_dump_file state_dump_file stats_dump_file vrrp_owner_ignore_adverts")),
  since("2.4.0", settings("vrrp_delay_after_boot")),
);
