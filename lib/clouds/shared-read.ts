/**
 * One read for everybody who asks for the same thing at about the same time, and for those who can live with one that
 * is not older than they say.
 */
export interface SharedRead<T> {
  /** The value of a read that began after `since` (milliseconds as of Date.now). */
  get(since: number): Promise<T>;
}

/** How long a read waits for others who want the same, in milliseconds. */
const GATHER_MS = 10;

export function createSharedRead<T>(load: () => Promise<T>): SharedRead<T> {
  let latest: { startedAt: number; value: Promise<T> } | undefined;

  return {
    get(since) {
      // A read that still gathers has not begun, so it is recent enough for anybody.
      // In the same millisecond it may have begun just before: that does not count.
      if (latest && latest.startedAt > since) return latest.value;
      const read = { startedAt: Infinity, value: Promise.resolve() as Promise<unknown> as Promise<T> };
      latest = read;
      read.value = new Promise<void>((resolve) => setTimeout(resolve, GATHER_MS)).then(() => {
        read.startedAt = Date.now();
        return load();
      });
      // A failed read is nobody's answer but theirs who waited for it.
      read.value.catch(() => {
        if (latest === read) latest = undefined;
      });
      return read.value;
    },
  };
}

/** One shared read per key. */
export function createSharedReads<T>(load: (key: string) => Promise<T>): (key: string) => SharedRead<T> {
  const reads = new Map<string, SharedRead<T>>();
  return (key) => {
    const known = reads.get(key) ?? createSharedRead(() => load(key));
    reads.set(key, known);
    return known;
  };
}
