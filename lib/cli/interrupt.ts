/** Ctrl-C: the first one stops cleanly, what is under way ends or is recorded; the second one ends the process. */
import { explain } from "./explain";
import { exitCodes } from "./failure";
import type { ExitCode } from "./failure";
import type { Terminal } from "./terminal";

export interface Interrupt {
  readonly signal: AbortSignal;
  readonly hit: () => boolean;
}

/** Runs `work`, which Ctrl-C stops. What fails because of that is told, and is still an interruption. */
export async function interruptible(
  terminal: Terminal,
  work: (interrupt: Interrupt) => Promise<ExitCode>,
): Promise<ExitCode> {
  const controller = new AbortController();
  const hit = () => controller.signal.aborted;
  const stop = (name: NodeJS.Signals) => {
    if (hit()) process.exit(exitCodes.interrupted);
    terminal.note(`\nInterrupted (${name}). Stopping once what is under way is recorded; press again to stop at once.`);
    controller.abort(new Error("interrupted"));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    return await work({ signal: controller.signal, hit });
  } catch (error) {
    if (!hit()) throw error;
    terminal.note(explain(error));
    return exitCodes.interrupted;
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}
