/** The member around keepalived: only with its whole tree at hand. */
import { matches } from "../../keepalived/glob";
import type { Position } from "../../keepalived/position";
import type { LintMember } from "../member";
import { moving } from "../set";
import { memberRule } from "../rule";

const configMode = memberRule({
  id: "config-mode",
  severity: "error",
  title: "The configuration's mode is wrong",
  why: "keepalived skips a file with an executable bit and runs without any instance, and `keepalived -t` answers 0 unless it has -e. Whoever may write to the file may have root run a program of his.",
  fix: "chown root:root and chmod 0644 the file, 0640 if it holds a password.",
  configTest: 0,
  *check({ file, tree, wholeTree, config }) {
    const status = tree.status(file);
    if (status === undefined) return;
    const mode = `0${status.mode.toString(8)}`;
    if ((status.mode & 0o111) !== 0) {
      // Beside a working copy it is only a hint: the mode may change on the way to the member.
      const severity = wholeTree ? ("error" as const) : ("warning" as const);
      yield { severity, message: `The file has mode ${mode}: keepalived skips executable files.` };
    }
    if (!wholeTree) return;
    if ((status.mode & 0o002) !== 0) yield { message: `The file has mode ${mode}: everybody may change it.` };
    const secret = config.instances.find(({ authentication }) => authentication !== undefined);
    if (secret !== undefined && (status.mode & 0o004) !== 0) {
      yield {
        severity: "info",
        ...(secret.authentication ? { position: secret.authentication.position } : {}),
        message: `The file holds a password and has mode ${mode}: everybody on this host may read it.`,
      };
    }
  },
});

const unitFolders = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
];

interface UnitLine {
  readonly text: string;
  readonly position: Position;
}

/** The lines of the unit and its drop-ins, in the order in which systemd reads them. */
function unitLines({ wholeTree, tree }: LintMember): readonly UnitLine[] {
  if (!wholeTree) return [];
  const units = unitFolders
    .map((folder) => `${folder}/keepalived.service`)
    .filter((file) => tree.status(file) !== undefined);
  const dropIns = [...unitFolders]
    .reverse()
    .flatMap((folder) => matches(`${folder}/keepalived.service.d/*.conf`, tree));
  return [...units.slice(0, 1), ...dropIns].flatMap((file) => {
    const lines = (tree.read(file)?.toString("utf8") ?? "").split("\n");
    return lines.map((text, index) => ({ text, position: { file, line: index + 1, column: 1 } }));
  });
}

const unitRestart = memberRule({
  id: "unit-restart",
  severity: "warning",
  title: "systemd does not start keepalived again",
  why: "Debian's unit has no Restart=: after kill -9 or a crash the address stayed on the dead member in 20 of 20 runs, beside the new holder, for ever.",
  fix: "Add a drop-in with Restart=always and RestartSec=1 under [Service].",
  configTest: 0,
  *check(member) {
    const lines = unitLines(member);
    const last = lines.findLast(({ text }) => text.startsWith("Restart="));
    const value = last?.text.slice("Restart=".length).trim() ?? "no";
    const service = lines.find(({ text }) => text.trim() === "[Service]");
    const place = last ?? service;
    if (place === undefined || !["no", "on-success", ""].includes(value)) return;
    yield { position: place.position, message: `The unit keepalived.service has Restart=${value}.` };
  },
});

const unitCleanup = memberRule({
  id: "unit-cleanup",
  severity: "info",
  title: "Nothing removes the address after a crash",
  why: "Until keepalived runs again, the address stays on a member where it was killed, and two members answer for it.",
  fix: "Add ExecStopPost= with a script that removes the failover addresses to a drop-in.",
  configTest: 0,
  *check(member) {
    const lines = unitLines(member);
    const service = lines.find(({ text }) => text.trim() === "[Service]");
    if (service === undefined || lines.some(({ text }) => /^ExecStopPost=./.test(text))) return;
    yield { position: service.position, message: "The unit keepalived.service has no ExecStopPost=." };
  },
});

const networkFiles = [
  "/etc/netplan/*.yaml",
  "/etc/netplan/*.yml",
  "/etc/systemd/network/*.network",
  "/etc/systemd/network/*.network.d/*.conf",
  "/etc/network/interfaces",
  "/etc/network/interfaces.d/*",
  "/etc/sysconfig/network-scripts/ifcfg-*",
  "/etc/NetworkManager/system-connections/*",
];

