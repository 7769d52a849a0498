import { pause } from "../../http/wait";

/** Keeps requests below what the vendor allows: no minute holds more of them, and those beyond wait their turn. */
export interface Budget {
  /** Resolves when one more request may be sent. */
  take(signal: AbortSignal): Promise<void>;
}

/** @param perMinute 0: no limit */
export function createBudget(perMinute: number, minuteMs = 60_000): Budget {
  /** When the last requests were or will be sent, oldest first; as many as one minute may hold. */
  const starts: number[] = [];
  return {
    async take(signal) {
      if (perMinute === 0) return;
      const now = performance.now();
      const earliest = starts.length < perMinute ? now : (starts.shift() ?? now) + minuteMs;
      const start = Math.max(now, earliest);
      starts.push(start);
      if (start > now) {
        await pause(
          start - now,
          signal,
          `waiting for its turn among the requests of a minute (requests_per_minute is ${perMinute})`,
          "not sent",
        );
      }
    },
  };
}
