/** How long clients are without an answer, by the arithmetic of VRRP. */
import { Duration } from "./duration";
import type { HaCheck, HaGroup } from "./model";

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

type Pace = Pick<HaCheck, "interval" | "timeout" | "fall">;

/** How long the answer of a gateway is waited for, and the program that asks. */
export const gatewayTimeout = Duration.seconds(2);

/** What a group promises; the time that clients and switches need to follow comes on top of it. */
export interface Promised {
  /** The master, its host or its network dies without a word. */
  readonly crash: Range;
  /** keepalived is stopped in good order, or the member is drained. */
  readonly stop: Range;
  /** A tracked check fails: the slowest of them. Absent without checks. */
  readonly check?: Range;
}

/** @throws Error when the group has one member only: nobody can take over */
export function promiseOf(group: HaGroup): Promised {
  const backup = secondPriority(group);
  const { advertInterval, downTimer } = group.timing;
  const skew = skewMs(group, backup);
  const { checks, gateway } = group.tracking;
  const paces: readonly Pace[] = [...checks, ...(gateway ? [{ ...gateway, timeout: gatewayTimeout }] : [])];
  const slowest = [...paces].sort((a, b) => detectionMs(b) - detectionMs(a))[0];
  return {
    // The backup's clock runs from the last advert that it heard, which is up to one interval old.
    crash: { fromMs: (downTimer - 1) * advertInterval.ms + skew, toMs: downTimer * advertInterval.ms + skew },
    stop: { fromMs: skew, toMs: skew },
    ...(slowest && {
      check: {
        fromMs: (slowest.fall - 1) * slowest.interval.ms + skew,
        toMs: detectionMs(slowest) + skew,
      },
    }),
  };
}

/** For people: in the head of a file, in a plan. */
export function promiseText(group: HaGroup): string {
  const { crash, stop, check } = promiseOf(group);
  const times = [
    `crash ${seconds(crash.fromMs)} to ${seconds(crash.toMs)} s`,
    `stop ${seconds(stop.toMs)} s`,
    ...(check ? [`failed check at most ${seconds(check.toMs)} s`] : []),
  ];
  return `${group.name} is taken over after: ${times.join(", ")}.`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

/** RFC 5798 6.1 for version 3; RFC 3768 6.1, in which the interval does not count, for version 2. */
export function skewMs({ vrrpVersion, timing }: Pick<HaGroup, "vrrpVersion" | "timing">, priority: number): number {
  return ((256 - priority) / 256) * (vrrpVersion === 2 ? 1000 : timing.advertInterval.ms);
}

function detectionMs({ fall, interval, timeout }: Pace): number {
  return fall * interval.ms + timeout.ms;
}

function secondPriority({ name, members }: HaGroup): number {
  const second = [...members.values()].map(({ priority }) => priority).sort((a, b) => b - a)[1];
  if (second === undefined) throw new Error(`${name} has one member only, so there is nobody to take over.`);
  return second;
}
