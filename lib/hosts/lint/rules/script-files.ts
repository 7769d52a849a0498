/** Scripts as they lie on the member: only with its whole tree at hand. */
import path from "node:path";
import type { Command } from "../../keepalived/config/script";
import { valueOf } from "../../keepalived/config/settings";
import type { FileStatus } from "../../keepalived/file-tree";
import type { LintMember } from "../member";
import { memberRule } from "../rule";
import { hasUser } from "./scripts";

/** Where keepalived looks for a program without a slash, under systemd. */
const searchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

interface Program {
  readonly command: Command;
  /** As named in the configuration, or as found on the path. */
  readonly path: string;
  readonly status?: FileStatus;
}

function programs({ config, tree, wholeTree }: LintMember): readonly Program[] {
  if (!wholeTree) return [];
  return config.commands
    .filter(({ onlyOpensFile, program }) => !onlyOpensFile && program !== "")
    .filter(({ program }) =>
      program.startsWith("/") ? tree.covers(program) : !program.includes("/") && tree.covers("/usr/bin/env"),
    )
    .map((command) => {
      const found = command.program.startsWith("/")
        ? command.program
        : searchPath.map((folder) => `${folder}/${command.program}`).find((file) => tree.status(file) !== undefined);
      const status = found === undefined ? undefined : tree.status(found);
      return { command, path: found ?? command.program, ...(status === undefined ? {} : { status }) };
    });
}

const named = ({ keyword, of }: Command) => `${keyword} of ${of}`;

const scriptMissing = memberRule({
  id: "script-missing",
  severity: "error",
  title: "A script does not exist",
  why: "keepalived runs and never calls it. A check that is missing never fails, and a notify script that is missing never tells the cloud. Of notify scripts `keepalived -t` says nothing.",
  fix: "Install the script, or correct its path.",
  configTest: 0,
  *check(member) {
    for (const { command, path: file, status } of programs(member)) {
      if (status?.kind === "file") continue;
      const message = status === undefined ? `There is no ${file}.` : `${file} is no regular file.`;
      yield { position: command.position, message: `${named(command)}: ${message}` };
    }
  },
});

const scriptNotExecutable = memberRule({
  id: "script-not-executable",
  severity: "error",
  title: "A script is not executable",
  why: "keepalived logs one line and never runs it. Of notify scripts `keepalived -t` says nothing.",
  fix: "chmod 0755 the script.",
  configTest: 0,
  *check(member) {
    for (const { command, path: file, status } of programs(member)) {
      if (status?.kind !== "file" || (status.mode & 0o111) !== 0) continue;
      yield { position: command.position, message: `${named(command)}: ${file} has mode ${octal(status.mode)}.` };
    }
  },
});

const scriptInterpreter = memberRule({
  id: "script-interpreter",
  severity: "error",
  title: "A script's first line names no interpreter of this member",
  why: "The script cannot be started: a check fails for ever, a notify script does nothing. keepalived sees an executable file and says nothing.",
  fix: "Correct the first line; convert the file to line feeds if it was written on Windows.",
  configTest: 0,
  *check(member) {
    for (const { command, path: file, status } of programs(member)) {
      if (status?.kind !== "file") continue;
      const first = member.tree.read(file)?.subarray(0, 256).toString("latin1").split("\n")[0] ?? "";
      const interpreter = /^#![ \t]*([^ \t\r]+)/.exec(first)?.[1];
      if (interpreter === undefined) continue;
      if (first.endsWith("\r")) {
        yield {
          position: command.position,
          message: `${named(command)}: the first line of ${file} ends with a carriage return.`,
        };
      } else if (member.tree.covers(interpreter) && member.tree.status(interpreter) === undefined) {
        yield {
          position: command.position,
          message: `${named(command)}: ${file} wants ${interpreter}, which does not exist.`,
        };
      }
    }
  },
});

