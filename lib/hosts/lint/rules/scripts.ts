/** Programs that keepalived runs, as far as the configuration alone tells. */
import type { Command } from "../../keepalived/config/script";
import { decimal, valueOf, valuePosition, wholeNumber } from "../../keepalived/config/settings";
import { compareVersions, firstVersionWith } from "../../model/keepalived-version";
import { commandWords } from "../../keepalived/words";
import { memberRule } from "../rule";

const scriptTiming = memberRule({
  id: "script-timing",
  severity: "error",
  title: "A number of a check is not possible",
  why: "keepalived ignores it and takes its default: a check each second with a time-out of a second, one failure, one success, weight 0.",
  fix: "interval and timeout: whole seconds from 1, with fractions only from keepalived 2.3.2; fall and rise: from 1; weight: -253 to 253, with reverse at most.",
  configTest: 5,
  *check({ config, version }) {
    const fractions = compareVersions(version, firstVersionWith("script_interval_fraction")) >= 0;
    const seconds = (value: string) => (fractions ? decimal(value, 0.001, 4294) : wholeNumber(value, 1, 4294));
    const readers: Readonly<Record<string, (value: string) => number | undefined>> = {
      interval: seconds,
      timeout: seconds,
      fall: (value) => wholeNumber(value, 1, 2_147_483_647),
      rise: (value) => wholeNumber(value, 1, 2_147_483_647),
      weight: (value) => wholeNumber(value, -253, 253),
    };
    for (const { name, settings } of config.scripts) {
      for (const { words } of settings.all("weight")) {
        const direction = words[2];
        if (direction === undefined || ["reverse", "noreverse"].includes(direction.text)) continue;
        yield { position: direction.position, message: `weight of ${name} is followed by "${direction.text}".` };
      }
      for (const [keyword, read] of Object.entries(readers)) {
        for (const directive of settings.all(keyword)) {
          const value = valueOf(directive);
          if (value === undefined || read(value) !== undefined) continue;
          const tooEarly = !fractions && decimal(value, 0.001, 4294) !== undefined && read === seconds;
          yield {
            position: valuePosition(directive),
            message: tooEarly
              ? `${keyword} of ${name} is ${value} s, and keepalived ${version} takes whole seconds only.`
              : `${keyword} of ${name} is "${value}".`,
          };
        }
      }
    }
  },
});

const scriptCommandMissing = memberRule({
  id: "script-command-missing",
  severity: "error",
  title: "A check has no command",
  why: "keepalived removes the check, and whoever tracks it tracks nothing.",
  fix: 'Write script "/path/of/the/program its arguments".',
  configTest: 5,
  *check({ config }) {
    for (const { name, position, command } of config.scripts) {
      if (command === undefined || command.program === "") yield { position, message: `${name} has no script.` };
    }
  },
});

const scriptDuplicate = memberRule({
  id: "script-duplicate",
  severity: "error",
  title: "Two checks have one name",
  why: "Instances track the first one; the other is never run, and `keepalived -t` says nothing.",
  fix: "Give each check its own name.",
  configTest: 0,
  *check({ config }) {
    const seen = new Map<string, number>();
    for (const { name, position } of config.scripts) {
      const earlier = seen.get(name);
      if (earlier === undefined) seen.set(name, position.line);
      else yield { position, message: `"${name}" is already in line ${earlier}.` };
    }
  },
});

const scriptArguments = memberRule({
  id: "script-arguments",
  severity: "error",
  title: "A command's arguments are not quoted",
  why: "Only the first word is the command. keepalived drops the other words of a check, and takes those of a notify script as the user and group to run it as: nobody has that name, and the script is never run. `keepalived -t` says nothing.",
  fix: "Put the command and its arguments into double quotes together.",
  configTest: 0,
  *check({ config }) {
    const checks = config.scripts.flatMap(({ name, settings }) =>
      settings.all("script").map((directive) => ({
        name,
        position: directive.position,
        rest: commandWords(directive.line).words.slice(2),
      })),
    );
    const notifications = [...config.instances, ...config.syncGroups].flatMap(({ name, notifications: commands }) =>
      commands.map(({ owner, position }) => ({ name, position, rest: looksLikeArguments(owner) ? owner : [] })),
    );
    for (const { name, position, rest } of [...checks, ...notifications]) {
      if (rest.length === 0) continue;
      yield {
        position,
        message: `A command of ${name} is followed by ${rest.map((word) => `"${word.text}"`).join(" ")}.`,
      };
    }
  },
});

