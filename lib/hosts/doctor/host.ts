/** The member that the doctor looks at: its programs and its files. */
import { spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { FileTree } from "../keepalived/file-tree";
import { rootedTree } from "../lint/input/trees";

export interface Ran {
  /** Null when it was ended because its time was up. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly timeoutMs?: number;
  /** What it reads from its standard input. */
  readonly input?: string;
}

export interface Host {
  readonly name: string;
  readonly isRoot: boolean;
  readonly tree: FileTree;
  /** Where a symbolic link of the kernel's points to, such as /proc/self/ns/net. */
  link(path: string): string | undefined;
  /** Undefined when there is no such program. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Ran | undefined>;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Debian keeps what a doctor needs in sbin, which an ordinary user's PATH lacks. */
const searchPath = () => `${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`;

/** This machine. */
export function thisHost(): Host {
  return {
    name: hostname().split(".")[0] ?? "localhost",
    isRoot: process.getuid?.() === 0,
    tree: rootedTree("/"),
    link: (path) => {
      try {
        return readlinkSync(path);
      } catch {
        return undefined;
      }
    },
    run: runHere,
  };
}

function runHere(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, PATH: searchPath(), LC_ALL: "C" },
      timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // Who ends before it has read everything is no failure of ours.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    child.on("error", () => resolve(undefined));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
