/**
 * Gathers changes of one thing that are under way at the same time into one write.
 *
 * Writes of one key run one after another; different keys run side by side. A write that the cloud refuses is split
 * until the refused change stands alone, so that only its caller fails. A caller that gives up leaves the batch
 * without aborting a request in flight.
 */
import { onStop, stoppedError } from "../http/wait";

/** Longest time that a first change waits for others, in milliseconds. */
export const GATHER_MS = 50;

export interface Coalescer<Change, Result> {
  /** Resolves when the write that held this change is done. */
  add(key: string, change: Change, signal: AbortSignal): Promise<Result>;
}

interface Entry<Change, Result> {
  readonly change: Change;
  readonly signal: AbortSignal;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export function createCoalescer<Change, Result>(options: {
  /** Carries out the changes of one key with as few requests as it can. */
  readonly run: (
    key: string,
    changes: readonly Change[],
    signal: AbortSignal,
    /** Takes down how far the work is: what a caller whose time runs out is told. */
    tell: (state: string) => void,
  ) => Promise<Result>;
  /** What must be over before a write can begin. Changes that come meanwhile go into that write. */
  readonly before?: (key: string, signal: AbortSignal, tell: (state: string) => void) => Promise<void>;
  /** Whether the cloud said no to what was asked, so that a part of it may still be accepted. */
  readonly isRefusal: (error: unknown) => boolean;
  /** What the caller is told it was doing, should it give up. */
  readonly what: (key: string) => string;
}): Coalescer<Change, Result> {
  type Batch = Entry<Change, Result>[];
  const waiting = new Map<string, Batch>();
  const states = new Map<string, string>();

  async function work(key: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    for (let batch = await ready(key); batch !== undefined; batch = await ready(key)) await runSplitting(key, batch);
    states.delete(key);
  }

  /** The changes to write now. When the wait before them fails, it fails for all who wait. */
  async function ready(key: string): Promise<Batch | undefined> {
    while (options.before && waiting.get(key)?.some(({ signal }) => !signal.aborted)) {
      const left = whenAllAborted(waiting.get(key)?.map(({ signal }) => signal) ?? []);
      try {
        await options.before(key, left.signal, (state) => states.set(key, state));
        break;
      } catch (error) {
        // Whoever came while the others left waits on.
        if (!left.signal.aborted) for (const { reject } of take(key) ?? []) reject(error);
      } finally {
        left.done();
      }
    }
    return take(key);
  }

  /** The changes gathered so far; undefined, and the key is forgotten, when there are none. */
  function take(key: string): Batch | undefined {
    const batch = waiting.get(key)?.filter(({ signal }) => !signal.aborted) ?? [];
    if (batch.length === 0) waiting.delete(key);
    else waiting.set(key, []);
    return batch.length === 0 ? undefined : batch;
  }

  async function runSplitting(key: string, batch: Batch): Promise<void> {
    const left = whenAllAborted(batch.map(({ signal }) => signal));
    try {
      const result = await options.run(
        key,
        batch.map(({ change }) => change),
        left.signal,
        (state) => states.set(key, state),
      );
      for (const { resolve } of batch) resolve(result);
    } catch (error) {
      if (batch.length === 1 || !options.isRefusal(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await runSplitting(key, batch.slice(0, middle));
      await runSplitting(key, batch.slice(middle));
    } finally {
      left.done();
    }
  }

  return {
    add(key, change, signal) {
      return new Promise<Result>((resolve, reject) => {
        const leave = () => reject(stoppedError(signal, options.what(key), states.get(key) ?? "waiting for its turn"));
        if (signal.aborted) return leave();
        const stay = onStop(signal, leave);
        const entry: Entry<Change, Result> = {
          change,
          signal,
          resolve: (result) => (stay(), resolve(result)),
          reject: (error) => (stay(), reject(error instanceof Error ? error : new Error(String(error)))),
        };
        const batch = waiting.get(key);
        if (batch) batch.push(entry);
        else {
          waiting.set(key, [entry]);
          void work(key);
        }
      });
    },
  };
}

/** A signal that aborts once every one of `signals` has: nobody is left who wants the work. */
export function whenAllAborted(signals: readonly AbortSignal[]): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  let here = signals.filter(({ aborted }) => !aborted).length;
  const leave = (signal: AbortSignal) => {
    if (--here === 0) controller.abort(signal.reason);
  };
  const forget = signals.map((signal) => onStop(signal, () => leave(signal)));
  if (here === 0) controller.abort(signals.at(-1)?.reason);
  return {
    signal: controller.signal,
    done: () => {
      for (const each of forget) each();
    },
  };
}
