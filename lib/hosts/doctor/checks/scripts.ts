/** Scripts as the user who runs them: whether he may, and what the checks say right now. */
import type { Config } from "../../keepalived/config/config";
import type { Command } from "../../keepalived/config/script";
import { valueOf } from "../../keepalived/config/settings";
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Host } from "../host";

export async function scriptChecks(
  host: Host,
  config: Config,
  options: { readonly run: boolean },
): Promise<readonly Check[]> {
  const commands = config.commands.filter(({ program, onlyOpensFile }) => program !== "" && !onlyOpensFile);
  const access = await Promise.all(commands.map((command) => mayRun(host, config, command)));
  const checks = commands.filter(({ keyword }) => keyword === "script");
  const now = options.run ? await Promise.all(checks.map((command) => runNow(host, config, command))) : [];
  return [...unique(access), ...now];
}

/** One script may stand in many places. */
function unique(checks: readonly Check[]): readonly Check[] {
  const seen = new Set<string>();
  return checks.filter(({ subject, message }) => {
    const key = `${subject ?? ""} ${message}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function userOf({ globals }: Config, { owner }: Command): string {
  return owner[0]?.text ?? valueOf(globals.last("script_user")) ?? "root";
}

/** `runuser -u` for another user; nobody but root can become one. */
function asUser(host: Host, user: string, words: readonly string[]): readonly [string, readonly string[]] | undefined {
  const [program = "", ...args] = words;
  if (user === "root") return host.isRoot ? [program, args] : undefined;
  return host.isRoot ? ["runuser", ["-u", user, "--", ...words]] : undefined;
}

async function mayRun(host: Host, config: Config, command: Command): Promise<Check> {
  const user = userOf(config, command);
  const named = { id: "script-user", subject: command.program };
  const asked = asUser(host, user, ["sh", "-c", 'command -v -- "$0" > /dev/null', command.program]);
  const ran = asked && (await host.run(...asked));
  if (ran === undefined) {
    const message = `Whether ${user} may run ${command.program}.`;
    return open({ ...named, message }, "run the doctor as root");
  }
  if (ran.code === 0) return ok({ ...named, message: `${user} may run ${command.program}.` });
  return problem(
    { ...named, message: `${user} cannot run ${command.program}.` },
    "error",
    `keepalived runs ${command.keyword} of ${command.of} as ${user}: it logs one line and never runs it.`,
    "Let that user read and execute the script and enter every folder above it.",
  );
}

/** keepalived runs the checks all the time: once more does no harm. Notify scripts are never run here. */
async function runNow(host: Host, config: Config, command: Command): Promise<Check> {
  const script = config.scripts.find(({ name }) => name === command.of);
  const seconds = script?.timeout ?? script?.interval ?? 1;
  const named = { id: "script-now", subject: command.of };
  const asked = asUser(host, userOf(config, command), [command.program, ...command.arguments]);
  const ran = asked && (await host.run(...asked, { timeoutMs: seconds * 1000 }));
  const line = [command.program, ...command.arguments].join(" ");
  if (ran === undefined) {
    const how = host.isRoot ? "it cannot be started: see whether it exists and may be run" : "run the doctor as root";
    return open({ ...named, message: `What ${line} says now.` }, how);
  }
  if (ran.code === 0) return ok({ ...named, message: `${line} passes.` });
  const result = ran.code === null ? `was not done after ${seconds} s` : `fails with ${ran.code}`;
  return problem(
    { ...named, message: `${line} ${result}.` },
    "warning",
    `As long as ${command.of} fails, this member does not hold the address, or holds it with a lower priority.`,
    "Look at the service that it asks.",
  );
}
