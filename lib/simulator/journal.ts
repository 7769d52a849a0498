/** What a simulator was asked, in order of arrival: for the tests, never seen by the simulated cloud's clients. */
export interface JournalEntry {
  /** When it arrived, on the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names; what authenticates is replaced by "[hidden]". */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON, as text when it is no JSON, undefined when there was none. */
  readonly body?: unknown;
  /** The answer's status; null while it is being worked on and when the connection was cut. */
  status: number | null;
}

export interface Journal {
  /** All entries that are kept, the oldest first. */
  entries(): readonly JournalEntry[];
  add(entry: JournalEntry): void;
  clear(): void;
}

/** Keeps the last entries: at least `limit`, at most twice as many. */
export function createJournal(limit: number): Journal {
  let entries: JournalEntry[] = [];
  return {
    entries: () => entries,
    add(entry) {
      entries.push(entry);
      if (entries.length >= limit * 2) entries = entries.slice(-limit);
    },
    clear() {
      entries = [];
    },
  };
}
