/** The promised times are those of the protocols, and those that were measured. */
import { promiseOf, promiseText } from "../../../lib/hosts/model/promise";
import { firstGroup, host, pair, type Json } from "../support/declarations";

const withPriorities = (group: Json, second: number) =>
  firstGroup(pair({ ...group, members: { a: { priority: 100 }, b: { priority: second } } }));
const rounded = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => [Math.round(fromMs), Math.round(toMs)];

// Range and skew of the protocol, and in between what a laboratory measured with these settings.
test.each([
  ["version 2, an advert a second", { vrrp_version: 2 }, 50, [2805, 3805], 805, [2900, 3775]],
  ["three adverts of 0.1 s", { advert_interval: "100ms", down_timer: 3 }, 50, [280, 380], 80, [289, 380]],
  ["nine adverts of 0.1 s", {}, 50, [880, 980], 80, [901, 993]],
  ["ten adverts of 0.1 s", { down_timer: 10 }, 50, [980, 1080], 80, [997, 1070]],
])("%s", (_name, group, second, crash, stop, [leastMeasured = 0, mostMeasured = 0]) => {
  const promised = promiseOf(withPriorities(group, second));
  expect(rounded(promised.crash)).toEqual(crash);
  expect(Math.round(promised.stop.toMs)).toBe(stop);
  // The client's own steps of 10 ms and the announcement come on top of it.
  expect(leastMeasured).toBeGreaterThanOrEqual(promised.crash.fromMs);
  expect(mostMeasured).toBeLessThanOrEqual(promised.crash.toMs + 20);
});

test("the profiles keep what they are for: a third of a second, and a freeze of four seconds sat out", () => {
  expect(promiseOf(firstGroup(pair({ profile: "fast" }))).crash.toMs).toBeLessThan(400);
  const calm = firstGroup(pair({ profile: "calm" }));
  expect(promiseOf(calm).crash.fromMs).toBeGreaterThan(4000);
});

test("the next in rank takes over, so its skew counts", () => {
  const three = firstGroup(pair({}, { a: host(11), b: host(12), c: host(13) }));
  expect(Math.round(promiseOf(three).stop.toMs)).toBe(Math.round(((256 - 100) / 256) * 100));
});

test("a failed check costs its failures, its time-out and the skew, of the slowest one", () => {
  const group = firstGroup(
    pair({
      checks: {
        quick: { command: ["/bin/true"], fall: 1 },
        slow: { command: ["/bin/true"], interval: "2s", timeout: "3s", fall: 3 },
      },
    }),
  );
  expect(Math.round(promiseOf(group).check?.toMs ?? 0)).toBe(2000 * 3 + 3000 + 61);
  expect(promiseText(group)).toBe(
    "web is taken over after: crash 0.86 to 0.96 s, stop 0.06 s, failed check at most 9.06 s.",
  );
});
