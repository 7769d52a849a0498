/**
 * A machine of its own for each script: new user, network, mount and process namespaces, a root folder that belongs to
 * root, as keepalived demands of the path to its scripts, and the host's programs. No privileges are needed.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { DeliveredFile } from "../../../lib/hosts/deliver/delivered-file";
import { setgroupsStandIn } from "../../../lib/hosts/namespace/setgroups";
import { describeWith, onPath } from "../../support/needed-tool";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Machine {
  /** Puts files into /given. */
  give(files: readonly DeliveredFile[]): void;
  /** Runs a script of sh in a machine that is made for it and ends with it. */
  run(script: string): Run;
  remove(): void;
}

export function describeWithKeepalived(name: string, suite: () => void): void {
  // Debian keeps them in sbin, which an ordinary user's PATH lacks.
  process.env.PATH = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
  const tools = ["keepalived", "ip", "unshare", "nft", "flock"];
  const found = tools.every((tool) => onPath(tool) !== undefined) ? tools : undefined;
  describeWith("keepalived", `install ${tools.join(", ")}`, found, name, suite);
}

/** What a host's root folder has, as far as programs need it. */
const root = `
set -e
mount -t tmpfs -o mode=755 machine "$1/root"
cd "$1/root"
mkdir -p usr/local etc/keepalived run tmp var given proc dev sys
for part in /usr/*; do
  [ "$part" = /usr/local ] || [ ! -d "$part" ] || { mkdir -p ".$part" && mount --rbind "$part" ".$part"; }
done
for part in bin sbin lib lib64 lib32; do [ ! -L "/$part" ] || cp -P "/$part" .; done
mount --rbind /dev dev
mount -t proc proc proc
for file in passwd group ld.so.cache ld.so.conf ld.so.conf.d alternatives; do
  [ ! -e "/etc/$file" ] || cp -r "/etc/$file" etc/
done
mount --bind "$1/given" given
ip link set lo up
exec chroot . sh -c "export LD_PRELOAD=/given/setgroups.so
$2"
`;

export function createMachine(): Machine {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-machine-"));
  for (const part of ["root", "given"]) mkdirSync(path.join(folder, part));
  writeFileSync(path.join(folder, "given", "setgroups.so"), setgroupsStandIn());
  return {
    give: (files) => {
      for (const file of files) {
        const target = path.join(folder, "given", file.path);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, file.content);
        chmodSync(target, file.executable ? 0o755 : 0o644);
      }
    },
    run: (script) => {
      const namespaces = ["-Urnmpf", "--kill-child"];
      const { status, stdout, stderr } = spawnSync("unshare", [...namespaces, "sh", "-c", root, "sh", folder, script], {
        encoding: "utf8",
        env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
        timeout: 60_000,
      });
      return { code: status ?? -1, stdout, stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Commands that make interfaces with a carrier, some with a hardware address of their own. */
export function interfaces(...names: readonly (string | readonly [name: string, mac: string])[]): string {
  return names
    .map((one, index) => {
      const [name, address] = typeof one === "string" ? [one, ""] : [one[0], `address ${one[1]}`];
      const peer = `peer${index}`;
      return `ip link add ${name} ${address} type veth peer name ${peer} && ip link set ${peer} up && ip link set ${name} up`;
    })
    .join("\n");
}

export function keepalivedVersion(): string {
  return (
    /v(\d+\.\d+\.\d+)/.exec(execFileSync("sh", ["-c", "keepalived --version 2>&1"], { encoding: "utf8" }))?.[1] ?? ""
  );
}
