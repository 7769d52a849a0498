import { statSync } from "node:fs";
import type { Command } from "commander";
import { loadPlan } from "../../engine/plan-file";
import type { PlanMode } from "../../engine/model";
import { carryOut, confirm } from "../applying";
import { exitCodes } from "../failure";
import type { ExitCode } from "../failure";
import { listenForInterrupt } from "../interrupt";
import { hasChanges, hasErrors, makePlan, showPlan, tellDiagnostics } from "../planning";
import type { PlanningOptions } from "../planning";
import type { Run } from "../program";
import { openStack } from "../stack";
import { createTerminal } from "../terminal";
import { withStackOptions } from "./stack-options";

interface Options extends PlanningOptions {
  readonly autoApprove?: boolean;
  readonly refreshOnly?: boolean;
  readonly destroy?: boolean;
}

export function addApply(program: Command, run: Run): void {
  const command = program
    .command("apply")
    .description("Plans, asks, and carries the plan out")
    .argument("[dir or planfile]", "a stack, a folder with *.tf.json, or a plan that was saved with plan --out")
    .option("--auto-approve", "do not ask")
    .option("--refresh-only", "only record what others changed")
    .option("--destroy", "destroy everything, as the command destroy does");
  withStackOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover apply\n  ipfailover apply cdktf.out/stacks/shop --auto-approve\n  ipfailover apply plan.bin",
    )
    .action((target: string | undefined, options: Options) => run(() => apply(target, options)));
}

async function apply(target: string | undefined, options: Options): Promise<ExitCode> {
  if (target !== undefined && statSync(target, { throwIfNoEntry: false })?.isFile()) return applySaved(target, options);
  return planAndApply(target, options.destroy ? "destroy" : options.refreshOnly ? "refresh-only" : "normal", options);
}

async function applySaved(file: string, options: Options): Promise<ExitCode> {
  const terminal = createTerminal();
  const interrupt = listenForInterrupt(terminal.note);
  const saved = await loadPlan(file);
  const stack = await openStack(saved.directory, options, "apply", terminal, interrupt.signal);
  try {
    saved.refuseIfStale(stack.store.state, stack.config);
    return await carryOut(stack, saved, options, terminal, interrupt.signal);
  } finally {
    await stack.store.close();
    interrupt.done();
  }
}

export async function planAndApply(
  dir: string | undefined,
  mode: PlanMode,
  options: PlanningOptions & { readonly autoApprove?: boolean },
): Promise<ExitCode> {
  const terminal = createTerminal();
  const interrupt = listenForInterrupt(terminal.note);
  const stack = await openStack(dir, options, "apply", terminal, interrupt.signal);
  try {
    const result = await makePlan(stack, mode, options, terminal, interrupt.signal);
    if (options.json) tellDiagnostics(result.plan.diagnostics, terminal);
    else showPlan(result, options, terminal);
    if (result.interrupted) return exitCodes.interrupted;
    if (hasErrors(result)) return exitCodes.error;
    if (hasChanges(result) && options.autoApprove !== true) {
      const agreed = await confirm(question(mode), terminal, interrupt.signal);
      if (interrupt.hit()) return exitCodes.interrupted;
      if (!agreed) {
        terminal.note("Cancelled; nothing was changed.");
        return exitCodes.error;
      }
    }
    return await carryOut(stack, result, options, terminal, interrupt.signal);
  } finally {
    await stack.store.close();
    interrupt.done();
  }
}

function question(mode: PlanMode): string {
  if (mode === "destroy") return "Do you really want to destroy all of this? There is no undo.";
  return mode === "refresh-only"
    ? "Do you want to record these changes in the state?"
    : "Do you want to perform these actions?";
}
