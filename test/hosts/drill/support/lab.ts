/** Labs for tests: as an ordinary user even where the tests run as root, with the agent of this source. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import type { LaunchOptions } from "../../../../lib/hosts/drill/lab/launch";
import { launchLab } from "../../../../lib/hosts/drill/lab/launch";
import type { Lab } from "../../../../lib/hosts/drill/lab/launch";
import type { LabPlan } from "../../../../lib/hosts/drill/lab/plan";
import { missingForLab } from "../../../../lib/hosts/drill/lab/tools";
import { LabWatch } from "../../../../lib/hosts/drill/lab/watch";
import { describeWith } from "../../../support/needed-tool";

/** Debian's "nobody". */
export const nobody = 65_534;

/**
 * A host in the field does not share its cores with other tests. So that the busy machine is not what is measured, a lab
 * comes ahead of everything else where that is for us to say: as a real-time process, because in a kernel with
 * autogroups niceness means nothing outside of one's own session. Labs wait for most of their time.
 */
const mayComeAhead = spawnSync("chrt", ["--rr", "1", "true"]).status === 0;

/** Among labs: one that is watched for a minute does not wait for those that are being built. */
type Priority = 1 | 2;

/** A suite that needs what a lab needs. */
export function describeWithLab(name: string, suite: () => void): void {
  const missing = missingForLab();
  const found = missing.length === 0 ? true : undefined;
  describeWith("keepalived", missing.join(" "), found, name, suite);
}

/** Where everybody may read: a checkout below /root is closed to the ordinary user. */
export class LabGround {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-test-"));
  private readonly labs: Lab[] = [];

  constructor() {
    chmodSync(this.folder, 0o755);
    const entry = path.resolve(__dirname, "../../../../lib/hosts/drill/lab/agent/main.ts");
    buildSync({ entryPoints: [entry], bundle: true, platform: "node", outfile: this.agent, logLevel: "error" });
  }

  get agent(): string {
    return path.join(this.folder, "agent.cjs");
  }

  launch(priority: Priority = 1): LaunchOptions {
    if (process.getuid?.() !== 0) return { agent: this.agent };
    const ahead = mayComeAhead ? ["chrt", "--rr", String(priority)] : [];
    const ids = [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
    return { agent: this.agent, launcher: [...ahead, "setpriv", ...ids] };
  }

  /** A lab whose members have been started. */
  async lab(
    plan: LabPlan,
    { started = true, priority }: { readonly started?: boolean; readonly priority?: Priority } = {},
  ): Promise<{ readonly lab: Lab; readonly watch: LabWatch }> {
    const watch = new LabWatch();
    const lab = await launchLab(plan, { ...this.launch(priority), event: watch.hear });
    this.labs.push(lab);
    if (started) {
      await Promise.all(plan.members.map(({ name: member }) => lab.call("member", { member, action: "start" })));
    }
    return { lab, watch };
  }

  async close(): Promise<void> {
    await Promise.all(this.labs.map((lab) => lab.close()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
