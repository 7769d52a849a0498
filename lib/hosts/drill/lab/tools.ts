/** What a lab needs of the machine that it runs on. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import path from "node:path";
import { namespaceFlags } from "./launch";
import { toolPath } from "./tool-path";

/** Programs, and Debian's packages that have them. */
const always: Readonly<Record<string, string>> = {
  unshare: "util-linux",
  mount: "mount",
  chroot: "coreutils",
  hostname: "hostname",
  ip: "iproute2",
  nft: "nftables",
  keepalived: "keepalived",
};

/** What the check of a gateway asks with. */
export const gatewayPrograms = { 4: { arping: "iputils-arping" }, 6: { ping: "iputils-ping" } } as const;

/**
 * Sentences on what is missing and how to get it; empty when a lab can be built.
 * @param more programs that this lab needs besides, with their packages
 */
export function missingForLab(more: Readonly<Record<string, string>> = {}, search = toolPath()): readonly string[] {
  if (process.platform !== "linux") {
    return ["A lab needs Linux, for its namespaces. Run the drill in a Linux virtual machine or in CI."];
  }
  const missing = Object.entries({ ...always, ...more }).filter(([program]) => !isOnPath(program, search));
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, name]) => name))].join(" ");
    const programs = missing.map(([program]) => program).join(", ");
    return [`Not found: ${programs}. On Debian and Ubuntu: apt-get install --no-install-recommends ${packages}`];
  }
  return refusedNamespaces(search);
}

function isOnPath(program: string, search: string): boolean {
  return search.split(":").some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });
}

/** Whether an ordinary user may have namespaces of its own is up to the kernel's settings and to a container's. */
function refusedNamespaces(search: string): readonly string[] {
  const attempt = [...namespaceFlags, "sh", "-c", "ip link set lo up && mount -t tmpfs tmpfs /mnt"];
  const { status, stderr } = spawnSync("unshare", attempt, { env: { PATH: search, LC_ALL: "C" }, encoding: "utf8" });
  if (status === 0) return [];
  const cures = [
    ["kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"],
    ["kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl kernel.apparmor_restrict_unprivileged_userns=0"],
    ["user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=10000"],
  ] as const;
  const found = cures.filter(([name, value]) => kernelSetting(name) === value).map(([, , cure]) => cure);
  const cure =
    found.length > 0
      ? `As root: ${found.join(" and ")}.`
      : "In a container allow them, for example with --security-opt seccomp=unconfined and --security-opt apparmor=unconfined.";
  return [`This machine gives you no namespaces of your own (${stderr.trim() || "unshare failed"}). ${cure}`];
}

function kernelSetting(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name}`, "utf8").trim();
  } catch {
    return undefined;
  }
}
