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
  readonly body: unknown;
  /** The answer's status; null while it is being worked on and when the connection was cut. */
  status: number | null;
}

export interface Journal {
  /** All entries that are kept, the oldest first. */
  entries(): readonly JournalEntry[];
  /** `length`: of its body, in characters. */
  add(entry: JournalEntry, length: number): void;
  clear(): void;
}

/** Bodies can be long: entries are let go of beyond this many characters. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Keeps the last entries: at least `limit` (unless they are very long), at most twice as many. */
export function createJournal(limit: number): Journal {
  let entries: JournalEntry[] = [];
  let characters = 0;
  return {
    entries: () => entries,
    add(entry, length) {
      entries.push(entry);
      characters += length;
      if (entries.length < limit * 2 && characters < MOST_CHARACTERS) return;
      entries = entries.slice(-Math.min(limit, Math.ceil(entries.length / 2)));
      characters = 0;
    },
    clear() {
      entries = [];
      characters = 0;
    },
  };
}
