/** What the engine has to say of a stack, without a process of its own for each. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ConfigError, loadConfig, openState, planStack, StateError } from "../../../lib/engine";
import type { EngineDiagnostic } from "../../../lib/engine";
import { core } from "../../../lib/resources/core";
import { formatPath } from "../../../lib/resources/diagnostic";

/** A simulated cloud in which something can be wrong. */
export interface Place {
  readonly simulator: {
    readonly env: Readonly<Record<string, string>>;
    close(): Promise<void>;
  };
  /** What no message may hold. */
  readonly secrets: readonly string[];
  /** All that must stay as it is, as text. */
  look(): string;
}

export interface Finding {
  /** The resource and the attribute; where there is no attribute, the place in the file. */
  readonly at: string;
  /** Summary and detail. */
  readonly text: string;
}

export interface Diagnosis {
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
}

export interface Trial {
  /** The stack, or the text of its only file. */
  readonly stack: object | string;
  readonly state?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly variables?: readonly string[];
  readonly targets?: readonly string[];
}

/** Loads and plans in a folder of its own, which must look the same afterwards. */
export async function diagnose(world: Place, trial: Trial): Promise<Diagnosis> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "ipfailover-bad-input-"));
  try {
    const { stack, state } = trial;
    const text = typeof stack === "string" ? stack : JSON.stringify(stack, undefined, 2);
    writeFileSync(path.join(directory, "cdk.tf.json"), text);
    const stateFile = path.join(directory, "terraform.tfstate");
    if (state !== undefined) writeFileSync(stateFile, state);
    const found = await tryPlan(directory, { ...world.simulator.env, ...trial.env }, trial);
    if (state !== undefined) expect(readFileSync(stateFile, "utf8")).toBe(state);
    const place = (diagnostic: EngineDiagnostic) => placeOf(diagnostic).replaceAll(`${directory}${path.sep}`, "");
    const of = (wanted: EngineDiagnostic["severity"]) =>
      found
        .filter(({ severity }) => severity === wanted)
        .map((diagnostic) => ({ at: place(diagnostic), text: `${diagnostic.summary}: ${diagnostic.detail}` }));
    return { errors: of("error"), warnings: of("warning") };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function tryPlan(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
  { variables, targets }: Trial,
): Promise<readonly EngineDiagnostic[]> {
  try {
    const config = loadConfig({ directory, cwd: directory, env, ...(variables ? { variables } : {}) });
    const store = await openState(config.statePath, { lock: { operation: "OperationTypePlan" } });
    try {
      const result = await planStack({ config, core, env, state: store.state, ...(targets ? { targets } : {}) });
      return result.plan.diagnostics;
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics;
    if (error instanceof StateError) return [{ severity: "error", summary: error.summary, detail: error.detail }];
    throw error;
  }
}

function placeOf({ address, path: attribute, source }: EngineDiagnostic): string {
  if (address !== undefined) return [address, formatPath(attribute ?? [])].filter((part) => part !== "").join(": ");
  if (source === undefined) return formatPath(attribute ?? []);
  return source.path === "" ? source.file : source.path;
}

/** What no message to a user may hold. */
export function expectPresentable(text: string, world: Place): void {
  expect(text).not.toMatch(/\n\s+at |\bTypeError\b|\bundefined\b|\[object |\bNaN\b|bug in ipfailover/);
  for (const secret of world.secrets) expect(text).not.toContain(secret);
}
