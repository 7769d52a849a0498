/** A stack on disk, opened for planning and applying. */
import { loadConfig, openState } from "../engine";
import type { StackConfig, StateStore } from "../engine";
import { packageVersion } from "../version";
import type { ExitCode } from "./failure";
import { interruptible } from "./interrupt";
import type { Interrupt } from "./interrupt";
import { wholeSeconds } from "./option-values";
import type { Terminal } from "./terminal";

/** Options that every command on a stack has. */
export interface StackOptions {
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly lock?: boolean;
  readonly lockTimeout?: string;
}

export interface OpenStack {
  readonly config: StackConfig;
  readonly store: StateStore;
}

/** Opens the stack, works on it until done or interrupted, and gives its lock up. */
export function onStack(
  directory: string | undefined,
  options: StackOptions,
  operation: "plan" | "apply",
  terminal: Terminal,
  work: (stack: OpenStack, interrupt: Interrupt) => Promise<ExitCode>,
): Promise<ExitCode> {
  return interruptible(terminal, async (interrupt) => {
    const stack = await openStack(directory, options, operation, terminal, interrupt.signal);
    try {
      return await work(stack, interrupt);
    } finally {
      await stack.store.close();
    }
  });
}

async function openStack(
  directory: string | undefined,
  options: StackOptions,
  operation: "plan" | "apply",
  terminal: Terminal,
  signal: AbortSignal,
): Promise<OpenStack> {
  const config = loadConfig({
    directory,
    cwd: process.cwd(),
    env: process.env,
    ...(options.var ? { variables: options.var } : {}),
    ...(options.varFile ? { variableFiles: options.varFile } : {}),
  });
  const lock = {
    operation: operation === "plan" ? "OperationTypePlan" : "OperationTypeApply",
    version: packageVersion,
    timeoutMs: wholeSeconds(options.lockTimeout ?? "0s"),
    onWaiting: () => terminal.note("Waiting for whoever holds the state's lock..."),
  };
  const store = await openState(config.statePath, { lock: options.lock === false ? false : lock, signal });
  if (store.recovered) terminal.note(`${config.statePath}: the last run was cut off while it wrote; nothing was lost.`);
  return { config, store };
}
