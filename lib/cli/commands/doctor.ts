import path from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { DoctorError, examine } from "../../hosts/doctor/doctor";
import { thisHost } from "../../hosts/doctor/host";
import type { PeerCommand } from "../../hosts/doctor/peers";
import { doctorJson, doctorText, worstOf } from "../../hosts/doctor/report";
import { severities } from "../../hosts/lint/finding";
import type { Severity } from "../../hosts/lint/finding";
import { rank } from "../../hosts/lint/lint";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import type { Run } from "../run";
import type { Terminal } from "../terminal";

interface Options {
  readonly config?: string;
  readonly configId?: string;
  readonly peer?: readonly PeerCommand[];
  readonly scripts: boolean;
  readonly format: "text" | "json";
  readonly maxSeverity: Severity | "none";
}

export function addDoctor(program: Command, run: Run): void {
  program
    .command("doctor")
    .description("Looks at this host as a member: keepalived and its file, adverts, scripts, who holds the address")
    .option("--config <file>", "keepalived's file (default: what the running keepalived has read)")
    .option(
      "--config-id <id>",
      "what @id lines are compared with (default: the running keepalived's, or this host's name)",
    )
    .option(
      "--peer <name=command>",
      "another member, and what runs a command there, such as b='ssh root@192.0.2.12'; repeat it for each",
      peerCommand,
    )
    .option("--no-scripts", "do not run the checks, which keepalived runs all the time")
    .addOption(new Option("--format <format>", "on stdout").choices(["text", "json"]).default("text"))
    .addOption(
      new Option("--max-severity <severity>", "the worst problem that is not a failure")
        .choices(["none", ...severities])
        .default("warning"),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover doctor\n  ipfailover doctor --peer b='ssh root@192.0.2.12' --format json\n" +
        "\nRun it as root: it listens for adverts and becomes the scripts' users. It changes nothing." +
        "\nExit codes: 0 nothing worse than --max-severity, 2 something worse, 1 there is nothing to look at.",
    )
    .action((options: Options) => run((terminal) => doctor(options, terminal)));
}

function peerCommand(value: string, earlier: readonly PeerCommand[] | undefined): readonly PeerCommand[] {
  const [, name, command = ""] = /^([A-Za-z0-9_.-]+)=(.+)$/s.exec(value) ?? [];
  if (name === undefined) throw new InvalidArgumentError("Write NAME=COMMAND, such as b='ssh root@192.0.2.12'.");
  return [...(earlier ?? []), { name, words: command.split(/\s+/).filter(Boolean) }];
}

async function doctor(options: Options, terminal: Terminal): Promise<ExitCode> {
  const { config, configId, peer = [], scripts, format, maxSeverity } = options;
  const report = await examine(thisHost(), {
    peers: peer,
    runScripts: scripts,
    ...(config === undefined ? {} : { config: path.resolve(config) }),
    ...(configId === undefined ? {} : { configId }),
  }).catch((error: unknown) => {
    throw error instanceof DoctorError ? new UserError(error.message) : error;
  });
  terminal.print(format === "json" ? doctorJson(report) : doctorText(report, terminal));
  const found = worstOf(report);
  const tolerated = maxSeverity === "none" ? -1 : rank(maxSeverity);
  return found !== undefined && rank(found) > tolerated ? exitCodes.changes : exitCodes.done;
}
