/** From attempts to figures. */
import { gapsOf, outageOf, waitsOf } from "../../../lib/hosts/drill/measure/gaps";
import { answeringSpans, lengthWithin, overlaps } from "../../../lib/hosts/drill/measure/spans";
import { statisticsOf } from "../../../lib/hosts/drill/measure/statistics";
import type { Attempt } from "../../../lib/hosts/drill/probe/probe";

const answered = (at: number, by = "a"): Attempt => [at, at + 1, by];
const lost = (at: number): Attempt => [at, null, null];

describe("an outage", () => {
  it("lasts from the last attempt that was answered to the next one that was", () => {
    const attempts = [answered(0), answered(10), lost(20), lost(30), answered(40), answered(50)];
    expect(gapsOf(attempts)).toEqual([{ fromMs: 10, toMs: 40 }]);
  });

  it("is none when the prober was late but nothing was lost", () => {
    expect(gapsOf([answered(0), answered(500)])).toEqual([]);
  });

  it("is told as longer than measured when it had not ended", () => {
    const gaps = gapsOf([answered(0), lost(10), lost(20)]);
    expect(outageOf(gaps, 100)).toMatchObject({ longestMs: 100, open: true, count: 1 });
  });

  it("is not called open when only a shorter one was", () => {
    const gaps = gapsOf([answered(0), lost(10), answered(900), lost(910)]);
    expect(outageOf(gaps, 1000)).toMatchObject({ longestMs: 900, totalMs: 1000, count: 2, open: false });
  });

  it("begins with the first attempt where none was ever answered", () => {
    expect(gapsOf([lost(5), lost(15)])).toEqual([{ fromMs: 5 }]);
  });
});

describe("a connection that the kernel repeats", () => {
  it("waits as long as the attempt that waited longest", () => {
    const attempts: Attempt[] = [answered(0), [50, 1050, "b"], [100, 1100, "b"], answered(1000)];
    expect(waitsOf(attempts, 100)).toEqual([{ fromMs: 50, toMs: 1050 }]);
  });

  it("that was refused waits for the next one that is accepted", () => {
    expect(waitsOf([answered(0), lost(50), lost(100), [400, 402, "b"]], 100)).toEqual([{ fromMs: 50, toMs: 402 }]);
  });

  it("that is never accepted has no end", () => {
    expect(waitsOf([answered(0), lost(50), lost(100)], 100)).toEqual([{ fromMs: 50 }]);
  });

  it("that is a little late has not waited", () => {
    expect(waitsOf([[0, 90, "a"]], 100)).toEqual([]);
  });
});

describe("two holders", () => {
  it("are there while both answer, and not where one takes over from the other", () => {
    const a = answeringSpans([answered(0), answered(10), answered(20), lost(30)], 100);
    const b = answeringSpans([lost(0), answered(10), lost(20), answered(30)], 100);
    expect(overlaps([a, b])).toEqual([{ fromMs: 10, toMs: 20 }]);
  });

  it("count once, however many members answer", () => {
    const spans = [{ fromMs: 0, toMs: 10 }];
    expect(overlaps([spans, spans, spans])).toEqual([{ fromMs: 0, toMs: 10 }]);
  });

  it("are counted within the time that is asked for", () => {
    expect(
      lengthWithin(
        [
          { fromMs: 0, toMs: 10 },
          { fromMs: 20, toMs: 30 },
        ],
        5,
        25,
      ),
    ).toBe(10);
  });
});

it("the median of an even number of runs lies between the two in the middle", () => {
  expect(statisticsOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4, count: 4 });
  expect(statisticsOf([])).toBeUndefined();
});
