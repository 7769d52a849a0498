import { globalKeywords } from "./globals";
import { blocks, flags, keywords, lists, settings, since } from "./keyword";
import {
  garpGroupKeywords,
  instanceKeywords,
  scriptKeywords,
  syncGroupKeywords,
  trackFileKeywords,
  trackGroupKeywords,
  trackProcessKeywords,
} from "./vrrp";

/** What may stand outside of every block. Load balancing and BFD are known by name and not judged. */
export const rootKeywords = keywords(
  flags("instance linkbeat_use_polling namespace_with_ipsets net_namespace use_pid_dir"),
  blocks("global_defs", globalKeywords),
  blocks("vrrp_instance", instanceKeywords, true),
  blocks("vrrp_script", scriptKeywords, true),
  blocks("vrrp_sync_group", syncGroupKeywords, true),
  blocks("garp_group", garpGroupKeywords),
  lists("static_ipaddress static_routes static_rules"),
  blocks("SSL virtual_server virtual_server_group", "unjudged"),
  since("2.0.0", settings("child_wait_time"), blocks("bfd_instance", "unjudged")),
  since("2.0.0", blocks("vrrp_track_file", trackFileKeywords, true)),
  since("2.0.3", blocks("track_group", trackGroupKeywords, true)),
  since("2.0.11", blocks("vrrp_track_process", trackProcessKeywords, true)),
  since("2.0.13", lists("linkbeat_interfaces")),
  since("2.1.0", flags("net_namespace_ipvs"), blocks("track_file", trackFileKeywords, true)),
  since("2.2.3", lists("interface_up_down_delays")),
);

/** The newest version that these tables were compared with. */
export const NEWEST_KNOWN_VERSION = "2.4.3";
