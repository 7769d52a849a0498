/** The real `keepalived -t`, in a network namespace with the interfaces that the configurations name. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describeWith, onPath } from "../../support/needed-tool";

export interface ConfigTest {
  readonly code: number;
  /** What keepalived said. */
  readonly output: string;
}

export interface Keepalived {
  /** Tests all of them in one namespace, in the given order. */
  test(configs: readonly string[], options?: readonly string[]): readonly ConfigTest[];
}

/** Versions differ in what they complain of; the rules say what this one does. */
const VERSION = "2.2.7";

/** A suite that asks the real keepalived. */
export function describeWithKeepalived(name: string, suite: (keepalived: Keepalived) => void): void {
  const remedy = `install keepalived ${VERSION}, iproute2 and util-linux`;
  describeWith(`keepalived ${VERSION}`, remedy, findKeepalived(), name, suite);
}

function findKeepalived(): Keepalived | undefined {
  // Debian keeps both in sbin, which an ordinary user's PATH lacks.
  process.env.PATH = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
  if (["keepalived", "ip", "unshare"].some((tool) => onPath(tool) === undefined)) return undefined;
  const version = execFileSync("sh", ["-c", "keepalived --version 2>&1"], { encoding: "utf8" });
  return version.startsWith(`Keepalived v${VERSION} `) ? { test: testAll } : undefined;
}

const interfaces = [
  "ip link set lo up",
  ...["eth0", "eth1", "eth2"].flatMap((name) => [
    `ip link add ${name} type veth peer name peer-${name}`,
    `ip link set ${name} up`,
  ]),
  "ip address add 192.0.2.11/24 dev eth0",
];

function testAll(configs: readonly string[], options: readonly string[] = []): readonly ConfigTest[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), "config-test-"));
  try {
    for (const [index, config] of configs.entries()) writeFileSync(path.join(folder, `${index}.conf`), config);
    const script = [
      ...interfaces,
      `for index in $(seq 0 ${configs.length - 1}); do`,
      `  keepalived -t ${options.join(" ")} -f ${folder}/$index.conf 2>&1; printf '\\001%s\\002' $?`,
      "done",
    ].join("\n");
    const output = execFileSync("unshare", ["-Urn", "sh", "-c", script], { encoding: "utf8", maxBuffer: 1 << 26 });
    return output
      .split("\u0002")
      .slice(0, -1)
      .map((part) => {
        const [said = "", code] = part.split("\u0001");
        return { output: said, code: Number(code) };
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
