/** The daemon, its version, and what its own test says of its own file. */
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Daemon } from "../daemon";
import type { Host } from "../host";

export function daemonCheck(daemons: readonly Daemon[], chosen: Daemon | undefined): Check {
  const id = "daemon";
  if (chosen !== undefined) {
    const more = daemons.length > 1 ? `; ${daemons.length - 1} more in this network namespace` : "";
    return ok({ id, message: `keepalived runs with ${chosen.file} as process ${chosen.pid}${more}.` });
  }
  return problem(
    { id, message: "No keepalived runs here." },
    "error",
    "This member takes nothing over. An address that a killed keepalived left behind stays on it, beside the new holder's.",
    "systemctl start keepalived, and look into journalctl -u keepalived for why it does not run.",
  );
}

/** 5 and 6, whatever the manual page says: it names 4 and 5. */
const meanings: Readonly<Record<number, string>> = {
  2: "keepalived would not start",
  4: "the file, or one that it includes, is missing or executable",
  5: "something is wrong; keepalived may run all the same, with what it adjusted or left out",
  6: "scripts run without script security",
};

export async function configTest(host: Host, file: string, configId: string): Promise<Check> {
  const id = "config-test";
  const args = ["-t", "-e", "-f", file, "-i", configId];
  const ran = await host.run("keepalived", args);
  if (ran === undefined) {
    return open({ id, message: "What keepalived -t says: there is no keepalived." }, "apt-get install keepalived");
  }
  // Each of its processes reads the file, and says the same.
  const said = [...new Set(`${ran.stderr}${ran.stdout}`.trim().split("\n").filter(Boolean))];
  const command = `keepalived ${args.join(" ")}`;
  if (ran.code === 0) return ok({ id, message: `${command} has nothing to say.` });
  return problem(
    {
      id,
      message: `${command} answers ${ran.code ?? "nothing in time"}: ${said.slice(0, 5).join(" | ") || "without a word"}`,
    },
    ran.code === 6 ? "warning" : "error",
    `It means: ${meanings[ran.code ?? -1] ?? "keepalived could not finish its test"}.`,
    "Mend what it names; the linter's findings below may say more.",
  );
}
