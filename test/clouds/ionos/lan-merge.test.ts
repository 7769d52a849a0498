import fc from "fast-check";
import { entriesWeDropped, lostEdits, mergeEntries, sameEntries } from "../../../lib/clouds/ionos/lan-merge";
import type { EntryEdit, ForeignWrite } from "../../../lib/clouds/ionos/lan-merge";
import type { IpFailoverEntry } from "../../../lib/clouds/ionos/wire";

const ip = fc.integer({ min: 1, max: 12 }).map((n) => `203.0.113.${n}`);
const nic = fc.constantFrom("n1", "n2", "n3");
const list = fc.uniqueArray(fc.record({ ip, nicUuid: nic }), { selector: (entry) => entry.ip, maxLength: 10 });
const edit: fc.Arbitrary<EntryEdit> = fc.record({ ip, nic: fc.option(nic) });
const edits = fc.array(edit, { maxLength: 8 });

const lastWishes = (wishes: readonly EntryEdit[]) => new Map(wishes.map((wish) => [wish.ip, wish.nic]));
const nicIn = (entries: readonly IpFailoverEntry[], wanted: string) =>
  entries.find((entry) => entry.ip === wanted)?.nicUuid;

describe("merging edits into a LAN's list", () => {
  it("keeps every entry of others, in its order", () => {
    fc.assert(
      fc.property(list, edits, (entries, wishes) => {
        const ours = lastWishes(wishes);
        const foreign = (all: readonly IpFailoverEntry[]) => all.filter((entry) => !ours.has(entry.ip));
        expect(foreign(mergeEntries(entries, wishes))).toEqual(foreign(entries));
      }),
    );
  });

  it("ends with what was wished last of each address, each address once", () => {
    fc.assert(
      fc.property(list, edits, (entries, wishes) => {
        const merged = mergeEntries(entries, wishes);
        for (const [wanted, where] of lastWishes(wishes)) expect(nicIn(merged, wanted) ?? null).toBe(where);
        expect(new Set(merged.map((entry) => entry.ip)).size).toBe(merged.length);
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(list, edits, (entries, wishes) => {
        const merged = mergeEntries(entries, wishes);
        expect(sameEntries(mergeEntries(merged, wishes), merged)).toBe(true);
      }),
    );
  });

  it("keeps the place of an entry that is registered with another NIC", () => {
    fc.assert(
      fc.property(list, edits, (entries, wishes) => {
        const merged = mergeEntries(entries, wishes).map((entry) => entry.ip);
        const before = entries.map((entry) => entry.ip).filter((wanted) => merged.includes(wanted));
        expect(merged.filter((wanted) => before.includes(wanted))).toEqual(before);
      }),
    );
  });
});

describe("what a later look shows to be lost", () => {
  it("is nothing when the look shows what was sent", () => {
    fc.assert(
      fc.property(list, edits, (before, wishes) => {
        const last = [...lastWishes(wishes)].map(([wanted, where]) => ({ ip: wanted, nic: where }));
        expect(lostEdits(before, last, mergeEntries(before, wishes))).toEqual([]);
      }),
    );
  });

  it("is never an entry that somebody registered with a third NIC meanwhile", () => {
    fc.assert(
      fc.property(list, edits, list, (before, wishes, seen) => {
        for (const lost of lostEdits(before, wishes, seen)) {
          const now = nicIn(seen, lost.ip);
          expect(now === undefined || now === nicIn(before, lost.ip)).toBe(true);
          expect(now ?? null).not.toBe(lost.nic);
        }
      }),
    );
  });
});

describe("entries of others that our own write dropped", () => {
  const instant = fc.integer({ min: 0, max: 3 }).map((second) => `2026-01-01T10:00:0${second}Z`);
  const foreign: fc.Arbitrary<readonly ForeignWrite[]> = fc.array(fc.record({ createdDate: instant, entries: list }), {
    maxLength: 4,
  });

  it("are never what the last of others' writes does not hold: its owner removed it", () => {
    fc.assert(
      fc.property(list, edits, foreign, (before, wishes, writes) => {
        const sent = mergeEntries(before, wishes);
        const latest = [...writes]
          .map(({ createdDate }) => createdDate)
          .sort()
          .at(-1);
        const last = writes.filter(({ createdDate }) => createdDate === latest);
        for (const dropped of entriesWeDropped(before, sent, sent, writes)) {
          expect(last.every(({ entries }) => nicIn(entries, dropped.ip) === dropped.nic)).toBe(true);
        }
      }),
    );
  });

  it("are never what was there when we read, nor what we sent", () => {
    fc.assert(
      fc.property(list, edits, foreign, (before, wishes, writes) => {
        const sent = mergeEntries(before, wishes);
        const known = new Set([...before, ...sent].map((entry) => entry.ip));
        expect(entriesWeDropped(before, sent, sent, writes).filter((dropped) => known.has(dropped.ip))).toEqual([]);
      }),
    );
  });

  it("are none when somebody wrote after us", () => {
    fc.assert(
      fc.property(list, edits, list, foreign, (before, wishes, seen, writes) => {
        const sent = mergeEntries(before, wishes);
        fc.pre(!sameEntries(sent, seen));
        expect(entriesWeDropped(before, sent, seen, writes)).toEqual([]);
      }),
    );
  });

  it("are all that came between our reading and our write", () => {
    fc.assert(
      fc.property(list, edits, list, (before, wishes, added) => {
        const sent = mergeEntries(before, wishes);
        const known = new Set([...before, ...sent].map((entry) => entry.ip));
        const theirs = added.filter((entry) => !known.has(entry.ip));
        const dropped = entriesWeDropped(before, sent, sent, [{ createdDate: "1", entries: [...before, ...theirs] }]);
        expect(dropped).toEqual(theirs.map(({ ip: at, nicUuid }) => ({ ip: at, nic: nicUuid })));
      }),
    );
  });
});

describe("several writers of one list, who look again later than the longest time from reading to writing", () => {
  const BOUND = 5;
  /** How long each writer takes from reading to writing, each time; the last one stands for all further ones. */
  const delays = fc.array(fc.integer({ min: 0, max: BOUND }), { minLength: 1, maxLength: 6 });
  const writer = fc.record({ startAt: fc.integer({ min: 0, max: 12 }), delays });

  it("lose nothing, whatever the order in which they read and write", () => {
    fc.assert(
      fc.property(list, fc.array(fc.tuple(writer, edits), { minLength: 2, maxLength: 4 }), (initial, writers) => {
        // An address belongs to one writer.
        const wishes = writers.map(([, own], i) =>
          [...lastWishes(own.filter((wish) => Number(wish.ip.split(".")[3]) % writers.length === i))].map(
            ([wanted, where]) => ({ ip: wanted, nic: where }),
          ),
        );
        const final = run(
          initial,
          writers.map(([how], i) => ({ ...how, edits: wishes[i] ?? [] })),
        );
        const expected = mergeEntries(initial, wishes.flat());
        const sorted = (all: readonly IpFailoverEntry[]) => [...all].sort((a, b) => (a.ip < b.ip ? -1 : 1));
        expect(sorted(final)).toEqual(sorted(expected));
      }),
      { numRuns: 3000 },
    );
  });

  it("would lose something without the second look, or the model would prove nothing", () => {
    const writers = [1, 2].map((n) => ({ startAt: 0, delays: [n], edits: [{ ip: `203.0.113.${n}`, nic: "n1" }] }));
    expect(run([], writers)).toHaveLength(2);
    expect(run([], writers, { looks: false })).toHaveLength(1);
  });

  it("would lose something if a look counted as the last one while others write", () => {
    // The first one's entry is dropped and comes back by others' old lists just when it is looked for.
    const at = (n: number, startAt: number, first: number) => ({
      startAt,
      delays: [first],
      edits: [{ ip: `203.0.113.${n}`, nic: "n1" }],
    });
    const writers = [at(8, 7, 0), at(1, 2, 4), { ...at(2, 9, 3), delays: [3, 0] }, { ...at(3, 6, 3), delays: [3, 0] }];
    expect(run([], writers)).toHaveLength(4);
    expect(run([], writers, { quiet: false })).toHaveLength(3);
  });

  interface Writer {
    readonly startAt: number;
    readonly delays: readonly number[];
    readonly edits: readonly EntryEdit[];
  }

  /** Lets time pass tick by tick; within a tick the writers act one after another. */
  function run(
    initial: readonly IpFailoverEntry[],
    writers: readonly Writer[],
    { looks = true, quiet = true } = {},
  ): readonly IpFailoverEntry[] {
    let entries = initial;
    const log: Writer[] = [];
    const queue: { at: number; act: () => void }[] = [];
    const at = (time: number, act: () => void) => void queue.push({ at: time, act });
    for (const writer of writers) {
      let writes = 0;
      let original: readonly IpFailoverEntry[] = [];
      const look = (time: number, logged: number) =>
        at(time, () => {
          const lost = lostEdits(original, writer.edits, entries);
          if (lost.length > 0) write(time, lost);
          else if (quiet && log.slice(logged).some((other) => other !== writer)) look(time + BOUND + 1, log.length);
        });
      const write = (time: number, wanted: readonly EntryEdit[]) => {
        const before = entries;
        const sent = mergeEntries(before, wanted);
        if (sameEntries(before, sent)) return;
        if (++writes === 1) original = before;
        if (writes > 30) throw new Error("does not come to an end");
        const writtenAt = time + (writer.delays[Math.min(writes, writer.delays.length) - 1] ?? 0);
        at(writtenAt, () => {
          entries = sent;
          log.push(writer);
          if (looks) look(writtenAt + BOUND + 1, log.length);
        });
      };
      at(writer.startAt, () => write(writer.startAt, writer.edits));
    }
    while (queue.length > 0) {
      const next = queue.reduce((first, event) => (event.at < first.at ? event : first));
      queue.splice(queue.indexOf(next), 1);
      next.act();
    }
    return entries;
  }
});
