import path from "node:path";
import type { Command } from "commander";
import { Option } from "commander";
import { deliver, formats, membersOf, type Format } from "../../hosts/deliver/deliver";
import { userDataTooLong } from "../../hosts/deliver/user-data-size";
import { promiseText } from "../../hosts/model/promise";
import { declaredHosts, type DeclaredHosts } from "../declared-hosts";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import { collect } from "../option-values";
import type { Run } from "../run";
import { writeFolder } from "../rendered-folder";
import type { StackOptions } from "../stack";
import type { Terminal } from "../terminal";

interface Options extends Pick<StackOptions, "var" | "varFile"> {
  readonly out: string;
  readonly format: Format;
  readonly member?: string;
  readonly json?: boolean;
}

export function addRender(program: Command, run: Run): void {
  program
    .command("render")
    .description(
      "Writes what the hosts of failover groups need: keepalived's configuration, scripts, service, firewall",
    )
    .argument(
      "[target]",
      "a stack as for plan, or a JSON file that declares hosts; default: the only stack in cdktf.out",
    )
    .requiredOption("--out <dir>", "the folder to write to: a new one, or one that was rendered before")
    .addOption(
      new Option(
        "--format <format>",
        "files: a tree for each member with manifest and install program; cloud-init: user data for the first start; " +
          "ansible: a playbook with inventory",
      )
        .choices(formats)
        .default("files"),
    )
    .option("--member <name>", "only this member; what was rendered of others stays")
    .option("--var <name=value>", "value of an input variable; repeat it for each", collect)
    .option("--var-file <file>", "file with values of input variables; repeat it for each", collect)
    .option("--json", "what was written, as JSON on stdout")
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover render --out rendered\n  ipfailover render hosts.json --out rendered --format ansible\n" +
        "  ipfailover render shop --out rendered --member a && scp -r rendered/ha/a root@a: && ssh root@a a/install",
    )
    .action((target: string | undefined, options: Options) => run((terminal) => render(target, options, terminal)));
}

async function render(target: string | undefined, options: Options, terminal: Terminal): Promise<ExitCode> {
  const { out, format, member } = options;
  const declared = await declaredHosts(target, options, terminal);
  const chosen = declared.filter(({ groups }) => member === undefined || namesOf(groups).includes(member));
  if (chosen.length === 0) {
    const known = declared.flatMap(({ groups }) => namesOf(groups)).join(", ");
    throw new UserError(`There is no member ${member ?? ""}; the members are ${known}.`);
  }
  const files = chosen.flatMap(({ name, groups }) =>
    deliver(groups, format, member).map((file) => ({ ...file, path: `${name}/${file.path}` })),
  );
  const { written, removed } = writeFolder(out, files, path.basename(target ?? ""), member !== undefined);
  if (options.json) {
    const promises = chosen.flatMap(({ groups }) => groups.map((group) => promiseText(group)));
    terminal.print(JSON.stringify({ out, format, files: files.map((file) => file.path), written, removed, promises }));
    return exitCodes.done;
  }
  for (const { name, groups } of chosen) terminal.print(summary(name, groups));
  if (format === "cloud-init") {
    for (const { path: file, content } of files) {
      const tooLong = userDataTooLong(path.basename(path.dirname(file)), content);
      if (tooLong !== undefined) terminal.note(`Warning: ${tooLong}`);
    }
  }
  terminal.note(`${out}: ${files.length} files, ${written} of them new or changed, ${removed} removed.`);
  return exitCodes.done;
}

function namesOf(groups: DeclaredHosts["groups"]): readonly string[] {
  return membersOf(groups).map(({ name }) => name);
}

function summary(name: string, groups: DeclaredHosts["groups"]): string {
  return [`${name}: ${namesOf(groups).join(", ")}`, ...groups.map((group) => `  ${promiseText(group)}`)].join("\n");
}
