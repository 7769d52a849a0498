/** systemd's view of keepalived, and the clock. */
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Host } from "../host";

export async function serviceChecks(host: Host): Promise<readonly Check[]> {
  const id = "service";
  const properties = ["Restart", "ActiveState", "UnitFileState", "LoadState"];
  const ran = await host.run("systemctl", [
    "show",
    "keepalived.service",
    ...properties.map((name) => `--property=${name}`),
  ]);
  if (ran?.code !== 0) {
    return [
      open(
        { id, message: "Whether keepalived is started at boot and again after a crash: systemd does not answer." },
        "systemctl show keepalived --property=Restart,UnitFileState",
      ),
    ];
  }
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(ran.stdout)?.[1] ?? "";
  if (value("LoadState") === "not-found") {
    return [
      open(
        { id, message: "Whether keepalived is started again after a crash: there is no unit keepalived.service." },
        "look at what starts it",
      ),
    ];
  }
  return [restartCheck(value("Restart")), bootCheck(value("UnitFileState"))];
}

function restartCheck(restart: string): Check {
  const named = { id: "service", subject: "restart" };
  if (!["", "no", "on-success"].includes(restart)) return ok({ ...named, message: `Restart=${restart}.` });
  return problem(
    { ...named, message: `The unit has Restart=${restart || "no"}.` },
    "warning",
    "After kill -9 or a crash the address stayed on the dead member in 20 of 20 runs, beside the new holder, for ever.",
    "Add a drop-in with Restart=always and RestartSec=1 under [Service].",
  );
}

function bootCheck(state: string): Check {
  const named = { id: "service", subject: "boot" };
  if (["enabled", "enabled-runtime", "static", "linked"].includes(state))
    return ok({ ...named, message: `The unit is ${state}.` });
  return problem(
    { ...named, message: `The unit is ${state || "not enabled"}.` },
    "warning",
    "After a reboot this member takes nothing over.",
    "systemctl enable keepalived",
  );
}

export async function clockCheck(host: Host): Promise<Check> {
  const id = "clock";
  const ran = await host.run("timedatectl", ["show", "--property=NTPSynchronized", "--value"]);
  const answer = ran?.code === 0 ? ran.stdout.trim() : "";
  if (answer === "yes") return ok({ id, message: "The clock is synchronized." });
  if (answer !== "no")
    return open({ id, message: "Whether the clock is right." }, "timedatectl, chronyc tracking or ntpq -p");
  return problem(
    { id, message: "The clock is not synchronized." },
    "warning",
    "Members' logs cannot be put side by side, certificates and signed requests to a cloud's API are refused once it is off by minutes.",
    "Install chrony or systemd-timesyncd.",
  );
}
