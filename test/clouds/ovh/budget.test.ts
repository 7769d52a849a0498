import { createBudget } from "../../../lib/clouds/ovh/budget";
import { CancelledError } from "../../../lib/http/wait";

const never = new AbortController().signal;

it("lets no minute hold more requests than are allowed, and nobody overtake", async () => {
  const minuteMs = 100;
  const budget = createBudget(3, minuteMs);
  const starts: { readonly who: number; readonly at: number }[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async (_, who) => {
      await budget.take(never);
      starts.push({ who, at: performance.now() });
    }),
  );
  expect(starts.map(({ who }) => who)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  // Timers may fire up to a millisecond early.
  for (let i = 3; i < 8; i++) expect((starts[i]?.at ?? 0) - (starts[i - 3]?.at ?? 0)).toBeGreaterThan(minuteMs - 2);
});

it("lets a caller leave the queue, and says what it waited for", async () => {
  const budget = createBudget(1);
  await budget.take(never);
  const controller = new AbortController();
  const waiting = budget.take(controller.signal);
  controller.abort();
  await expect(waiting).rejects.toThrow(
    new CancelledError("waiting for its turn among the requests of a minute (requests_per_minute is 1)"),
  );
});

it("gives the turn of a caller who left to the next one", async () => {
  const budget = createBudget(2);
  const gone = new AbortController();
  const [, left] = [budget.take(never), budget.take(gone.signal).catch(() => "left")];
  gone.abort();
  expect(await left).toBe("left");
  // Had it been used, this would wait for a minute.
  await withoutWaiting(budget.take(never));
});

it("makes nobody wait without a limit", async () => {
  const budget = createBudget(0);
  await withoutWaiting(Promise.all(Array.from({ length: 1000 }, () => budget.take(never))));
});

async function withoutWaiting(promise: Promise<unknown>): Promise<void> {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("It waits.")), 5000).unref());
  await Promise.race([promise, late]);
}
