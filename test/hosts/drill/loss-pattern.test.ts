/** Lost adverts that can be lost again. */
import fc from "fast-check";
import { lossPattern } from "../../../lib/hosts/drill/fault/loss-pattern";
import { seededRandom } from "../../../lib/hosts/drill/random";

const length = 4096;

it("the same seed loses the same adverts, and another one others", () => {
  const drawn = (seed: number) => lossPattern({ rate: 0.3, burst: 1 }, length, seededRandom(seed));
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(7)).not.toEqual(drawn(8));
});

it("loses the share that was asked for, one by one or in bursts", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 5, max: 60 }),
      fc.integer({ min: 1, max: 8 }),
      (seed, percent, burst) => {
        const lost = lossPattern({ rate: percent / 100, burst }, length, seededRandom(seed));
        expect(Math.abs(lost.length / length - percent / 100)).toBeLessThan(0.12);
      },
    ),
    { numRuns: 30 },
  );
});

it("loses as many in a row as was asked for, on average", () => {
  const lost = lossPattern({ rate: 0.2, burst: 5 }, length, seededRandom(1));
  const bursts = lost.filter((position, index) => position !== (lost[index - 1] ?? -2) + 1).length;
  expect(lost.length / bursts).toBeGreaterThan(4);
  expect(lost.length / bursts).toBeLessThan(6);
});
