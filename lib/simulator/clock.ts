/**
 * The time that a simulated cloud lives in. All timers of a simulator go through it, so a test can let an hour pass
 * without waiting, and a run is repeatable.
 */

/** Takes a timer back; does nothing when it has gone off already. */
export type Cancel = () => void;

export interface Clock {
  /** "real" follows the machine's time; "stepped" stands still until `advance` is called. */
  readonly mode: "real" | "stepped";
  /** Milliseconds since 1970, in the simulated cloud. */
  now(): number;
  /** Calls `action` once, when `ms` milliseconds have passed in the simulated cloud. */
  after(ms: number, action: () => void): Cancel;
  /** Lets `ms` milliseconds pass at once, and with them, in order, everything that was due in that time. */
  advance(ms: number): void;
  /** How many timers have not gone off yet. */
  pending(): number;
}

export interface ClockOptions {
  /** Stand still until `advance` is called. Default: false, the clock follows the machine's time. */
  readonly stepped?: boolean;
  /** What the clock shows at first, milliseconds since 1970. Default: the machine's time. */
  readonly startAt?: number;
}

interface Timer {
  readonly due: number;
  readonly action: () => void;
}

/** Makes a clock. Its timers never keep the process alive. */
export function createClock(options: ClockOptions = {}): Clock {
  const stepped = options.stepped ?? false;
  const machineNow = () => performance.timeOrigin + performance.now();
  let offset = options.startAt === undefined ? 0 : options.startAt - machineNow();
  let still = options.startAt ?? Date.now();
  const timers: Timer[] = []; // sorted by `due`, the earliest last, so that taking it is cheap
  let alarm: NodeJS.Timeout | undefined;

  const now = () => Math.floor(stepped ? still : machineNow() + offset);

  function insert(timer: Timer): void {
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((timers[middle]?.due ?? 0) > timer.due) low = middle + 1;
      else high = middle;
    }
    timers.splice(low, 0, timer);
  }

  /** What goes off sees the time at which it was due, also when the clock is advanced past it. */
  function moveTo(time: number): void {
    if (stepped) still = Math.max(still, time);
    else offset += Math.max(0, time - (machineNow() + offset));
  }

  function runDue(until: number): void {
    for (let next = timers.at(-1); next && next.due <= until; next = timers.at(-1)) {
      timers.pop();
      moveTo(next.due);
      next.action();
    }
  }

  function setAlarm(): void {
    if (stepped) return;
    clearTimeout(alarm);
    const next = timers.at(-1);
    if (!next) return;
    alarm = setTimeout(
      () => {
        runDue(now());
        setAlarm();
      },
      Math.min(Math.max(0, next.due - now()), 0x7fffffff),
    ).unref();
  }

  return {
    mode: stepped ? "stepped" : "real",
    now,
    after(ms, action) {
      const timer: Timer = { due: now() + Math.max(0, ms), action };
      insert(timer);
      if (timers.at(-1) === timer) setAlarm();
      return () => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
      };
    },
    advance(ms) {
      const until = now() + ms;
      runDue(until);
      moveTo(until);
      setAlarm();
    },
    pending: () => timers.length,
  };
}

/** Resolves when `ms` milliseconds have passed on `clock`. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
