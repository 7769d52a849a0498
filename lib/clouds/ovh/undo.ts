import { CancelledError, DeadlineError, withTimeout } from "../../http/wait";

/** How long taking back may last. */
const UNDO_MS = 300_000;

/**
 * Takes back what a create did itself before it failed, unless the cloud is still at work on it. Answers the error to
 * throw, with what could not be taken back.
 */
export async function undone(error: unknown, undo: (signal: AbortSignal) => Promise<void>): Promise<Error> {
  const failure = error instanceof Error ? error : new Error(String(error));
  if (error instanceof DeadlineError || error instanceof CancelledError) return failure;
  const timeout = withTimeout(new AbortController().signal, UNDO_MS);
  try {
    await undo(timeout.signal);
    return failure;
  } catch (left) {
    const why = left instanceof Error ? left.message : String(left);
    return new Error(`${failure.message} Left behind, and taken up by the next apply, because of: ${why}`, {
      cause: failure,
    });
  } finally {
    timeout.done();
  }
}
