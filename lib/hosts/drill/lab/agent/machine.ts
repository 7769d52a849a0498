/** Starts machines: processes in a network namespace of their own that are spoken to over their pipes. */
import { spawn } from "node:child_process";
import { createPeer } from "../peer";
import type { Methods, Peer } from "../peer";
import { hostFolder } from "./root-folder";

export interface Machine<M extends Methods<M>> extends Peer<M> {
  /** A process in the machine's network namespace. */
  readonly pid: number;
  /** Ends everything on it, at once. */
  powerOff(): void;
}

/**
 * Runs as the first process of a member: its root folder, its processes, its name. It stays to collect orphans that have
 * ended, which Node does not: keepalived takes a dead process that nobody has collected for a running one.
 */
const boot = `set -e
root=$1 name=$2; shift 2
mount --rbind / "$root${hostFolder}"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
hostname "$name"
exec chroot "$root" sh -c 'exec 3<&0; "$@" <&3 3<&- & wait "$!"' init "$@"`;

const agent = process.argv[1] ?? "";

/** A member has processes, mounts and a root folder of its own; all of its processes die with the first one. */
export function startMember<M extends Methods<M>>(
  name: string,
  root: string,
  event: (event: unknown) => void,
): Machine<M> {
  const program = [process.execPath, `${hostFolder}${agent}`, "member"];
  const flags = ["--net", "--mount", "--uts", "--pid", "--fork", "--kill-child"];
  return start(["unshare", ...flags, "sh", "-c", boot, "boot", root, name, ...program], event);
}

export function startStation<M extends Methods<M>>(event: (event: unknown) => void): Machine<M> {
  return start(["unshare", "--net", "--mount", process.execPath, agent, "station"], event);
}

function start<M extends Methods<M>>(
  [program = "", ...args]: readonly string[],
  event: (event: unknown) => void,
): Machine<M> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  if (child.pid === undefined) throw new Error(`${program} could not be started.`);
  const peer = createPeer<Record<never, never>, M>({ input: child.stdout, output: child.stdin, event });
  return { ...peer, pid: child.pid, powerOff: () => void child.kill("SIGKILL") };
}
