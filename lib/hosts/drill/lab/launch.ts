/** Starts a lab in new namespaces, as an ordinary user, and ends it. */
import { spawn } from "node:child_process";
import path from "node:path";
import { ownNamespaces } from "./agent/guard";
import { mountPoint } from "./mount-point";
import { createPeer } from "./peer";
import type { Peer } from "./peer";
import type { LabPlan } from "./plan";
import { toolPath } from "./tool-path";
import type { LabEvent, LabMethods } from "./wire";

export interface LaunchOptions {
  /** The agent's file; default: the one beside this. */
  readonly agent?: string;
  /** Put before the command, such as `setpriv` with its options. */
  readonly launcher?: readonly string[];
  readonly event?: (event: LabEvent) => void;
}

export interface Lab extends Peer<LabMethods> {
  readonly plan: LabPlan;
  /** Of the process outside whose end is the end of the lab. */
  readonly pid: number;
  close(): Promise<void>;
}

export const namespaceFlags = [
  "--user",
  "--map-root-user",
  "--net",
  "--mount",
  "--pid",
  "--fork",
  "--mount-proc",
  "--kill-child",
];

const endMs = 5000;

/** @throws Error when a tool or a permission is missing */
export async function launchLab(plan: LabPlan, options: LaunchOptions = {}): Promise<Lab> {
  const agent = options.agent ?? path.join(__dirname, "agent", "main.js");
  const point = mountPoint([process.execPath, agent]);
  const inside = [process.execPath, agent, "lab", point.folder, JSON.stringify(ownNamespaces())];
  const [program = "", ...args] = [...(options.launcher ?? []), "unshare", ...namespaceFlags, ...inside];
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: environment() });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-4000)));
  const ended = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      complaint += error.message;
      resolve();
    });
    child.on("close", () => resolve());
  });
  const peer = createPeer<Record<never, never>, LabMethods>({
    input: child.stdout,
    output: child.stdin,
    event: (event) => options.event?.(event as LabEvent),
  });
  const close = async () => {
    child.stdin.end();
    // Whatever keeps it: with its first process everything in it is gone.
    const timer = setTimeout(() => child.kill("SIGKILL"), endMs);
    await ended;
    clearTimeout(timer);
    point.remove();
  };
  try {
    await peer.call("build", plan);
  } catch (error) {
    await close();
    throw new Error(`The lab could not be built: ${(error as Error).message}.${complaint && `\n${complaint.trim()}`}`);
  }
  return { ...peer, plan, pid: child.pid ?? -1, close };
}

/** Nothing of the caller's but what is needed to find programs: no credentials reach the lab's scripts. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: toolPath(), LC_ALL: "C" };
}
