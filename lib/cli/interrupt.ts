/** Ctrl-C: the first one stops cleanly, what is under way ends or is recorded; the second one ends the process. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly hit: () => boolean;
  done(): void;
}

export function listenForInterrupt(note: (text: string) => void): Interrupt {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(130);
    note(`\nInterrupted (${name}). Stopping once what is under way is recorded; press again to stop at once.`);
    controller.abort(new Error("interrupted"));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    hit: () => controller.signal.aborted,
    done() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
