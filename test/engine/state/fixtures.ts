/** Small states, and processes of their own that use one. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Address } from "../../../lib/engine/model";
import type { NewObject } from "../../../lib/engine/state";

export const PROVIDER = 'provider["registry.terraform.io/cdktf-ip-failover/ipfailover"]';
export const BUILTIN = 'provider["terraform.io/builtin/terraform"]';

export function managed(type: string, name: string, key?: string | number): Address {
  return { mode: "managed", type, name, ...(key !== undefined && { key }) };
}

export function group(ip: string): NewObject {
  return {
    schemaVersion: 0,
    attributes: { id: `g-${ip}`, ip, members: { a: { server: "s1" } } },
    sensitiveAttributes: [],
    dependencies: [],
  };
}

/** A folder that is removed after each test of the file. */
export function useFolder(): () => string {
  let folder = "";
  beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-state-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

export interface Child {
  readonly process: ChildProcess;
  /** Fulfilled when the child has printed the line; rejected when it ends without. */
  printed(line: string): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly output: string }>;
}

/** Runs one of the scripts beside this file. */
export function startScript(script: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(__dirname, script), ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const watchers = new Set<() => void>();
  const collect = (text: string) => {
    output += text;
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  const ended: Child["ended"] = new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, output }));
  });
  const printed = (line: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (output.includes(line)) resolve();
      };
      watchers.add(check);
      check();
      void ended.then(() => reject(new Error(`ended without printing "${line}": ${output}`)));
    });
  return { process: child, printed, ended };
}
