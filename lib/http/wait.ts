/** Waiting with a deadline. Time-outs are errors that say what was waited for; a cancelled caller leaves at once. */

/** The caller gave up, by Ctrl-C for example. */
export class CancelledError extends Error {
  constructor(what: string) {
    super(`Interrupted while ${what}.`);
    this.name = "CancelledError";
  }
}

/** A deadline passed; the cloud may still be at work. */
export class DeadlineError extends Error {
  constructor(what: string, lastState: string) {
    super(`The time allowed ran out while ${what}; last state: ${lastState}.`);
    this.name = "DeadlineError";
  }
}

/** The `reason` of a signal that was aborted because a resource's timeout passed. */
export class TimeoutReason {
  constructor(readonly seconds: number) {}
}

const watchers = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `stop` when the signal aborts, until what is returned is called. One signal may stand for thousands of objects
 * that are under way, so it gets one listener for all of them.
 */
export function onStop(signal: AbortSignal, stop: () => void): () => void {
  const known = watchers.get(signal);
  const all = known ?? new Set();
  all.add(stop);
  if (!known) {
    watchers.set(signal, all);
    signal.addEventListener("abort", () => [...all].forEach((each) => each()), { once: true });
  }
  return () => void all.delete(stop);
}

/** A signal that also aborts, with a TimeoutReason, after `milliseconds`. Call `done` when it is not needed any more. */
export function withTimeout(parent: AbortSignal, milliseconds: number): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort(parent.reason);
  if (parent.aborted) stop();
  const forget = onStop(parent, stop);
  const timer = setTimeout(() => controller.abort(new TimeoutReason(milliseconds / 1000)), milliseconds);
  timer.unref();
  return {
    signal: controller.signal,
    done: () => {
      clearTimeout(timer);
      forget();
    },
  };
}

export function stoppedError(signal: AbortSignal, what: string, lastState = "unknown"): Error {
  return signal.reason instanceof TimeoutReason ? new DeadlineError(what, lastState) : new CancelledError(what);
}

export function throwIfStopped(signal: AbortSignal, what: string, lastState?: string): void {
  if (signal.aborted) throw stoppedError(signal, what, lastState);
}

/** Resolves after `milliseconds`, or rejects as soon as the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal, what: string, lastState?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(stoppedError(signal, what, lastState));
    const forget = onStop(signal, () => {
      clearTimeout(timer);
      reject(stoppedError(signal, what, lastState));
    });
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, milliseconds);
  });
}

/** Waits for `promise` unless the signal aborts first; the work behind the promise goes on. */
export function unlessStopped<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  what: string,
  lastState = "no answer yet",
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(stoppedError(signal, what, lastState));
    if (signal.aborted) stop();
    const forget = onStop(signal, stop);
    promise.then(resolve, reject).finally(forget);
  });
}

/** Looks at once, then with a growing interval (at most 5 s unless told otherwise), until `look` gives a result. */
export async function poll<T>(
  look: () => Promise<{ readonly done: T } | { readonly state: string }>,
  options: {
    readonly what: string;
    readonly signal: AbortSignal;
    readonly firstMs?: number;
    /** Longest time between two looks. */
    readonly longestMs?: number;
    /** Told of every look that did not end the wait. */
    readonly tell?: ((state: string) => void) | undefined;
  },
): Promise<T> {
  let interval = options.firstMs ?? 60;
  let last = "not known yet";
  for (;;) {
    const seen = await look().catch((error: unknown) => {
      // Which look was under way says less than what was seen before.
      const stopped = error instanceof DeadlineError || error instanceof CancelledError;
      throw stopped && options.signal.aborted ? stoppedError(options.signal, options.what, last) : error;
    });
    if ("done" in seen) return seen.done;
    last = seen.state;
    options.tell?.(seen.state);
    await pause(interval, options.signal, options.what, seen.state);
    interval = Math.min(interval * 1.5, options.longestMs ?? 5000);
  }
}
