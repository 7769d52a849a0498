/** Running commands of a demonstration where everybody can see them. */
import { spawn } from "node:child_process";
import type { Door } from "./door";

export interface Story {
  readonly dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One example on one simulated cloud. */
export interface Chapter {
  readonly title: string;
  /** Its folder in examples. */
  readonly example: string;
  readonly stack: string;
  /** Credentials, and what the example must be told. */
  readonly env: Readonly<Record<string, string>>;
  /** The whole story through one front door. Leaves the cloud as it was. */
  play(door: Door): Promise<void>;
  close(): Promise<void>;
}

const bold = (text: string, code = "1") => (process.env.NO_COLOR ? text : `\u001b[${code}m${text}\u001b[0m`);

export function tell(text: string): void {
  process.stdout.write(`\n${bold(`# ${text}`, "1;36")}\n`);
}

/** Shows a command line and runs it; fails unless it ends with the status that the story needs. */
export function show(
  { dir, env }: Story,
  shown: string,
  command: readonly string[],
  expected = 0,
  options: { readonly quiet?: boolean } = {},
): Promise<void> {
  process.stdout.write(`${bold(`$ ${shown}`)}\n`);
  const [file = "", ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: dir,
      env: { ...env, FORCE_COLOR: env.NO_COLOR ? "0" : "1" },
      stdio: ["ignore", options.quiet ? "ignore" : "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === expected) resolve();
      else reject(new Error(`"${shown}" ended with ${code}; the story needs ${expected}.`));
    });
  });
}
