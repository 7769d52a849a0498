import type { Command } from "commander";
import type { Run } from "../run";
import { planAndApply } from "./apply";
import type { ApplyingOptions } from "./apply";
import { withStackOptions } from "./stack-options";

export function addDestroy(program: Command, run: Run): void {
  const command = program
    .command("destroy")
    .description("Destroys everything that the stack's state records")
    .argument("[dir]", "a synthesized stack or a folder with *.tf.json; default: the only stack in cdktf.out")
    .option("--auto-approve", "do not ask");
  withStackOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover destroy\n  ipfailover destroy cdktf.out/stacks/shop --auto-approve",
    )
    .action((dir: string | undefined, options: ApplyingOptions) =>
      run((terminal) => planAndApply(dir, "destroy", options, terminal)),
    );
}
