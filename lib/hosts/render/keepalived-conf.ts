/** keepalived.conf of one member, for all of its groups. */
import type { Duration } from "../model/duration";
import { keepalivedKnows } from "../model/keepalived-version";
import type { HaGroup, HaMember } from "../model/model";
import { instancesOf, processName, syncGroupName, type Instance } from "../model/names";
import { heartbeatInterface, publicInterface } from "../model/nic";
import { isIpv6 } from "../model/place";
import { block, blockText, type Block, type Entry } from "./block";
import { checkScripts, heartbeatCheck, type CheckScript } from "./checks";
import { paths } from "./paths";
import { memberOf, ownAddress, peersOf, type MemberView } from "./view";

/** @param head comment lines */
export function keepalivedConf(view: MemberView, head: readonly string[]): string {
  const blocks = [
    globalBlock(view),
    // Taken out of service by hand: a number other than 0 in the file sends every group into FAULT.
    block("track_file drain", `file "${paths.drain}"`, "weight 0", "init_file 0"),
    scriptBlock(heartbeatCheck(view)),
    ...view.groups.flatMap((group) => groupBlocks(group, view)),
  ];
  return `${head.map((line) => `# ${line}\n`).join("")}\n${blocks.map((one) => blockText(one)).join("\n")}`;
}

function globalBlock({ self, groups }: MemberView): Block {
  const startupDelay = Math.max(...groups.map((group) => group.startupDelay.ms));
  return block(
    "global_defs",
    `router_id ${self.name}`,
    "enable_script_security",
    "script_user root",
    "vrrp_version 3",
    "vrrp_check_unicast_src",
    // Both of them: after a healed cut, switches and clients must learn anew who holds the address.
    "vrrp_garp_master_refresh 5",
    "vrrp_higher_prio_send_advert true",
    startupDelay > 0 ? `vrrp_startup_delay ${startupDelay / 1000}` : [],
  );
}

function groupBlocks(group: HaGroup, view: MemberView): readonly Block[] {
  const self = memberOf(group, view);
  const scripts = checkScripts(group, self);
  const { processes, files } = group.tracking;
  const instances = instancesOf(group);
  const isAlone = instances.length === 1;
  return [
    ...scripts.map(scriptBlock),
    ...processes.map((name) =>
      block(`vrrp_track_process ${processName(group, name)}`, `process "${name}"`, "weight 0"),
    ),
    ...[...files].map(([name, file]) =>
      block(`track_file ${group.name}-${name}`, `file "${file}"`, "weight 0", "init_file 0"),
    ),
    ...instances.map((instance) =>
      block(
        `vrrp_instance ${instance.name}`,
        electionLines(group, self),
        unicastLines(group, view, instance.family),
        addressBlocks(group, self, instance),
        routeBlocks(group, self, instance),
        trackBlocks(group, self, scripts),
        isAlone ? notifyLines(group) : [],
      ),
    ),
    ...(isAlone ? [] : [syncBlock(group, instances)]),
  ];
}

function scriptBlock({ name, pace, file }: CheckScript): Block {
  const { interval, timeout, fall, rise } = pace;
  return block(
    `vrrp_script ${name}`,
    `script "${file.path}"`,
    `interval ${secondsOf(interval)}`,
    `timeout ${secondsOf(timeout)}`,
    `fall ${fall}`,
    `rise ${rise}`,
    // FAULT, and not less priority, which nopreempt would take no notice of.
    "weight 0",
    "init_fail",
  );
}

function electionLines(group: HaGroup, self: HaMember): readonly Entry[] {
  const { vrrpVersion, timing, failBack } = group;
  const hasDownTimer =
    timing.downTimer !== 3 || (vrrpVersion === 3 && keepalivedKnows(self.keepalivedVersion, "down_timer_adverts"));
  return [
    // The election decides; "state MASTER" would cancel nopreempt.
    "state BACKUP",
    `interface ${heartbeatInterface(self)}`,
    ...(vrrpVersion === 2 ? ["version 2"] : []),
    `virtual_router_id ${group.vrid}`,
    `priority ${self.priority}`,
    `advert_int ${secondsOf(timing.advertInterval)}`,
    ...(hasDownTimer ? [`down_timer_adverts ${timing.downTimer}`] : []),
    ...(failBack === "never" ? ["nopreempt"] : []),
    ...(failBack !== "never" && failBack.ms > 0 ? [`preempt_delay ${secondsOf(failBack)}`] : []),
  ];
}

