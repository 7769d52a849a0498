import { statSync } from "node:fs";
import type { Command } from "commander";
import { keepSessions } from "../../engine";
import { loadPlan } from "../../engine/plan-file";
import type { PlanMode } from "../../engine/model";
import { core } from "../../resources/core";
import { carryOut, confirm } from "../applying";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import { hasChanges, hasErrors, makePlan, showPlan, tellDiagnostics } from "../planning";
import type { PlanningOptions } from "../planning";
import type { Run } from "../run";
import { onStack } from "../stack";
import type { Terminal } from "../terminal";
import { withStackOptions } from "./stack-options";

export interface ApplyingOptions extends PlanningOptions {
  readonly autoApprove?: boolean;
}

interface Options extends ApplyingOptions {
  readonly refreshOnly?: boolean;
  readonly destroy?: boolean;
}

/** What a saved plan has settled already. Variables are not among them: the plan does not hold their values. */
const decidedByPlan = [
  ["target", "--target"],
  ["replace", "--replace"],
  ["refresh", "--no-refresh"],
] as const;

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
    .action((target: string | undefined, options: Options) => run((terminal) => apply(target, options, terminal)));
}

async function apply(target: string | undefined, options: Options, terminal: Terminal): Promise<ExitCode> {
  if (options.destroy && options.refreshOnly) throw new UserError("--destroy and --refresh-only exclude each other.");
  if (target !== undefined && statSync(target, { throwIfNoEntry: false })?.isFile()) {
    return applySaved(target, options, terminal);
  }
  const mode = options.destroy ? "destroy" : options.refreshOnly ? "refresh-only" : "normal";
  return planAndApply(target, mode, options, terminal);
}

async function applySaved(file: string, options: Options, terminal: Terminal): Promise<ExitCode> {
  const misplaced = decidedByPlan.filter(([name]) => options[name] !== undefined && options[name] !== true);
  if (options.destroy || options.refreshOnly || misplaced.length > 0) {
    const names = [
      ...(options.destroy ? ["--destroy"] : []),
      ...(options.refreshOnly ? ["--refresh-only"] : []),
      ...misplaced.map(([, option]) => option),
    ];
    throw new UserError(`${file} is applied as it was planned: give ${names.join(", ")} to plan --out instead.`);
  }
  const saved = await loadPlan(file);
  return onStack(saved.directory, options, "apply", terminal, (stack, { signal }) => {
    saved.refuseIfStale(stack.store.state, stack.config);
    return carryOut(stack, core, saved, options, terminal, signal);
  });
}

export function planAndApply(
  dir: string | undefined,
  mode: PlanMode,
  options: ApplyingOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const sessions = keepSessions(core);
  return onStack(dir, options, "apply", terminal, async (stack, { signal, hit }) => {
    const result = await makePlan(stack, sessions.core, mode, options, terminal, signal);
    if (options.json) tellDiagnostics(result.plan.diagnostics, terminal);
    else showPlan(result, options, terminal);
    if (result.interrupted) return exitCodes.interrupted;
    if (hasErrors(result)) return exitCodes.error;
    if (hasChanges(result) && options.autoApprove !== true) {
      const agreed = await confirm(question(mode), terminal, signal);
      if (hit()) return exitCodes.interrupted;
      if (!agreed) {
        terminal.note("Cancelled; nothing was changed.");
        return exitCodes.error;
      }
    }
    return carryOut(stack, sessions.core, result, options, terminal, signal);
  }).finally(() => sessions.close());
}

function question(mode: PlanMode): string {
  if (mode === "destroy") return "Do you really want to destroy all of this? There is no undo.";
  return mode === "refresh-only"
    ? "Do you want to record these changes in the state?"
    : "Do you want to perform these actions?";
}
