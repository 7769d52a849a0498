/** `ipfailover doctor` on living members: real keepalived, real tcpdump, in namespaces of their own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { mainFile } from "../../cli/support/command-line";
import { describeWith, onPath } from "../../support/needed-tool";
import { conf, partner } from "../lint/conf";
import type { ConfOptions } from "../lint/conf";

interface Report {
  readonly checks: readonly {
    readonly id: string;
    readonly subject?: string;
    readonly outcome: string;
    readonly message: string;
  }[];
  readonly lint: { readonly findings: readonly { readonly rule: string; readonly member: string }[] };
}

const tools = ["keepalived", "ip", "unshare", "tcpdump", "arping"];

// Debian keeps them in sbin, which an ordinary user's PATH lacks.
process.env.PATH = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
// tcpdump sets its groups before it listens, which a namespace made without privileges refuses.
const isRoot = process.getuid?.() === 0;
const found = isRoot && tools.every((tool) => onPath(tool) !== undefined) ? tools : undefined;

const fast: ConfOptions = { globals: ["vrrp_version 3", "vrrp_garp_master_refresh 5"], set: { advert_int: "0.1" } };
const backup: ConfOptions = { ...fast, set: { ...fast.set, priority: "100" } };
const stranger: ConfOptions = { ...backup, set: { ...backup.set, virtual_router_id: "52" } };

/** Two pairs beside each other: one that fits, and one with two masters. */
const members: readonly (readonly [name: string, pair: string, address: string, config: string])[] = [
  ["m1", "fits", "192.0.2.11", conf(fast)],
  ["m2", "fits", "192.0.2.12", partner(backup)],
  ["w1", "wrong", "192.0.2.11", conf(fast)],
  ["w2", "wrong", "192.0.2.12", partner(stranger)],
];

const script = (folder: string) => `
set -e
mount -t tmpfs machine /run
mkdir -p /run/netns
ip link set lo up
${members
  .map(
    ([name, pair, address]) => `ip netns add ${name}
${address.endsWith("11") ? `ip link add eth0 netns ${name} type veth peer name ${pair}` : `ip link set ${pair} netns ${name} name eth0`}
ip -n ${name} link set lo up
ip -n ${name} address add ${address}/24 dev eth0
ip -n ${name} link set eth0 up`,
  )
  .join("\n")}
${members
  .map(
    ([name]) =>
      `ip netns exec ${name} keepalived -P -n -f ${folder}/${name}.conf -p /run/${name}.pid -r /run/${name}-vrrp.pid 2> /dev/null &`,
  )
  .join("\n")}
for name in m1 w1 w2; do
  until ip -n $name address show eth0 | grep -q 192.0.2.100; do sleep 0.02; done
done
for pair in m1:m2 m2:m1 w1:w2; do
  ip netns exec \${pair%:*} ${process.execPath} ${mainFile} doctor --format json \\
    --peer "other=ip netns exec \${pair#*:}" > ${folder}/\${pair%:*}.json &
  doctors="$doctors $!"
done
wait $doctors || true
kill $(cat /run/*.pid)
`;

describeWith("tcpdump", `run as root, with ${tools.join(", ")}`, found, "on living members", () => {
  let folder: string;
  const reports: Record<string, Report> = {};

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "doctor-"));
    for (const [name, , , config] of members) writeFileSync(path.join(folder, `${name}.conf`), config);
    execFileSync("unshare", ["-nmpf", "--mount-proc", "bash", "-c", script(folder)], { stdio: "pipe" });
    for (const name of ["m1", "m2", "w1"]) {
      reports[name] = JSON.parse(
        execFileSync("cat", [path.join(folder, `${name}.json`)], { encoding: "utf8" }),
      ) as Report;
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const told = (name: string, id: string) =>
    reports[name]?.checks.filter((check) => check.id === id).map(({ outcome, message }) => `${outcome}: ${message}`);

  it("finds the master sending, heard, and alone", () => {
    expect(told("m1", "daemon")).toEqual([expect.stringContaining(`ok: keepalived runs with ${folder}/m1.conf`)]);
    expect(told("m1", "config-test")).toEqual([expect.stringMatching(/^ok: /)]);
    expect(told("m1", "interface")).toEqual(["ok: eth0 is up."]);
    expect(told("m1", "own-address")).toEqual(["ok: 192.0.2.11 is on eth0."]);
    expect(told("m1", "adverts")).toEqual([
      expect.stringMatching(/^ok: Sends adverts: \d+ in 1 s\.$/),
      "ok: Is heard by other: keepalived runs there and stays backup.",
    ]);
    expect(told("m1", "one-holder")).toEqual(["ok: 192.0.2.100 is held by this member alone."]);
    expect(told("m1", "holders")).toEqual([expect.stringMatching(/^ok: Of .*, other, .* alone has 192\.0\.2\.100\.$/)]);
    expect(told("m1", "peer")).toEqual([`ok: keepalived 2.2.7 runs on other with ${folder}/m2.conf.`]);
    expect(reports.m1?.lint.findings.filter(({ rule }) => rule.startsWith("set-"))).toEqual([]);
  });

  it("finds the backup hearing it", () => {
    expect(told("m2", "adverts")).toEqual([
      "ok: Hears adverts of 192.0.2.11 (priority 150), and stays backup.",
      expect.stringMatching(/^open: Whether the others would hear this member/),
    ]);
    expect(told("m2", "one-holder")).toEqual([
      expect.stringMatching(/^ok: 192\.0\.2\.100 is held by [0-9a-f:]{17} alone\.$/),
    ]);
  });

  it("finds two masters, and why", () => {
    expect(told("w1", "one-holder")).toEqual([
      expect.stringMatching(/^problem: 192\.0\.2\.100 is held by this member, [0-9a-f:]{17}\.$/),
    ]);
    expect(told("w1", "holders")).toEqual([expect.stringMatching(/^problem: .* and other have 192\.0\.2\.100\.$/)]);
    expect(reports.w1?.lint.findings).toContainEqual(expect.objectContaining({ rule: "set-vrid", member: "other" }));
  });
});
