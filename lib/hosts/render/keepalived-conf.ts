/** keepalived.conf of one member, for all of its groups. */
import { instancesOf, type Instance } from "../model/names";
import { heartbeatInterface, publicInterface } from "../model/nic";
import { isIpv6 } from "../model/place";
import { keepalivedKnows } from "../model/keepalived-version";
import type { HaGroup, HaMember } from "../model/model";
import { block, blockText, type Block, type Entry } from "./block";
import { paths } from "./paths";

/** @param head comment lines */
export function keepalivedConf(groups: readonly HaGroup[], member: string, head: readonly string[]): string {
  const own = groups.flatMap((group) => {
    const self = group.members.get(member);
    return self ? [{ group, self }] : [];
  });
  const blocks = [
    globalBlock(
      member,
      own.map(({ group }) => group),
    ),
    ...own.flatMap(({ group, self }) => instancesOf(group).map((instance) => instanceBlock(group, self, instance))),
    ...own.flatMap(({ group }) => syncBlock(group)),
  ];
  return `${head.map((line) => `# ${line}\n`).join("")}\n${blocks.map((one) => blockText(one)).join("\n")}`;
}

function globalBlock(member: string, groups: readonly HaGroup[]): Block {
  const startupDelay = Math.max(...groups.map((group) => group.startupDelay.ms));
  return block(
    "global_defs",
    `router_id ${member}`,
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

function instanceBlock(group: HaGroup, self: HaMember, instance: Instance): Block {
  const { anchor, excluded, family } = instance;
  const peers = [...group.members.values()].filter(({ name }) => name !== self.name);
  return block(
    `vrrp_instance ${instance.name}`,
    // The master comes out of the election; "state MASTER" would cancel nopreempt.
    "state BACKUP",
    `interface ${heartbeatInterface(self)}`,
    group.vrrpVersion === 2 ? "version 2" : [],
    `virtual_router_id ${group.vrid}`,
    `priority ${self.priority}`,
    timingLines(group, self),
    group.failBack === "never" ? "nopreempt" : group.failBack.ms > 0 ? `preempt_delay ${group.failBack.seconds}` : [],
    `unicast_src_ip ${ownAddress(self, family)}`,
    block(
      "unicast_peer",
      peers.map((peer) => ownAddress(peer, family)),
    ),
    "check_unicast_src",
    keepalivedKnows(self.keepalivedVersion, "unicast_fault_no_peer") ? "unicast_fault_no_peer" : [],
    block("virtual_ipaddress", addressLine(anchor, anchorInterface(group, self))),
    excluded.length > 0
      ? block(
          "virtual_ipaddress_excluded",
          excluded.map((address) => addressLine(address, publicInterface(self))),
        )
      : undefined,
    `notify "${paths.scripts}/on-event ${group.name}"`,
  );
}

function timingLines({ vrrpVersion, timing }: HaGroup, self: HaMember): readonly Entry[] {
  const interval = `advert_int ${timing.advertInterval.seconds}`;
  const isDefault = vrrpVersion === 2 && timing.downTimer === 3;
  if (isDefault || !keepalivedKnows(self.keepalivedVersion, "down_timer_adverts")) return [interval];
  return [interval, `down_timer_adverts ${timing.downTimer}`];
}

function ownAddress({ heartbeat }: HaMember, family: 4 | 6): string {
  return family === 6 ? (heartbeat.address6 ?? heartbeat.address) : heartbeat.address;
}

function anchorInterface(group: HaGroup, self: HaMember): string {
  return group.presence === "everywhere" ? heartbeatInterface(self) : publicInterface(self);
}

function addressLine(address: string, device: string): string {
  // IPv6: without "forever" a /128 counts as deprecated for source addresses; nobody else can have it, so no DAD.
  return isIpv6(address) ? `${address}/128 dev ${device} -nodad preferred_lft forever` : `${address}/32 dev ${device}`;
}

function syncBlock(group: HaGroup): readonly Block[] {
  const instances = instancesOf(group);
  if (instances.length < 2) return [];
  return [
    block(
      `vrrp_sync_group ${group.name}-both`,
      block(
        "group",
        instances.map(({ name }) => name),
      ),
    ),
  ];
}