const addressStatic = memberRule({
  id: "address-static",
  severity: "error",
  title: "The system sets up a failover address too",
  why: "After a boot or a restart of the network the backup has the address beside the master: two holders.",
  fix: "Remove the address from the system's network configuration; keepalived adds it on the master.",
  configTest: 0,
  *check({ wholeTree, tree, config }) {
    if (!wholeTree) return;
    const files = networkFiles.flatMap((pattern) => matches(pattern, tree));
    for (const file of files) {
      const lines = (tree.read(file)?.toString("utf8") ?? "").split("\n");
      for (const instance of config.instances) {
        for (const address of moving(instance)) {
          const at = lines.findIndex((line) => !otherUse.test(line) && namesAddress(line, address));
          if (at < 0) continue;
          yield { position: { file, line: at + 1, column: 1 }, message: `${address} of ${instance.name} stands here.` };
        }
      }
    }
  },
});

/** Comments, and lines in which an address is somebody else's. */
const otherUse = /^\s*[#;]|gateway|via|dns|nameserver|route/i;

function namesAddress(line: string, address: string): boolean {
  const at = line.indexOf(address);
  if (at < 0) return false;
  const [before, after] = [line.charAt(at - 1), line.charAt(at + address.length)];
  return !/[0-9a-f.:]/i.test(before) && !/[0-9a-f.:]/i.test(after);
}

/** Files that configure an interface, with the words that give it to DHCP. */
const dhcpFiles: readonly {
  readonly pattern: string;
  readonly names: (text: string, device: string) => boolean;
  readonly dhcp: RegExp;
}[] = [
  {
    pattern: "/etc/systemd/network/*.network",
    names: (text, device) => new RegExp(`^Name=(.*\\s)?${device}(\\s|$)`, "m").test(text),
    dhcp: /^DHCP=(yes|true|ipv4|ipv6)/m,
  },
  {
    pattern: "/etc/netplan/*.yaml",
    names: (text, device) => new RegExp(`^\\s+${device}:`, "m").test(text),
    dhcp: /dhcp[46]: *(true|yes)/,
  },
  {
    pattern: "/etc/network/interfaces",
    names: (text, device) => new RegExp(`^iface ${device} inet6? dhcp`, "m").test(text),
    dhcp: /dhcp/,
  },
];

function devicesOf({ config }: LintMember): readonly string[] {
  const devices = config.instances.flatMap((one) =>
    [...one.addresses, ...one.excluded].flatMap(({ device = one.interface }) => device ?? []),
  );
  return [...new Set(devices)].filter((device) => /^[\w.-]+$/.test(device));
}

const interfaceDhcp = memberRule({
  id: "interface-dhcp",
  severity: "info",
  title: "The interface of a failover address asks DHCP",
  why: "On IONOS, DHCP hands a failover address that is the NIC's primary one to every member: the next renewal of the lease puts it back on a backup, beside the master.",
  fix: "Configure the interface statically, with an own address or none, or make the failover address an additional one of the NIC.",
  configTest: 0,
  *check(member) {
    if (!member.wholeTree) return;
    for (const device of devicesOf(member)) {
      for (const { pattern, names, dhcp } of dhcpFiles) {
        for (const file of matches(pattern, member.tree)) {
          const text = member.tree.read(file)?.toString("utf8") ?? "";
          if (!names(text, device) || !dhcp.test(text)) continue;
          yield { position: { file, line: 1, column: 1 }, message: `${device} asks DHCP here.` };
        }
      }
    }
  },
});

const networkRestart = memberRule({
  id: "network-restart",
  severity: "info",
  title: "A restart of the network removes the address",
  why: "systemd-networkd removes addresses that it did not add when it is restarted. keepalived notices and elects itself again, which took 0.63 s with adverts each second; before version 2 it did not notice.",
  fix: "Write KeepConfiguration=yes under [Network], or leave the interface unmanaged.",
  configTest: 0,
  *check(member) {
    if (!member.wholeTree) return;
    for (const file of matches("/etc/systemd/network/*.network", member.tree)) {
      const text = member.tree.read(file)?.toString("utf8") ?? "";
      const device = devicesOf(member).find((name) => dhcpFiles[0]?.names(text, name));
      if (device === undefined || /^KeepConfiguration=(?!no\b)/m.test(text)) continue;
      yield { position: { file, line: 1, column: 1 }, message: `${device} has no KeepConfiguration= here.` };
    }
  },
});

export const hostRules = [configMode, unitRestart, unitCleanup, addressStatic, interfaceDhcp, networkRestart];
