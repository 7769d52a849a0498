import type { Command } from "commander";
import { declaredGroups } from "../declared-groups";
import { directStatus } from "../direct-status";
import type { DirectOptions } from "../direct-status";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import { groupStatus, renderGroupStatus } from "../group-status";
import type { GroupStatus } from "../group-status";
import { interruptible } from "../interrupt";
import { collect } from "../option-values";
import type { Run } from "../run";
import type { StackOptions } from "../stack";
import type { Terminal } from "../terminal";

interface Options extends Partial<DirectOptions>, Pick<StackOptions, "var" | "varFile"> {
  readonly json?: boolean;
}

export function addStatus(program: Command, run: Run): void {
  program
    .command("status")
    .description("Asks the cloud how each group stands: address, holder, members, drift. Exit code 2 on drift")
    .argument("[dir]", "a synthesized stack or a folder with *.tf.json; default: the only stack in cdktf.out")
    .option("--json", "as JSON on stdout")
    .option("--var <name=value>", "value of an input variable; repeat it for each", collect)
    .option("--var-file <file>", "file with values of input variables; repeat it for each", collect)
    .option("--cloud <cloud>", "without a stack: the cloud of the one group that the next options declare")
    .option("--ip <address>", "with --cloud: the group's address")
    .option("--network <datacenter/lan>", "with --cloud ionos: the group's LAN")
    .option(
      "--member <name=server/nic>",
      "with --cloud: a member (OVHcloud: name=service); repeat it for each",
      collect,
    )
    .option("--master <name>", "with --cloud: the master's name")
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover status\n  ipfailover status cdktf.out/stacks/shop --json\n" +
        "  ipfailover status --cloud ionos --ip 203.0.113.10 --network DATACENTER/1 \\\n" +
        "    --member a=SERVER/NIC --member b=SERVER/NIC --master a\n" +
        "  ipfailover status --cloud ovh --ip 203.0.113.7 --member a=SERVICE --member b=SERVICE --master a\n\nCredentials come from the environment.",
    )
    .action((dir: string | undefined, options: Options) => run((terminal) => status(dir, options, terminal)));
}

function status(dir: string | undefined, options: Options, terminal: Terminal): Promise<ExitCode> {
  return interruptible(terminal, async ({ signal }) => {
    const groups = await statuses(dir, options, signal);
    if (options.json) terminal.print(JSON.stringify({ groups }, undefined, 2));
    else
      terminal.print(
        groups.length === 0 ? "There is no failover group in this stack." : groups.map(renderGroupStatus).join("\n\n"),
      );
    return groups.some(({ drift }) => drift.length > 0) ? exitCodes.changes : exitCodes.done;
  });
}

async function statuses(
  dir: string | undefined,
  options: Options,
  signal: AbortSignal,
): Promise<readonly GroupStatus[]> {
  const { cloud } = options;
  if (cloud !== undefined) {
    if (dir !== undefined) throw new UserError("--cloud declares a group by itself: leave the folder out.");
    return [await directStatus({ ...options, cloud }, signal)];
  }
  const parts = (["ip", "network", "member", "master"] as const).filter((name) => options[name] !== undefined);
  if (parts.length > 0) {
    const names = parts.map((name) => `--${name}`).join(", ");
    throw new UserError(`${names}: these declare a group without a stack. Name its cloud too, with --cloud.`);
  }
  const declared = await declaredGroups(dir, options);
  try {
    return await Promise.all(
      declared.groups.map(({ session, name, values }) => groupStatus(session, name, values, signal)),
    );
  } finally {
    declared.close();
  }
}
