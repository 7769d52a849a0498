/** One at a time per key: within this process nobody reads a list while another replaces it. */
export interface Turns {
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const tails = new Map<string, Promise<unknown>>();
  return {
    take(key, work) {
      const turn = (tails.get(key) ?? Promise.resolve()).then(work);
      const tail = turn.catch(() => undefined).then(() => void (tails.get(key) === tail && tails.delete(key)));
      tails.set(key, tail);
      return turn;
    },
  };
}
