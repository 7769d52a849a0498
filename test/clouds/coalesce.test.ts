import { createCoalescer } from "../../lib/clouds/coalesce";

const never = new AbortController().signal;

/** A coalescer whose writes wait for something that the test lets go, and that answer what was in them. */
function waiting() {
  const gates: { open: () => void; fail: (error: Error) => void; signal: AbortSignal }[] = [];
  const writes: (readonly string[])[] = [];
  const coalescer = createCoalescer<string, readonly string[]>({
    before: (_key, signal) =>
      new Promise((resolve, reject) => {
        gates.push({ open: resolve, fail: reject, signal });
        signal.addEventListener("abort", () => reject(new Error("nobody is left")));
      }),
    run: (_key, changes) => {
      writes.push(changes);
      return Promise.resolve(changes);
    },
    isRefusal: () => false,
    what: (key) => `writing ${key}`,
  });
  const gate = async (number = 1) => {
    while (gates.length < number) await new Promise((resolve) => setTimeout(resolve, 5));
    return gates[number - 1]!;
  };
  const add = (change: string, signal: AbortSignal) => coalescer.add("lb", change, signal);
  return { add, gate, writes };
}

describe("a write that waits for something to be over", () => {
  it("takes along what came meanwhile", async () => {
    const { add, gate, writes } = waiting();
    const first = add("a", never);
    const { open } = await gate();
    const second = add("b", never);
    open();
    expect(await Promise.all([first, second])).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(writes).toHaveLength(1);
  });

  it("fails for all who wait when that fails, and not for who comes later", async () => {
    const { add, gate } = waiting();
    const outcomes = Promise.allSettled([add("a", never), add("b", never)]);
    (await gate()).fail(new Error("stuck"));
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const later = add("c", never);
    (await gate(2)).open();
    expect(await later).toEqual(["c"]);
  });

  it("waits on for who came while all the others left", async () => {
    const { add, gate, writes } = waiting();
    const leaver = new AbortController();
    const left = add("a", leaver.signal);
    await gate();
    const stayed = add("b", never);
    leaver.abort();
    await expect(left).rejects.toThrow("Interrupted while writing lb");
    (await gate(2)).open();
    expect(await stayed).toEqual(["b"]);
    expect(writes).toEqual([["b"]]);
  });

  it("stops waiting when nobody is left", async () => {
    const { add, gate, writes } = waiting();
    const leaver = new AbortController();
    const left = add("a", leaver.signal);
    const { signal } = await gate();
    leaver.abort();
    await expect(left).rejects.toThrow("Interrupted");
    expect(signal.aborted).toBe(true);
    expect(writes).toEqual([]);
  });
});