const scriptUserUnknown = memberRule({
  id: "script-user-unknown",
  severity: "error",
  title: "A script's user does not exist",
  why: "keepalived disables the check, or never runs the notify script; of the latter `keepalived -t` says nothing.",
  fix: "Create the user, or name another.",
  configTest: 5,
  *check({ config, tree, wholeTree }) {
    const passwd = wholeTree ? tree.read("/etc/passwd") : undefined;
    if (passwd === undefined) return;
    const common = config.globals.last("script_user");
    const users = [
      ...(common ? [{ name: valueOf(common), position: common.position }] : []),
      ...config.commands.map(({ owner, position }) => ({ name: owner[0]?.text, position })),
    ];
    for (const { name, position } of users) {
      if (name === undefined || hasUser(passwd, name)) continue;
      yield { position, message: `There is no user "${name}" in /etc/passwd.` };
    }
  },
});

const scriptUnsafe = memberRule({
  id: "script-unsafe",
  severity: "error",
  title: "A script that runs as root can be changed by others",
  why: "With enable_script_security keepalived disables it with one line in its log, and `keepalived -t` says nothing of notify scripts; without it whoever may write there becomes root.",
  fix: "chown root:root and chmod go-w the script and every folder above it.",
  configTest: 0,
  *check(member) {
    for (const { command, path: file, status } of programs(member)) {
      if (status === undefined || !runsAsRoot(command, member)) continue;
      const paths = new Set([...partsOf(file), ...partsOf(member.tree.resolved(file) ?? file)]);
      for (const part of paths) {
        const fault = unsafe(member.tree.status(part), part);
        if (fault !== undefined) yield { position: command.position, message: `${named(command)}: ${fault}` };
      }
    }
  },
});

function runsAsRoot({ owner }: Command, { config, tree }: LintMember): boolean {
  const user = owner[0]?.text ?? valueOf(config.globals.last("script_user"));
  if (user !== undefined) return user === "root";
  return !hasUser(tree.read("/etc/passwd"), "keepalived_script");
}

function partsOf(file: string): readonly string[] {
  const folder = path.posix.dirname(file);
  return folder === file ? [file] : [...partsOf(folder), file];
}

/** Source: keepalived 2.2.7, lib/notify.c, check_security(). */
function unsafe(status: FileStatus | undefined, part: string): string | undefined {
  if (status === undefined) return undefined;
  const { kind, mode, owner, group } = status;
  if (owner !== undefined && owner !== 0) return `${part} belongs to user ${owner}.`;
  const sticky = kind === "directory" && (mode & 0o1000) !== 0;
  if (sticky || kind === "other") return undefined;
  const byGroup = group !== undefined && group !== 0 && (mode & 0o020) !== 0;
  return byGroup || (mode & 0o002) !== 0 ? `${part} has mode ${octal(mode)}.` : undefined;
}

const octal = (mode: number) => `0${(mode & 0o7777).toString(8)}`;

/** Programs that speak to a cloud's API. */
const apiCall =
  /\b(curl|wget|http|httpie|aws|az|gcloud|hcloud|ovhcloud|scw|ionosctl|doctl|openstack|linode-cli|vultr-cli)\s+\S/;

const notifyCallsApi = memberRule({
  id: "notify-calls-api",
  severity: "warning",
  title: "A notify script calls an API",
  why: "One call from notify_master is wrong by design: after a cut of adverts for 6 s the address was on the wrong member in 5 of 5 runs, and with errors on the first calls it was dead in 4 of 4. keepalived runs notify scripts at once, in no order, and kills them when it stops.",
  fix: "Let notify only write the state down, and let a worker that repeats itself move the route towards the master.",
  configTest: 0,
  *check(member) {
    for (const { command, path: file, status } of programs(member)) {
      if (!command.keyword.startsWith("notify") || status?.kind !== "file") continue;
      const content = member.tree.read(file)?.subarray(0, 65_536).toString("utf8") ?? "";
      if (!content.startsWith("#!")) continue;
      const lines = content.split("\n");
      const at = lines.findIndex((line) => !line.trimStart().startsWith("#") && apiCall.test(line));
      const call = apiCall.exec(lines[at] ?? "")?.[1];
      if (call === undefined) continue;
      yield { position: command.position, message: `${named(command)}: ${file} runs ${call} in line ${at + 1}.` };
    }
  },
});

export const scriptFileRules = [
  scriptMissing,
  scriptNotExecutable,
  scriptInterpreter,
  scriptUserUnknown,
  scriptUnsafe,
  notifyCallsApi,
];
