/**
 * cloud-init's user data for a host's first start. Clouds replace a server when its user data changes, so these bytes
 * change with the declaration only, never with this package: whoever changes what `renderFirstStart` makes, or what is
 * here, changes them for everybody. A test holds their hash.
 */
import type { HaGroup, HaMember } from "../model/model";
import { isIpv6 } from "../model/place";
import { paths } from "../render/paths";
import { renderFirstStart } from "../render/render";
import type { RenderedFile } from "../render/rendered-file";
import { interfacesToFind } from "./manifest";

/** @throws Error when no group has such a member */
export function firstStart(groups: readonly HaGroup[], member: string): string {
  const files = renderFirstStart(groups, member);
  const own = groups.filter(({ members }) => members.has(member));
  const self = own[0]!.members.get(member)!;
  const installed: RenderedFile = {
    path: "/var/lib/ipfailover/installed",
    mode: "0644",
    owner: "root:root",
    content: files.map(({ path }) => `${path}\n`).join(""),
  };
  return [
    "#cloud-config",
    `# First start of ${member}. Later changes come by "ipfailover render", not by user data.`,
    "package_update: true",
    "packages:",
    ...packagesFor(own, self).map((name) => `  - ${name}`),
    "write_files:",
    ...[...files, installed].flatMap(writtenFile),
    "runcmd:",
    ...commands(files, self).map((command) => `  - ${JSON.stringify(command)}`),
    "",
  ].join("\n");
}

/** Debian's and Ubuntu's names. */
function packagesFor(groups: readonly HaGroup[], { firewall }: HaMember): readonly string[] {
  const asksByArp = groups.some(({ tracking: { gateway } }) => gateway !== undefined && !isIpv6(gateway.address));
  return ["keepalived", ...(firewall ? ["nftables"] : []), ...(asksByArp ? ["iputils-arping"] : [])];
}

/** Written before packages are installed: keepalived finds its configuration at its very first start. */
function writtenFile({ path, mode, owner, content }: RenderedFile): readonly string[] {
  const lines = content.replace(/\n$/, "").split("\n");
  return [
    `  - path: ${path}`,
    `    owner: ${owner}`,
    `    permissions: "${mode}"`,
    "    content: |",
    ...lines.map((line) => (line === "" ? "" : `      ${line}`)),
  ];
}

function commands(files: readonly RenderedFile[], self: HaMember): readonly (readonly string[])[] {
  const has = (path: string) => files.some((file) => file.path === path);
  const isThere = (unit: string) => has(`/etc/systemd/system/${unit}.service`);
  const names = Object.entries(interfacesToFind(self)).map(([word, mac]) => nameInterface(word, mac, files));
  return [
    ...names,
    ["sysctl", "-q", "-e", "-p", "/etc/sysctl.d/60-ipfailover.conf"],
    ["systemctl", "daemon-reload"],
    ...["ipfailover-firewall", "ipfailover-addresses"]
      .filter(isThere)
      .map((unit) => ["systemctl", "enable", "--now", unit]),
    ...(has("/etc/netplan/60-ipfailover.yaml") ? [["netplan", "apply"]] : []),
    ...(has("/etc/systemd/network/05-ipfailover-public.network") ? [["networkctl", "reload"]] : []),
    ["keepalived", "-t", "-e", "-f", paths.keepalived],
    ["systemctl", "enable", "keepalived"],
    ["systemctl", "restart", "keepalived"],
  ];
}

/** The interface with this hardware address, and none of the bridges and VLANs above it that share it. */
function nameInterface(word: string, mac: string, files: readonly RenderedFile[]): readonly string[] {
  const containing = files.filter(({ content }) => content.includes(word)).map(({ path }) => path);
  const program =
    `for d in /sys/class/net/*/device; do i=$(dirname "$d"); ` +
    `if [ "$(cat "$i/address")" = ${mac} ]; then sed -i "s/${word}/$(basename "$i")/g" ${containing.join(" ")}; fi; done`;
  return ["sh", "-c", program];
}
