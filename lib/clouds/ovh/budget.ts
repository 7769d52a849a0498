import { pause, throwIfStopped, unlessStopped } from "../../http/wait";
import { createTurns } from "../turns";

/** Keeps requests below what the vendor allows: no minute holds more of them, and those beyond wait their turn. */
export interface Budget {
  /** Resolves when one more request may be sent. */
  take(signal: AbortSignal): Promise<void>;
}

/** @param perMinute 0: no limit */
export function createBudget(perMinute: number, minuteMs = 60_000): Budget {
  const turns = createTurns();
  /** When the last requests were sent, oldest first; as many as one minute may hold. */
  const sent: number[] = [];
  const what = `waiting for its turn among the requests of a minute (requests_per_minute is ${perMinute})`;

  async function wait(signal: AbortSignal): Promise<void> {
    throwIfStopped(signal, what, "not sent");
    const earliest = sent.length < perMinute ? 0 : (sent[0] ?? 0) + minuteMs;
    const early = earliest - performance.now();
    if (early > 0) await pause(Math.ceil(early), signal, what, "not sent");
    sent.push(performance.now());
    if (sent.length > perMinute) sent.shift();
  }

  return {
    async take(signal) {
      if (perMinute > 0)
        await unlessStopped(
          turns.take("", () => wait(signal)),
          signal,
          what,
          "not sent",
        );
    },
  };
}
