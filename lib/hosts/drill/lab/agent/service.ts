/** The service of a member: what clients reach, what checks look at, and the programs that keepalived looks for. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { servingFile } from "../stand-ins";
import type { MemberSetup } from "../wire";
import { runCommand } from "./command";
import { answerAs } from "./identity";
import type { Identity } from "./identity";

export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const programs = "/run/ipfailover-lab/programs";

export function serviceOf({ name, addresses, servicePort, processes }: MemberSetup): Service {
  let identity: Identity | undefined;
  let children: readonly ChildProcess[] = [];
  return {
    async start() {
      if (identity) return;
      identity = await answerAs(name, addresses, servicePort);
      children = await Promise.all(processes.map(startProgram));
      writeFileSync(servingFile, "");
    },
    async stop() {
      rmSync(servingFile, { force: true });
      for (const child of children) child.kill("SIGKILL");
      children = [];
      await identity?.close();
      identity = undefined;
    },
  };
}

/** The kernel names a process after its file, so that a program that sleeps gets the name that is looked for. */
async function startProgram(name: string): Promise<ChildProcess> {
  mkdirSync(programs, { recursive: true });
  const { stdout } = await runCommand(["sh", "-c", "command -v sleep"]);
  const file = path.join(programs, name);
  copyFileSync(stdout.trim(), file);
  return spawn(file, ["infinity"], { stdio: "ignore" });
}