/** A user and perhaps a group may follow; those have names that start with a letter. */
function looksLikeArguments(owner: Command["owner"]): boolean {
  return owner.length > 2 || owner.some((word) => !/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/.test(word.text));
}

const scriptPath = memberRule({
  id: "script-path",
  severity: "warning",
  title: "A command's path is not absolute",
  why: "A path with a slash is looked for from keepalived's working directory and a name alone on its PATH; both depend on how it was started.",
  fix: "Write the path from / on.",
  configTest: 0,
  *check({ config }) {
    for (const { program, keyword, of, position, onlyOpensFile } of config.commands) {
      if (onlyOpensFile || program.startsWith("/") || program === "") continue;
      // A name alone is looked for on the PATH that keepalived was started with: mostly that of systemd.
      const severity = program.includes("/") ? ("warning" as const) : ("info" as const);
      yield { position, severity, message: `${keyword} of ${of} is "${program}".` };
    }
  },
});

const scriptSecurity = memberRule({
  id: "script-security",
  severity: "warning",
  title: "Script security is off",
  why: "Whoever can write to a script or to a folder on its path becomes root on this host, and `keepalived -t` answers 6 to everything, so that another fault is not noticed.",
  fix: "Write enable_script_security and script_user root in global_defs; scripts and all folders above them must then belong to root and be writable by nobody else.",
  configTest: 6,
  *check({ config }) {
    const first = config.commands.find(({ onlyOpensFile }) => !onlyOpensFile);
    if (first === undefined || config.globals.has("enable_script_security")) return;
    yield { position: first.position, message: `${first.keyword} of ${first.of} runs without enable_script_security.` };
  },
});

const notifyStop = memberRule({
  id: "notify-stop",
  severity: "info",
  title: "A script at the end has a second",
  why: "When keepalived stops, only the stop scripts are run, and they are ended about a second later; on kill -9 all running scripts are ended at once.",
  fix: "Let the script finish within a second, or start a systemd unit that does the rest.",
  configTest: 0,
  *check({ config }) {
    for (const { keyword, of, position } of config.commands) {
      if (keyword === "notify_stop") yield { position, message: `${of} has notify_stop.` };
    }
  },
});

const scriptUser = memberRule({
  id: "script-user",
  severity: "warning",
  title: "Nobody says which user runs the scripts",
  why: "keepalived takes the user keepalived_script, which Debian does not create. With enable_script_security the scripts are then disabled; without it they run as root.",
  fix: "Write script_user root in global_defs, or create the user keepalived_script.",
  configTest: 5,
  *check({ config, wholeTree, tree }) {
    if (config.globals.has("script_user")) return;
    if (wholeTree && hasUser(tree.read("/etc/passwd"), "keepalived_script")) return;
    const first = config.commands.find(({ owner, onlyOpensFile }) => owner.length === 0 && !onlyOpensFile);
    if (first === undefined) return;
    const disabled = config.globals.has("enable_script_security");
    yield {
      position: first.position,
      ...(disabled ? { severity: "error" as const } : {}),
      message: `${first.keyword} of ${first.of} has no user, and there is no script_user.`,
    };
  },
});

export function hasUser(passwd: Buffer | undefined, user: string): boolean {
  return (
    passwd
      ?.toString("utf8")
      .split("\n")
      .some((line) => line.startsWith(`${user}:`)) ?? false
  );
}

export const scriptRules = [
  scriptTiming,
  scriptCommandMissing,
  scriptDuplicate,
  scriptArguments,
  scriptPath,
  scriptSecurity,
  scriptUser,
  notifyStop,
];
