import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { InputError, membersFrom } from "../../hosts/lint/input/members";
import { lint, rank, worst } from "../../hosts/lint/lint";
import type { LintReport } from "../../hosts/lint/lint";
import { severities } from "../../hosts/lint/finding";
import type { Severity } from "../../hosts/lint/finding";
import { jsonReport } from "../../hosts/lint/report/json";
import { sarifReport } from "../../hosts/lint/report/sarif";
import { textReport } from "../../hosts/lint/report/text";
import { defaultKeepalived, isKeepalivedVersion } from "../../hosts/model/keepalived-version";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import { collect } from "../option-values";
import type { Run } from "../run";
import type { Terminal } from "../terminal";

interface Options {
  readonly root?: readonly string[];
  readonly keepalivedVersion?: readonly string[];
  readonly configId?: readonly string[];
  readonly format: "text" | "json" | "sarif";
  readonly maxSeverity: Severity | "none";
}

export function addLint(program: Command, run: Run): void {
  program
    .command("lint")
    .description("Judges keepalived's configuration, of one member and of all members beside each other")
    .argument("<file...>", "a member's keepalived.conf, or a folder with its files; NAME=FILE gives it a name")
    .option("--root <name=dir>", "the member's file system, to look at scripts and units; repeat it for each", collect)
    .option(
      "--keepalived-version <version>",
      `keepalived's version, or NAME=VERSION for one member (default: ${defaultKeepalived})`,
      collectVersion,
    )
    .option("--config-id <id>", "what @id lines are compared with, or NAME=ID (default: the member's name)", collect)
    .addOption(new Option("--format <format>", "on stdout").choices(["text", "json", "sarif"]).default("text"))
    .addOption(
      new Option("--max-severity <severity>", "the worst finding that is not a failure")
        .choices(["none", ...severities])
        .default("warning"),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover lint hosts/a/keepalived.conf hosts/b/keepalived.conf\n" +
        "  ipfailover lint a=a.conf b=b.conf --root a=/mnt/a --keepalived-version b=2.2.4\n" +
        "  ipfailover lint out/web/* --format sarif > lint.sarif\n" +
        "\nA file is the member's that its folder names: hosts/a/keepalived.conf is a's, and so is a.conf." +
        "\nExit codes: 0 nothing worse than --max-severity, 2 something worse, 1 a file or an option that cannot be used.",
    )
    .action((files: readonly string[], options: Options) =>
      run((terminal) => Promise.resolve(lintFiles(files, options, terminal))),
    );
}

function collectVersion(value: string, earlier: readonly string[] | undefined): readonly string[] {
  if (!isKeepalivedVersion(value.split("=").at(-1) ?? "")) {
    throw new InvalidArgumentError(`Write a version such as ${defaultKeepalived}, or NAME=VERSION.`);
  }
  return collect(value, earlier);
}

function lintFiles(files: readonly string[], options: Options, terminal: Terminal): ExitCode {
  const report = lint(members(files, options));
  terminal.print(formatted(report, options.format, terminal));
  const found = worst(report);
  const tolerated = options.maxSeverity === "none" ? -1 : rank(options.maxSeverity);
  return found !== undefined && rank(found) > tolerated ? exitCodes.changes : exitCodes.done;
}

function members(files: readonly string[], { root = [], keepalivedVersion = [], configId = [] }: Options) {
  try {
    return membersFrom({
      files,
      roots: root,
      versions: keepalivedVersion,
      configIds: configId,
      defaultVersion: defaultKeepalived,
    });
  } catch (error) {
    throw error instanceof InputError ? new UserError(error.message) : error;
  }
}

function formatted(report: LintReport, format: Options["format"], { color }: Terminal): string {
  if (format === "json") return jsonReport(report);
  return format === "sarif" ? sarifReport(report) : textReport(report, { color });
}
