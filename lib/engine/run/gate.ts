/** Lets so many run at once, the rest in their order. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function makeGate(limit: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes this place over, so that nobody who comes in between can.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
