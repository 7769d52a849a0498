import {
  CancelledError,
  DeadlineError,
  pause,
  poll,
  TimeoutReason,
  unlessStopped,
  withTimeout,
} from "../../lib/http/wait";

const never = new AbortController().signal;

afterEach(() => jest.useRealTimers());

it("looks at once, then less and less often, and never waits more than five seconds", async () => {
  jest.useFakeTimers();
  const looks: number[] = [];
  const began = Date.now();
  let done = false;
  const polling = poll(
    () => {
      looks.push(Date.now() - began);
      return Promise.resolve(done ? { done: "yes" } : { state: "BUSY" });
    },
    { what: "waiting", signal: never },
  );
  await jest.advanceTimersByTimeAsync(60_000);
  done = true;
  await jest.advanceTimersByTimeAsync(5000);
  expect(await polling).toBe("yes");
  const waits = looks.slice(1).map((at, i) => at - (looks[i] ?? 0));
  expect(looks[0]).toBe(0);
  expect(waits[0]).toBeLessThan(100);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(Math.max(...waits)).toBe(5000);
});

it("says what was waited for and the last state, when the time is up", async () => {
  const timeout = withTimeout(never, 30);
  const polling = poll(() => Promise.resolve({ state: "request 7 is RUNNING" }), {
    what: "reserving",
    signal: timeout.signal,
  });
  await expect(polling).rejects.toThrow(new DeadlineError("reserving", "request 7 is RUNNING"));
});

it("says what was seen last when the time runs out in the middle of a look", async () => {
  const controller = new AbortController();
  let looks = 0;
  const polling = poll(
    () => {
      if (++looks === 1) return Promise.resolve({ state: "request 7 is QUEUED" });
      setImmediate(() => controller.abort(new TimeoutReason(1)));
      return unlessStopped(new Promise<never>(() => undefined), controller.signal, "sending GET /requests/7");
    },
    { what: "reserving", signal: controller.signal, firstMs: 1 },
  );
  await expect(polling).rejects.toThrow(new DeadlineError("reserving", "request 7 is QUEUED"));
});

it("tells a caller who gave up from one whose time is up", async () => {
  await expect(pause(10_000, AbortSignal.abort(), "resting")).rejects.toThrow(CancelledError);
  const controller = new AbortController();
  const resting = pause(10_000, controller.signal, "resting");
  controller.abort();
  await expect(resting).rejects.toThrow("Interrupted while resting.");
});

it("leaves work that goes on without its caller, and hears nothing of its failure any more", async () => {
  const unhandled = jest.fn();
  process.on("unhandledRejection", unhandled);
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<void>((_resolve, reject) => (fail = reject));
  await expect(unlessStopped(work, AbortSignal.abort(), "working")).rejects.toThrow(CancelledError);
  fail(new Error("too late"));
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

it("lets hundreds wait for one signal without a warning of the runtime", async () => {
  const warned = jest.fn();
  process.on("warning", warned);
  const controller = new AbortController();
  const waits = Array.from({ length: 300 }, () => pause(10_000, controller.signal, "resting").catch(() => undefined));
  controller.abort();
  await Promise.all(waits);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
});
