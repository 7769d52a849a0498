/** Timings that were measured, each for a purpose. */
import { Duration } from "./duration";
import type { HaGroup, HaTiming } from "./model";

export const profiles: Readonly<Record<HaGroup["profile"], HaTiming>> = {
  /**
   * Under a second, so that the first SYN that a client repeats is answered; and steadier than the customary second:
   * no false takeover where every third advert was lost.
   */
  measured: { advertInterval: Duration.milliseconds(100), downTimer: 9 },
  /**
   * A third of a second, for long-lived connections and datagrams: a new TCP connection repeats its SYN after a second
   * and gains nothing. Six short intervals bear loss better than three long ones.
   */
  fast: { advertInterval: Duration.milliseconds(50), downTimer: 6 },
  /** Sits a host out that stands still for up to four seconds, as in a snapshot or a live migration. */
  calm: { advertInterval: Duration.milliseconds(500), downTimer: 10 },
};

/** Version 2 knows whole seconds only, and old partners no other count than three. */
export const version2Timing: HaTiming = { advertInterval: Duration.seconds(1), downTimer: 3 };

/** Ranges of the protocols: RFC 5798 has 12 bits of centiseconds, RFC 3768 eight bits of seconds. */
export const intervalRanges = {
  2: [Duration.seconds(1), Duration.seconds(255)],
  3: [Duration.milliseconds(10), Duration.milliseconds(40_950)],
} as const;

export const intervalSteps = { 2: Duration.seconds(1), 3: Duration.milliseconds(10) } as const;
