/** How long the process lives: as long as the Terraform that started it, and never less than a running change. */
import { stderrLog } from "./log";

export interface Lifetime {
  /** Aborted once Terraform wants to stop, or is gone. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
  /** Counts work that must not be cut off. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  /** To be called when a connection ended, because that is when Terraform may have died. */
  readonly checkParent: () => void;
}

const PARENT_POLL_MS = 500;
/** What an orphan may take to bring its running changes to an end. */
const LAST_WORK_MS = 10_000;

export function createLifetime(): Lifetime {
  const log = stderrLog((text) => text);
  const parent = process.ppid;
  const stopping = new AbortController();
  let running = 0;
  let orphaned = false;

  const endWhenIdle = () => {
    if (orphaned && running === 0) process.exit(1);
  };
  const checkParent = () => {
    if (orphaned || process.ppid === parent) return;
    orphaned = true;
    stopping.abort(new Error("Terraform is gone"));
    setTimeout(() => process.exit(1), LAST_WORK_MS);
    endWhenIdle();
  };
  // Terraform that was killed says nothing; its children get another parent.
  setInterval(checkParent, PARENT_POLL_MS).unref();

  // A signal goes to the whole group of processes. Terraform asks for the end itself, once what runs is recorded.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => log("debug", `${signal} is left to Terraform`));
  }
  // The end of this process in the middle of a change would lose the object that was just made.
  process.on("uncaughtException", (error) => log("error", `uncaught: ${error.stack ?? error.message}`));
  process.on("unhandledRejection", (reason) => log("error", `unhandled rejection: ${String(reason)}`));

  return {
    signal: stopping.signal,
    stop: () => stopping.abort(new Error("Terraform was interrupted")),
    during: async (work) => {
      running++;
      try {
        return await work;
      } finally {
        running--;
        endWhenIdle();
      }
    },
    checkParent,
  };
}
