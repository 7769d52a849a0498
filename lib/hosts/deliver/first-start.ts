/**
 * cloud-init's user data for a host's first start. Clouds replace a server when its user data changes, so these bytes
 * change with the declaration only, never with this package: whoever changes what `renderFirstStart` makes, or what is
 * here, changes them for everybody. A test holds their hash.
 */
import type { HaGroup, HaMember } from "../model/model";
import { paths } from "../render/paths";
import { renderFirstStart } from "../render/render";
import type { RenderedFile } from "../render/rendered-file";
import { interfacesToFind } from "./manifest";
import { packagesFor } from "./packages";

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
    ...earlyNetwork(files, self),
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

/**
 * A server whose primary address is the group's has it from DHCP, and clients would ask it while it is still being set up.
 * With an address of its own it can do without at once; otherwise packages would not reach it, and it waits until they are
 * installed.
 */
function earlyNetwork(files: readonly RenderedFile[], { public: { static: network } }: HaMember): readonly string[] {
  const file = files.find(({ path }) => networkFiles.has(path));
  if (!file || !network || network.addresses.length === 0) return [];
  const folder = file.path.replace(/\/[^/]*$/, "");
  const program = `mkdir -p ${folder}\ncat > ${file.path} << 'END'\n${file.content}END\nchmod ${file.mode} ${file.path}\n`;
  const apply = networkFiles.get(file.path)!.join(" ");
  // Before files are written, and never again: later configurations come by other ways.
  const command = ["cloud-init-per", "once", "ipfailover-network", "sh", "-c", `${program}${apply}`];
  return ["bootcmd:", `  - ${JSON.stringify(command)}`];
}

const networkFiles: ReadonlyMap<string, readonly string[]> = new Map([
  ["/etc/netplan/60-ipfailover.yaml", ["netplan", "apply"]],
  ["/etc/systemd/network/05-ipfailover-public.network", ["networkctl", "reload"]],
]);

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
    ...[...networkFiles].filter(([path]) => has(path)).map(([, command]) => command),
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