function unicastLines(group: HaGroup, view: MemberView, family: 4 | 6): readonly Entry[] {
  const self = memberOf(group, view);
  return [
    `unicast_src_ip ${ownAddress(self, family) ?? ""}`,
    block("unicast_peer", peersOf(group, view, family)),
    "check_unicast_src",
    ...(keepalivedKnows(self.keepalivedVersion, "unicast_fault_no_peer") ? ["unicast_fault_no_peer"] : []),
  ];
}

function addressBlocks(group: HaGroup, self: HaMember, { anchor, excluded }: Instance): readonly Entry[] {
  const device = (address: string) =>
    group.addresses.includes(address) ? publicInterface(self) : heartbeatInterface(self);
  const lines = (addresses: readonly string[]) => addresses.map((address) => addressLine(address, device(address)));
  return [
    block("virtual_ipaddress", lines([anchor])),
    ...(excluded.length > 0 ? [block("virtual_ipaddress_excluded", lines(excluded))] : []),
  ];
}

function addressLine(address: string, device: string): string {
  // IPv6: without "forever" a /128 counts as deprecated for source addresses, and a check for duplicates takes a second.
  return isIpv6(address) ? `${address}/128 dev ${device} -nodad preferred_lft forever` : `${address}/32 dev ${device}`;
}

/**
 * With an interface's last IPv4 address the kernel takes its routes away, and nobody puts them back: where a member has no
 * public address of its own, the failover address brings the default route along.
 */
function routeBlocks({ vrid, presence }: HaGroup, self: HaMember, { anchor, excluded }: Instance): readonly Entry[] {
  const { static: network } = self.public;
  const moves = presence === "holder" && [anchor, ...excluded].some((address) => !isIpv6(address));
  if (!network || !moves || network.addresses.some((address) => !isIpv6(address))) return [];
  const routes = network.gateways
    .filter((gateway) => !isIpv6(gateway))
    // Its own metric for each group, and none of them the static route's: no group takes another one's away.
    .map((gateway) => `0.0.0.0/0 via ${gateway} dev ${publicInterface(self)} onlink metric ${vrid}`);
  return routes.length === 0 ? [] : [block("virtual_routes", routes)];
}

function trackBlocks(group: HaGroup, self: HaMember, scripts: readonly CheckScript[]): readonly Entry[] {
  const { interfaces, processes, files } = group.tracking;
  // The heartbeat's own interface is tracked without being named.
  const tracked = [...new Set([publicInterface(self), ...interfaces])].filter(
    (one) => one !== heartbeatInterface(self),
  );
  const blocks: readonly (readonly [string, readonly string[]])[] = [
    ["track_interface", tracked],
    ["track_script", ["heartbeat", ...scripts.map(({ name }) => name)]],
    ["track_process", processes.map((name) => processName(group, name))],
    ["track_file", ["drain", ...[...files.keys()].map((name) => `${group.name}-${name}`)]],
  ];
  return blocks.filter(([, names]) => names.length > 0).map(([head, names]) => block(head, names));
}

function notifyLines({ name }: HaGroup): readonly string[] {
  return [
    `notify "${paths.scripts}/on-event ${name}"`,
    `notify_master_rx_lower_pri "${paths.scripts}/on-event ${name} lower-priority"`,
  ];
}

function syncBlock(group: HaGroup, instances: readonly Instance[]): Block {
  return block(
    `vrrp_sync_group ${syncGroupName(group)}`,
    block(
      "group",
      instances.map(({ name }) => name),
    ),
    `notify "${paths.scripts}/on-event ${group.name}"`,
  );
}

function secondsOf(duration: Duration): string {
  return String(duration.seconds);
}
