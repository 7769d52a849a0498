import { Command } from "commander";
import { packageVersion } from "../version";
import { addApply } from "./commands/apply";
import { addDestroy } from "./commands/destroy";
import { addDoctor } from "./commands/doctor";
import { addDrill } from "./commands/drill";
import { addInstallProvider } from "./commands/install-provider";
import { addLint } from "./commands/lint";
import { addPlan } from "./commands/plan";
import { addRender } from "./commands/render";
import { addSimulate } from "./commands/simulate";
import { addStatus } from "./commands/status";
import { explain } from "./explain";
import { exitCodes } from "./failure";
import type { Run } from "./run";
import { createTerminal } from "./terminal";

export function createProgram(): Command {
  const program = new Command("ipfailover")
    .description("IP failover as code: plans, applies and watches failover groups, without Terraform or beside it")
    .version(packageVersion)
    .option("--no-color", "no colours; the environment variable NO_COLOR does the same")
    .showHelpAfterError("Run with --help for what there is.")
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover plan\n  ipfailover apply cdktf.out/stacks/shop\n  ipfailover status --json\n  ipfailover simulate ionos\n" +
        "\nExit codes: 0 done, 1 error, 2 changes or drift (plan --detailed-exitcode, status), 130 interrupted.",
    );
  const run: Run = async (work) => {
    const terminal = createTerminal(program.opts<{ color: boolean }>());
    try {
      process.exitCode = await work(terminal);
    } catch (error) {
      terminal.note(explain(error));
      process.exitCode = exitCodes.error;
    }
  };
  addPlan(program, run);
  addApply(program, run);
  addDestroy(program, run);
  addStatus(program, run);
  addRender(program, run);
  addSimulate(program, run);
  addDrill(program, run);
  addInstallProvider(program, run);
  addLint(program, run);
  addDoctor(program, run);
  return program;
}
