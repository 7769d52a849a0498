import type { Command } from "commander";
import type { PlanResult } from "../../engine";
import { savePlan } from "../../engine/plan-file";
import { renderPlanJson, renderPlanMarkdown } from "../../engine/render";
import { core } from "../../resources/core";
import { schemas } from "../../resources/schemas";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import { hasChanges, hasErrors, makePlan, showPlan, tellDiagnostics } from "../planning";
import type { PlanningOptions } from "../planning";
import type { Run } from "../run";
import { onStack } from "../stack";
import type { OpenStack } from "../stack";
import type { Terminal } from "../terminal";
import { withStackOptions } from "./stack-options";

interface Options extends PlanningOptions {
  readonly out?: string;
  readonly markdown?: boolean;
  readonly destroy?: boolean;
  readonly refreshOnly?: boolean;
  readonly detailedExitcode?: boolean;
}

export function addPlan(program: Command, run: Run): void {
  const command = program
    .command("plan")
    .description("Shows what apply would do")
    .argument("[dir]", "a synthesized stack or a folder with *.tf.json; default: the only stack in cdktf.out")
    .option("--out <file>", "save the plan, to be applied later as it is")
    .option("--markdown", "as Markdown on stdout, for a pull request")
    .option("--destroy", "plan to destroy everything")
    .option("--refresh-only", "only record what others changed")
    .option("--detailed-exitcode", "exit code 2 when there are changes");
  withStackOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover plan\n  ipfailover plan cdktf.out/stacks/shop --steps\n" +
        "  ipfailover plan --markdown > plan.md\n  ipfailover plan --out plan.bin && ipfailover apply plan.bin",
    )
    .action((dir: string | undefined, options: Options) => run((terminal) => plan(dir, options, terminal)));
}

async function plan(dir: string | undefined, options: Options, terminal: Terminal): Promise<ExitCode> {
  if (options.destroy && options.refreshOnly) throw new UserError("--destroy and --refresh-only exclude each other.");
  if (options.json && options.markdown) throw new UserError("--json and --markdown exclude each other.");
  return onStack(dir, options, "plan", terminal, async (stack, { signal }) => {
    const mode = options.destroy ? "destroy" : options.refreshOnly ? "refresh-only" : "normal";
    const result = await makePlan(stack, core, mode, options, terminal, signal);
    if (result.interrupted) return exitCodes.interrupted;
    show(stack, result, options, terminal);
    if (hasErrors(result)) return exitCodes.error;
    if (options.out !== undefined) {
      await savePlan(options.out, { result, config: stack.config, state: stack.store.state });
      terminal.note(`Saved. To do exactly this: ipfailover apply ${options.out}`);
    }
    return options.detailedExitcode && hasChanges(result) ? exitCodes.changes : exitCodes.done;
  });
}

function show({ config }: OpenStack, result: PlanResult, options: Options, terminal: Terminal): void {
  const { plan, state } = result;
  if (!options.json && !options.markdown) return showPlan(result, options, terminal);
  tellDiagnostics(plan.diagnostics, terminal);
  if (options.json) {
    const { attributes: providerAttributes } = schemas.provider;
    terminal.print(
      renderPlanJson(plan, { config, state, schemas, providerAttributes, timestamp: new Date() }).trimEnd(),
    );
  } else terminal.print(renderPlanMarkdown(plan, schemas, { title: config.name, steps: options.steps ?? false }));
}
