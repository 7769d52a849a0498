import { createClock, sleep } from "../../lib/simulator";

describe("a stepped clock", () => {
  it("lets timers go off in the order in which they are due, each at its own time", () => {
    const clock = createClock({ stepped: true, startAt: 1_000 });
    const seen: [string, number][] = [];
    clock.after(300, () => seen.push(["third", clock.now()]));
    clock.after(100, () => seen.push(["first", clock.now()]));
    clock.after(100, () => seen.push(["second", clock.now()]));
    clock.after(301, () => seen.push(["too late", clock.now()]));
    clock.advance(300);
    expect(seen).toEqual([
      ["first", 1_100],
      ["second", 1_100],
      ["third", 1_300],
    ]);
    expect(clock.now()).toBe(1_300);
    expect(clock.pending()).toBe(1);
  });

  it("lets a timer that a timer started go off in the same step when it is due in it", () => {
    const clock = createClock({ stepped: true });
    let done = false;
    clock.after(10, () => void clock.after(10, () => (done = true)));
    clock.advance(20);
    expect(done).toBe(true);
  });

  it("forgets a timer that was taken back", () => {
    const clock = createClock({ stepped: true });
    let rang = false;
    const cancel = clock.after(10, () => (rang = true));
    cancel();
    clock.advance(20);
    expect(rang).toBe(false);
  });
});

describe("a real clock", () => {
  it("can be told where to start, and be advanced past a timer", async () => {
    const clock = createClock({ startAt: Date.parse("2020-02-02T00:00:00Z") });
    expect(new Date(clock.now()).getUTCFullYear()).toBe(2020);
    const hour = sleep(clock, 3_600_000);
    clock.advance(3_600_000);
    await hour;
    expect(clock.pending()).toBe(0);
  });

  it("lets what a timer starts go off in the same step, too", () => {
    const clock = createClock();
    let done = false;
    clock.after(10_000, () => void clock.after(20_000, () => (done = true)));
    clock.advance(29_000);
    expect(done).toBe(false);
    clock.advance(1_000);
    expect(done).toBe(true);
  });

  it("follows the machine's time", async () => {
    const clock = createClock();
    const before = clock.now();
    await sleep(clock, 15);
    expect(clock.now() - before).toBeGreaterThanOrEqual(14);
  });
});
