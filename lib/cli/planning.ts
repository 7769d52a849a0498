/** Planning a stack from the command line, and showing the plan. */
import { planStack } from "../engine";
import type { PlanResult } from "../engine";
import type { PlanMode } from "../engine/model";
import { renderDiagnostics, renderPlanText } from "../engine/render";
import { schemas } from "../resources/schemas";
import type { Core } from "../resources/session";
import { showProgress } from "./progress-lines";
import type { OpenStack, StackOptions } from "./stack";
import type { Terminal } from "./terminal";

export interface PlanningOptions extends StackOptions {
  readonly target?: readonly string[];
  readonly replace?: readonly string[];
  readonly refresh?: boolean;
  readonly parallelism?: number;
  readonly steps?: boolean;
  readonly json?: boolean;
}

export async function makePlan(
  { config, store }: OpenStack,
  core: Core,
  mode: PlanMode,
  options: PlanningOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<PlanResult> {
  const progress = showProgress(terminal);
  try {
    return await planStack({
      config,
      core,
      env: process.env,
      state: store.state,
      mode,
      signal,
      progress: options.json ? () => undefined : progress.show,
      ...(options.refresh === undefined ? {} : { refresh: options.refresh }),
      ...(options.target ? { targets: options.target } : {}),
      ...(options.replace ? { replace: options.replace } : {}),
      ...(options.parallelism === undefined ? {} : { parallelism: options.parallelism }),
    });
  } finally {
    progress.done();
  }
}

export function showPlan(result: PlanResult, options: PlanningOptions, terminal: Terminal): void {
  if (!hasErrors(result)) {
    terminal.print(renderPlanText(result.plan, schemas, { color: terminal.color, steps: options.steps ?? false }));
  }
  tellDiagnostics(result.plan.diagnostics, terminal);
}

export function tellDiagnostics(diagnostics: Parameters<typeof renderDiagnostics>[0], terminal: Terminal): void {
  if (diagnostics.length > 0) terminal.note(renderDiagnostics(diagnostics, { color: terminal.noteColor }));
}

export function hasErrors({ plan }: PlanResult): boolean {
  return plan.diagnostics.some(({ severity }) => severity === "error");
}

/** Whether applying would do anything: to the cloud, to the outputs, or to what the state records as whose. */
export function hasChanges({ applicable }: PlanResult): boolean {
  return applicable;
}
