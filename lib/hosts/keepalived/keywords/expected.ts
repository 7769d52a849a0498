/** The values that keepalived takes. Source: keepalived 2.2.7, global_parser.c, vrrp_parser.c and track_file.c. */
import { isMulticast, parseAddress } from "../config/address";
import { booleanWords, decimal, wholeNumber } from "../config/settings";

export interface Expected {
  /** In words, behind "keepalived takes". */
  readonly what: string;
  /** Whether these words behind the keyword are taken. */
  readonly fits: (words: readonly string[]) => boolean;
}

type ExpectedValues = Readonly<Record<string, Expected>>;

const first = (what: string, fits: (value: string) => boolean): Expected => ({
  what,
  // Without a value some of them switch something on, and others end keepalived: that is judged elsewhere.
  fits: ([value]) => value === undefined || fits(value),
});

const needed = ({ what, fits }: Expected): Expected => ({ what, fits: (words) => words.length > 0 && fits(words) });

const LARGEST = 4_294_967_295;

const whole = (min: number, max = LARGEST) =>
  first(
    max === LARGEST ? `whole numbers from ${min}` : `whole numbers from ${min} to ${max}`,
    (value) => wholeNumber(value, min, max) !== undefined,
  );

const seconds = (min: number, max = 4294.967295) =>
  first(`seconds from ${min} to ${max}, with fractions`, (value) => decimal(value, min, max) !== undefined);

const among = (...words: readonly string[]) => first(words.join(" or "), (value) => words.includes(value));

const anything = needed({ what: "a value", fits: () => true });

const toggle = among(...booleanWords);

const multicast = (...families: readonly (4 | 6)[]) =>
  first(`multicast addresses of IPv${families.join(" or IPv")}`, (value) =>
    families.some((family) => parseAddress(value)?.family === family && isMulticast(value)),
  );

const extraInterfaces: Expected = {
  what: "whole seconds from 0 to 86400, perhaps with all",
  fits: (words) => {
    const times = words.filter((word) => word !== "all");
    return times.length > 0 && times.every((word) => wholeNumber(word, 0, 86_400) !== undefined);
  },
};

const announcements: ExpectedValues = {
  garp_master_delay: whole(0),
  garp_master_repeat: whole(1),
  garp_master_refresh: whole(0),
  garp_master_refresh_repeat: whole(1),
  garp_lower_prio_delay: whole(0),
  garp_lower_prio_repeat: whole(0),
  garp_extra_if: extraInterfaces,
};

const prefixed = (values: ExpectedValues): ExpectedValues =>
  Object.fromEntries(Object.entries(values).map(([name, expected]) => [`vrrp_${name}`, expected]));

const ofProcess = (process: string): ExpectedValues => ({
  [`${process}_priority`]: needed(whole(-20, 19)),
  [`${process}_rt_priority`]: needed(whole(1, 99)),
  [`${process}_rlimit_rttime`]: whole(1),
});

export const globalValues: ExpectedValues = {
  ...prefixed(announcements),
  ...ofProcess("vrrp"),
  ...ofProcess("checker"),
  ...ofProcess("bfd"),
  router_id: anything,
  notification_email_from: anything,
  default_interface: anything,
  script_user: anything,
  notify_fifo: anything,
  vrrp_notify_fifo: anything,
  lvs_notify_fifo: anything,
  snmp_socket: anything,
  dbus_service_name: anything,
  vrrp_garp_interval: seconds(0.000001),
  vrrp_gna_interval: seconds(0.000001),
  vrrp_startup_delay: seconds(0.001),
  vrrp_delay_after_boot: seconds(0),
  vrrp_mcast_group4: multicast(4),
  vrrp_mcast_group6: multicast(6),
  vrrp_higher_prio_send_advert: toggle,
  vrrp_lower_prio_no_advert: toggle,
  vrrp_min_garp: toggle,
  vrrp_notify_priority_changes: toggle,
  smtp_alert: toggle,
  smtp_alert_vrrp: toggle,
  smtp_alert_checker: toggle,
  smtp_connect_timeout: whole(1, 4294),
  dynamic_interfaces: among("allow_if_changes"),
  max_auto_priority: whole(-1, 99),
  min_auto_priority_delay: needed(whole(1, 10_000_000)),
  vrrp_rx_bufs_multiplier: whole(1),
  nftables_priority: whole(-2_147_483_648, 2_147_483_647),
};

export const instanceValues: ExpectedValues = {
  ...announcements,
  unicast_ttl: whole(0, 255),
  mcast_dst_ip: multicast(4, 6),
  debug: whole(0, 4),
  old_unicast_checksum: among("never"),
  kernel_rx_buf_size: needed(whole(0)),
  higher_prio_send_advert: toggle,
  lower_prio_no_advert: toggle,
  skip_check_adv_addr: toggle,
  notify_priority_changes: toggle,
  smtp_alert: toggle,
  strict_mode: toggle,
};

const weight: Expected = {
  what: "whole numbers from -254 to 254, perhaps with reverse",
  fits: ([value, direction = "noreverse"]) =>
    wholeNumber(value, -254, 254) !== undefined && ["reverse", "noreverse"].includes(direction),
};

export const trackFileValues: ExpectedValues = {
  weight,
  init_file: {
    what: "whole numbers from -254 to 254 and overwrite",
    fits: (words) => words.every((word) => word === "overwrite" || wholeNumber(word, -254, 254) !== undefined),
  },
};

export const trackProcessValues: ExpectedValues = {
  weight,
  quorum: whole(1, 65_535),
  quorum_max: whole(0, 65_535),
  delay: seconds(0.000001, 3600),
  terminate_delay: seconds(0.000001, 3600),
  fork_delay: seconds(0.000001, 3600),
  param_match: among("initial", "partial"),
};

/** On as soon as they stand there, whatever stands behind them. */
export const alwaysOn: readonly string[] = [
  "enable_script_security",
  "vrrp_strict",
  "vrrp_check_unicast_src",
  "vrrp_skip_check_adv_addr",
  "nopreempt",
  "preempt",
  "check_unicast_src",
  "unicast_fault_no_peer",
  "dont_track_primary",
  "track_src_ip",
  "accept",
  "no_accept",
  "promote_secondaries",
  "native_ipv6",
  "init_fail",
];
