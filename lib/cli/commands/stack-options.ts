import type { Command } from "commander";
import { collect, wholeNumber } from "../option-values";

/** Options that plan, apply and destroy share, under Terraform's names. */
export function withStackOptions(command: Command): Command {
  return command
    .option("--var <name=value>", "value of an input variable; repeat it for each", collect)
    .option("--var-file <file>", "file with values of input variables; repeat it for each", collect)
    .option("--target <address>", "only this resource and what it depends on; repeat it for each", collect)
    .option("--replace <address>", "make this resource anew; repeat it for each", collect)
    .option("--no-refresh", "take the state for the truth instead of asking the cloud")
    .option("--parallelism <n>", "how many operations run at once", wholeNumber(1, 100_000))
    .option("--no-lock", "do not lock the state; dangerous when anybody else may use it")
    .option("--lock-timeout <duration>", "how long to wait for a locked state", "0s")
    .option("--steps", "show the order of API steps for each group")
    .option("--json", "Terraform's JSON on stdout, for other programs");
}
