/** keepalived on one member, under what its systemd unit would do. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { monotonicMs } from "../../clock";
import type { LabUnit } from "../plan";
import { setgroupsFile } from "../stand-ins";
import type { LabEvent, VrrpState } from "../wire";
import { runCommand } from "./command";

const pidFiles = ["/run/keepalived/keepalived.pid", "/run/keepalived/vrrp.pid"] as const;

export interface Daemon {
  start(): void;
  /** Fulfilled as soon as the daemon has been asked; it ends a little later. */
  stop(): void;
  kill(): void;
}

export function superviseKeepalived(member: string, unit: LabUnit, tell: (event: LabEvent) => void): Daemon {
  let child: ChildProcess | undefined;
  let wanted = false;
  // keepalived takes a second to end; whoever starts it meanwhile gets it when that is over.
  let startAtEnd = false;

  const start = () => {
    startAtEnd = child !== undefined && !wanted;
    wanted = true;
    if (child) return;
    // VRRP only (-P), in the foreground, logging to its output and not to the syslog of the machine below.
    const flags = ["-P", "-n", "-l", "-G", "-D", "-f", unit.config, "-p", pidFiles[0], "-r", pidFiles[1]];
    const started = spawn("keepalived", flags, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, LD_PRELOAD: setgroupsFile },
    });
    child = started;
    tell({ kind: "daemon", at: monotonicMs(), member, running: true });
    for (const stream of [started.stdout, started.stderr]) {
      createInterface({ input: stream }).on("line", (line) => heard(line));
    }
    started.on("error", () => undefined);
    // Not "close": a script that outlives the daemon keeps its output open.
    started.on("exit", () => void ended());
  };

  const heard = (text: string) => {
    const at = monotonicMs();
    // "Thu Jan  1 00:00:00 1970: (web) Entering MASTER STATE"
    const line = text.replace(/^\w{3} \w{3} +\d+ [\d:]+ \d{4}: /, "");
    tell({ kind: "log", at, member, line });
    // Asked to end, it is nobody's master from now on, though it takes a second to be gone.
    const left = wanted ? undefined : /^\((.+?)\) sent 0 priority/.exec(line);
    if (left) tell({ kind: "state", at, member, instance: left[1] ?? "", state: "STOP" });
    const entered = /^\((.+?)\) Entering (MASTER|BACKUP|FAULT) STATE/.exec(line);
    if (entered) {
      const [, instance = "", state = ""] = entered;
      tell({ kind: "state", at, member, instance, state: state as VrrpState });
    }
  };

  const ended = async () => {
    child = undefined;
    tell({ kind: "daemon", at: monotonicMs(), member, running: false });
    for (const command of unit.stopPost) await runCommand(["sh", "-c", command]);
    if (startAtEnd) start();
    else if (wanted && unit.restartMs !== undefined) setTimeout(() => wanted && start(), unit.restartMs);
  };

  return {
    start,
    stop() {
      wanted = false;
      child?.kill("SIGTERM");
    },
    kill() {
      // The child first: it would hear of its parent's death and end in good order.
      for (const file of [...pidFiles].reverse()) kill(file);
    },
  };
}

function kill(pidFile: string): void {
  try {
    process.kill(Number(readFileSync(pidFile, "utf8")), "SIGKILL");
  } catch {
    // It has ended already.
  }
}
