/** The lab itself: whose it is, what it leaves alone, and how it ends. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, readlinkSync } from "node:fs";
import os from "node:os";
import { ownNamespaces } from "../../../lib/hosts/drill/lab/agent/guard";
import type { Lab } from "../../../lib/hosts/drill/lab/launch";
import { sequenceLength } from "../../../lib/hosts/drill/lab/switch-table";
import { labFault } from "../../../lib/hosts/drill/fault/lab-faults";
import { describeWithLab, LabGround, nobody } from "./support/lab";
import { address, pair } from "./support/pair";

describeWithLab("a lab", () => {
  let ground: LabGround;
  beforeAll(() => void (ground = new LabGround()));
  afterAll(() => ground.close());

  it("runs as an ordinary user, and sees nothing of the machine's networks", async () => {
    const { lab } = await ground.lab(pair(), { started: false });
    const ids = processesOf(lab).map((pid) => /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
    const own = process.getuid?.() === 0 ? nobody : process.getuid?.();
    expect(new Set(ids)).toEqual(new Set([String(own)]));
    const { stdout } = await lab.call("run", { machine: "a", command: ["ip", "-o", "link"] });
    expect([...stdout.matchAll(/^\d+: (\w+)/gm)].map(([, name]) => name)).toEqual(["lo", "eth0", "eth1"]);
  });

  it.each(["user", "net", "mnt", "pid"] as const)("refuses to run in the machine's own %s namespace", (name) => {
    const flags = { user: ["-U", "-r"], net: ["-n"], mnt: ["-m"], pid: ["-p", "-f"] };
    const mine = Object.entries(flags).flatMap(([flag, words]) => (flag === name ? [] : words));
    const command = [process.execPath, ground.agent, "lab", "/nonexistent", JSON.stringify(ownNamespaces())];
    // Only root can have these without a user namespace; anybody else is kept from it by the kernel.
    const { status, stderr } = spawnSync("unshare", [...mine, ...command], { encoding: "utf8", input: "" });
    expect(status).not.toBe(0);
    if (name !== "user" || process.getuid?.() === 0) expect(stderr).toContain(`its ${name} namespace is the host's`);
  });

  it("is gone with all its processes when whoever started it is killed", async () => {
    const { lab, watch } = await ground.lab(pair());
    expect(await watch.until(() => watch.holders(address).length === 1, 15_000)).toBe(true);
    const before = processesOf(lab);
    expect(commandsOf(before).filter((command) => command.startsWith("keepalived")).length).toBe(4);
    // Its files are in its own namespace only: whoever is killed with it has no folder to remove.
    expect(readdirSync(os.tmpdir()).filter((name) => name.startsWith("ipfailover-lab-"))).toEqual([]);
    expect(existsSync("/mnt/empty")).toBe(false);
    process.kill(lab.pid, "SIGKILL");
    await lab.close();
    expect(before.filter(isAlive)).toEqual([]);
  });

  it("changes no rules but its own: a member's and the machine's firewall stay as they are", async () => {
    const { lab } = await ground.lab(pair(), { started: false });
    const nft = (...words: string[]) => lab.call("run", { machine: "switch", command: ["nft", ...words] });
    await nft("add", "table", "bridge", "mine");
    await labFault(lab, "vrrp-cut", "a", { seed: 1, loss: { rate: 0.5, burst: 1 }, heardFirst: "a" }).inject();
    await lab.call("switchRules", { rules: [] });
    const { stdout } = await nft("list", "ruleset");
    expect(stdout).toContain("table bridge mine");
    expect(stdout).toContain("table bridge ipfailover_drill");
    expect(stdout).not.toContain("drop");
  });

  it("lets a member reach a gateway of IPv6 though the group has IPv4 addresses only", async () => {
    const gateway = "2001:db8::1";
    const members = pair().members.map((member, index) => ({
      ...member,
      nics: member.nics.map((nic) => ({ ...nic, addresses: [...nic.addresses, `2001:2:0:1::3:${index + 1}/64`] })),
    }));
    const plan = { ...pair(), members, gateways: [{ address: `${gateway}/128`, lan: "public" }] };
    const { lab } = await ground.lab(plan, { started: false });
    const command = ["ping", "-6", "-q", "-c", "1", "-W", "2", "-I", "eth0", gateway];
    expect(await lab.call("run", { machine: "a", command })).toMatchObject({ code: 0 });
  });

  it("loses exactly those adverts that were drawn", async () => {
    const { lab, watch } = await ground.lab(pair());
    expect(await watch.until(() => watch.holders(address).length === 1, 15_000)).toBe(true);
    const lost = Array.from({ length: sequenceLength }, (_, position) => position).filter(
      (position) => position % 4 < 3,
    );
    const port = watch.holders(address)[0] === "a" ? "m1n1" : "m0n1";
    const rule = (words: string) => `oifname "${port}" ip protocol 112 ${words}`;
    await lab.call("switchRules", {
      rules: [rule("counter"), rule(`numgen inc mod ${sequenceLength} @l counter drop`)],
      sequences: { l: lost },
    });
    const counts = async () => {
      const { stdout } = await lab.call("run", { machine: "switch", command: ["nft", "list", "ruleset"] });
      return [...stdout.matchAll(/counter packets (\d+)/g)].map(([, packets]) => Number(packets));
    };
    for (;;) {
      const [seen = 0, dropped = 0] = await counts();
      expect(dropped).toBe(Math.floor(seen / 4) * 3 + (seen % 4));
      if (seen >= 8) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
});

function processesOf(lab: Lab): readonly number[] {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const parent = (pid: string) => {
    try {
      return Number(
        readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) \S+ /, "")
          .split(" ")[0],
      );
    } catch {
      return -1;
    }
  };
  const parents = new Map(children.map((pid) => [Number(pid), parent(pid)]));
  const isInside = (pid: number): boolean => pid === lab.pid || (pid > 1 && isInside(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isInside);
}

function commandsOf(pids: readonly number[]): readonly string[] {
  return pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "");
}

function isAlive(pid: number): boolean {
  try {
    readlinkSync(`/proc/${pid}/exe`);
    return true;
  } catch {
    return false;
  }
}
