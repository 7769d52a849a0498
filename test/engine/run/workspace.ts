/** A stack in a folder of its own, planned and applied against the fake cloud. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { applyPlan } from "../../../lib/engine/run/apply";
import { planStack } from "../../../lib/engine/run/plan";
import { painter, renderProgress } from "../../../lib/engine/render";
import type { Progress } from "../../../lib/engine/run/progress";
import type { ApplyResult, PlanOptions, PlanResult } from "../../../lib/engine/run/options";
import { loadConfig } from "../../../lib/engine/config/load";
import { formatAddress, type Plan } from "../../../lib/engine/model";
import { openState } from "../../../lib/engine/state";
import { fakeCloud, type FakeCloud } from "./fake-core";

export interface Workspace {
  readonly directory: string;
  readonly cloud: FakeCloud;
  /** Lines as Terraform would print them. */
  readonly lines: string[];
  readonly stateFile: string;
  write(config: unknown): void;
  plan(options?: Partial<PlanOptions>): Promise<PlanResult>;
  /** Plans and applies. */
  apply(options?: Partial<PlanOptions>): Promise<{ readonly planned: PlanResult; readonly applied: ApplyResult }>;
  /** The state file as it is. */
  readState(): StateFile;
  writeState(state: unknown): void;
}

export interface StateFile {
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: Record<string, { value: unknown; type: unknown; sensitive?: boolean }>;
  readonly resources: {
    mode: string;
    type: string;
    name: string;
    provider: string;
    instances: Record<string, unknown>[];
  }[];
}

const made: string[] = [];

export function removeWorkspaces(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

export const PROVIDER = {
  terraform: { required_providers: { ipfailover: { source: "cdktf-ip-failover/ipfailover", version: "0.1.0" } } },
  provider: { ipfailover: [{ cloud: "ionos" }] },
};

export function workspace(config: unknown, cloud: FakeCloud = fakeCloud()): Workspace {
  const directory = mkdtempSync(path.join(os.tmpdir(), "engine-"));
  made.push(directory);
  const stateFile = path.join(directory, "terraform.tfstate");
  const lines: string[] = [];
  const note = (event: Progress) => lines.push(renderProgress(event, painter(false)));
  const write = (json: unknown) => writeFileSync(path.join(directory, "cdk.tf.json"), JSON.stringify(json, null, 2));
  write(config);
  const open = () => openState(stateFile, { lock: false });
  const load = () => loadConfig({ directory, cwd: directory, env: {} });
  const common = () => ({ config: load(), core: cloud.core, env: {}, cwd: directory, progress: note });
  return {
    directory,
    cloud,
    lines,
    stateFile,
    write,
    async plan(options = {}) {
      const store = await open();
      try {
        return await planStack({ ...common(), state: store.state, ...options });
      } finally {
        await store.close();
      }
    },
    async apply(options = {}) {
      const store = await open();
      try {
        const planned = await planStack({ ...common(), state: store.state, ...options });
        const { parallelism, progress, signal } = options;
        const applied = await applyPlan({
          ...common(),
          plan: planned.plan,
          state: planned.state,
          store,
          ...(signal && { signal }),
          ...(progress && { progress }),
          ...(parallelism !== undefined && { parallelism }),
        });
        return { planned, applied };
      } finally {
        await store.close();
      }
    },
    readState: () => JSON.parse(readFileSync(stateFile, "utf8")) as StateFile,
    writeState: (state) => writeFileSync(stateFile, JSON.stringify(state)),
  };
}

/** `{"ipfailover_group.web": "create"}`, without what stays as it is. */
export function actions(plan: Plan): Record<string, string> {
  return Object.fromEntries(
    plan.changes
      .filter(({ action }) => action !== "no-op")
      .map(({ address, action, deposed }) => [
        deposed === undefined ? formatAddress(address) : `${formatAddress(address)} deposed`,
        action,
      ]),
  );
}

export function summaries(result: { diagnostics: readonly { summary: string }[] }): string[] {
  return result.diagnostics.map(({ summary }) => summary);
}
