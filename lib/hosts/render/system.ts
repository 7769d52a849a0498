/** What keepalived needs of the system around it: its service, kernel settings, addresses that all members have. */
import { heartbeatInterface, publicInterface } from "../model/nic";
import { isIpv6 } from "../model/place";
import { paths } from "./paths";
import type { RenderedFile } from "./rendered-file";
import { head, script } from "./shell";
import { memberOf, type MemberView } from "./view";

const FIREWALL_UNIT = "ipfailover-firewall.service";
const ADDRESSES_UNIT = "ipfailover-addresses.service";

/** @param lines without the line that names who wrote it */
export function settingsFile(path: string, lines: readonly string[], mode = "0644"): RenderedFile {
  return { path, mode, owner: "root:root", content: [`# ${head}`, ...lines, ""].join("\n") };
}

export function systemFiles(view: MemberView): readonly RenderedFile[] {
  return [
    serviceDropIn(view),
    releaseAddresses(view),
    sysctls(view),
    ...(view.self.firewall ? [firewallUnit()] : []),
    ...(localAddresses(view).length > 0 ? [addressesUnit(), addressesScript(view)] : []),
  ];
}

function serviceDropIn(view: MemberView): RenderedFile {
  const units = [
    ...(view.self.firewall ? [FIREWALL_UNIT] : []),
    ...(localAddresses(view).length > 0 ? [ADDRESSES_UNIT] : []),
  ];
  return settingsFile("/etc/systemd/system/keepalived.service.d/10-ipfailover.conf", [
    "[Unit]",
    ...(units.length > 0 ? [`Wants=${units.join(" ")}`, `After=${units.join(" ")}`] : []),
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Restart=always",
    "RestartSec=1",
    "# A configuration that keepalived would not take whole is not loaded.",
    "ExecReload=",
    `ExecReload=/usr/sbin/keepalived -t -e -f ${paths.keepalived}`,
    "ExecReload=/bin/kill -HUP $MAINPID",
    "# A keepalived that was killed leaves its addresses behind, and clients with two holders.",
    `ExecStopPost=${paths.scripts}/release-addresses`,
  ]);
}

function releaseAddresses(view: MemberView): RenderedFile {
  const held = view.groups.flatMap((group) => {
    const self = memberOf(group, view);
    const moving = group.presence === "everywhere" ? [group.anchor] : [...new Set([group.anchor, ...group.addresses])];
    return moving.map((address) => ({
      address,
      device: group.addresses.includes(address) ? publicInterface(self) : heartbeatInterface(self),
    }));
  });
  return script(
    "release-addresses",
    "# After keepalived has ended, however it ended: what it held is given up.",
    held.map(({ address, device }) => `ip address del ${withLength(address)} dev ${device} 2> /dev/null`),
    view.groups.map(({ name }) => `${paths.scripts}/on-event ${name} GROUP ${name} STOP 0`),
    "exit 0",
  );
}

function sysctls(view: MemberView): RenderedFile {
  const { self, groups } = view;
  const [heartbeat, device] = [heartbeatInterface(self), publicInterface(self)];
  const hasIpv6 = groups.some(({ addresses }) => addresses.some((address) => isIpv6(address)));
  return settingsFile("/etc/sysctl.d/60-ipfailover.conf", [
    "# Services may listen on an address before it is here.",
    "net.ipv4.ip_nonlocal_bind = 1",
    ...(hasIpv6 ? ["net.ipv6.ip_nonlocal_bind = 1"] : []),
    "# Answers may leave by another interface than questions came in.",
    `net/ipv4/conf/${device}/rp_filter = 2`,
    ...(hasIpv6 ? ["# An address that moves in is used at once.", `net/ipv6/conf/${device}/accept_dad = 0`] : []),
    "# After a long cut between members the kernel looks for a peer once a second, and for so long both are master.",
    `net/ipv4/neigh/${heartbeat}/retrans_time_ms = 200`,
    ...(self.heartbeat.address6 === undefined
      ? []
      : [
          `net/ipv6/neigh/${heartbeat}/retrans_time_ms = 200`,
          "# The heartbeat's address outlives its interface being down.",
          `net/ipv6/conf/${heartbeat}/keep_addr_on_down = 1`,
        ]),
    ...(localAddresses(view).length > 0
      ? [
          "# All members have the addresses: none may answer for them by ARP.",
          "net/ipv4/conf/all/arp_ignore = 1",
          "net/ipv4/conf/all/arp_announce = 2",
        ]
      : []),
  ]);
}

function firewallUnit(): RenderedFile {
  return settingsFile(`/etc/systemd/system/${FIREWALL_UNIT}`, [
    "[Unit]",
    "Description=VRRP from the members of failover groups only",
    "# nftables.service empties the ruleset when it is started or reloaded, and this table with it.",
    "PartOf=nftables.service",
    "ReloadPropagatedFrom=nftables.service",
    "After=nftables.service",
    "Before=keepalived.service",
    "",
    "[Service]",
    "Type=oneshot",
    "RemainAfterExit=yes",
    `ExecStart=/usr/sbin/nft -f ${paths.firewall}`,
    `ExecReload=/usr/sbin/nft -f ${paths.firewall}`,
    "ExecStop=/usr/sbin/nft delete table inet ipfailover",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ]);
}

function addressesUnit(): RenderedFile {
  return settingsFile(`/etc/systemd/system/${ADDRESSES_UNIT}`, [
    "[Unit]",
    "Description=Addresses of failover groups that all members have",
    "Before=keepalived.service",
    "",
    "[Service]",
    "Type=oneshot",
    "RemainAfterExit=yes",
    `ExecStart=${paths.scripts}/local-addresses`,
    `ExecReload=${paths.scripts}/local-addresses`,
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ]);
}

function addressesScript(view: MemberView): RenderedFile {
  const remembered = `${paths.states}/local-addresses`;
  return script(
    "local-addresses",
    "# The cloud routes these to one member; which one makes no difference to the others.",
    `wanted="${localAddresses(view).map(withLength).join(" ")}"`,
    `mkdir -p ${paths.states}`,
    `for address in $(cat ${remembered} 2> /dev/null); do`,
    '  case " $wanted " in *" $address "*) ;; *) ip address del "$address" dev lo 2> /dev/null ;; esac',
    "done",
    `echo "$wanted" > ${remembered}`,
    "for address in $wanted; do",
    '  ip address replace "$address" dev lo || failed=1',
    "done",
    'exit "$((failed + 0))"',
  );
}

/** On `lo` of every member. */
function localAddresses({ groups }: MemberView): readonly string[] {
  return groups.filter(({ presence }) => presence === "everywhere").flatMap(({ addresses }) => addresses);
}

function withLength(address: string): string {
  return `${address}/${isIpv6(address) ? 128 : 32}`;
}
