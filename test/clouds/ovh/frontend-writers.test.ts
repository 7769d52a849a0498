/** Several writers of one front-end: processes of ours, and tools of others that know nothing of us. */
import { READ_TO_WRITE_MS } from "../../../lib/clouds/second-look";
import type { Outcome } from "../../../lib/resources/session";
import { applyConfig, errorsOf, never, tryApply } from "../../support/ionos";
import { BINDING, bindingConfig, closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import type { Place } from "./frontend-support";
import { LB } from "./support";

afterEach(closeEverything);

const config = ({ first }: Place, ip: string) =>
  bindingConfig({ ips: [ip], frontend: { protocol: "http", id: String(first) } });
const routed = ({ scene }: Place, count: number) => Array.from({ length: count }, () => scene.ip({ routedTo: LB }));
const answers = (place: Place) => [...(place.answersOn(place.first) ?? [])].sort();

/** Keeps our first write of the front-end from the cloud until `act` is done. */
function whileOurWriteIsOnItsWay(place: Place, act: () => void): void {
  let done = false;
  place.simulator.faults.inject({
    method: "PUT",
    path: `**/http/frontend/${place.first}`,
    when: () => {
      if (done) return false;
      done = true;
      setImmediate(act);
      return true;
    },
    times: 1,
    fault: { kind: "latency", ms: 60 },
  });
}

it("two processes lose no address, whatever they bind and release at once, however slow the cloud", async () => {
  const SCENES = [
    { readMs: 1, writeMs: 120, delayMs: 0 },
    { readMs: 90, writeMs: 30, delayMs: 40 },
    { readMs: 150, writeMs: 200, delayMs: 90 },
    { readMs: 30, writeMs: 250, delayMs: 160 },
  ];
  const found = await Promise.all(
    SCENES.map(async ({ readMs, writeMs, delayMs }, i) => {
      const place = await startPlace({ seed: String(i), openFrontendsOnDedicatedIps: true });
      const [stays, ...ips] = routed(place, 7) as [string, ...string[]];
      place.put("http", place.first, { dedicatedIpfo: [stays] });
      const released = ips.slice(0, 2);
      const set = place.open();
      const states = await Promise.all(released.map((ip) => applyConfig(set, BINDING, null, config(place, ip))));
      const { faults } = place.simulator;
      faults.inject({ method: "GET", path: "**/frontend", probability: 0.6, fault: { kind: "latency", ms: readMs } });
      faults.inject({
        method: "PUT",
        path: "**/frontend/*",
        probability: 0.6,
        fault: { kind: "latency", ms: writeMs },
      });
      const sessions = [0, 1].map(() => place.open({ readToWriteMs: READ_TO_WRITE_MS }));
      const later = <T>(ms: number, act: () => Promise<T>) =>
        new Promise<T>((resolve, reject) => setTimeout(() => void act().then(resolve, reject), ms));
      const outcomes: Outcome[] = await Promise.all(
        ips.map((ip, at) =>
          later(delayMs * (at % 3), () => {
            const session = sessions[at % 2]!;
            return at < 2
              ? tryApply(session, BINDING, states[at] ?? null, null)
              : tryApply(session, BINDING, null, config(place, ip), never, ip);
          }),
        ),
      );
      return { errors: outcomes.flatMap(errorsOf), answers: answers(place), wanted: [stays, ...ips.slice(2)].sort() };
    }),
  );
  for (const { errors, answers: seen, wanted } of found) expect([errors, seen]).toEqual([[], wanted]);
});

it("what another tool wrote over our address is put right, and theirs stays", async () => {
  const place = await startPlace();
  const [theirs, ours] = routed(place, 2) as [string, string];
  place.put("http", place.first, { dedicatedIpfo: [theirs] });
  const session = place.open({ readToWriteMs: 150 });
  const binding = tryApply(session, BINDING, null, config(place, ours));
  const stop = setInterval(() => {
    const stored = place.stored("http", place.first).dedicatedIpfo as string[];
    if (!stored.includes(ours)) return;
    clearInterval(stop);
    place.put("http", place.first, { dedicatedIpfo: [theirs] });
  }, 5);
  expect(errorsOf(await binding)).toEqual([]);
  expect(answers(place)).toEqual([theirs, ours].sort());
});

it("what a write dropped of another process's is seen by that one's next plan, and comes back", async () => {
  const place = await startPlace();
  const [ours, theirs] = routed(place, 2) as [string, string];
  const other = await applyConfig(place.open(), BINDING, null, config(place, theirs));
  whileOurWriteIsOnItsWay(place, () => place.put("http", place.first, { dedicatedIpfo: [] }));
  await applyConfig(place.open(), BINDING, null, config(place, ours));
  const { state } = await place.open().read(BINDING, other!, never);
  expect([[], [theirs]]).toContainEqual(state?.ips);
  await applyConfig(place.open(), BINDING, state, config(place, theirs));
  expect(answers(place)).toEqual([ours, theirs].sort());
});

it("somebody who keeps taking our address off is named, instead of being fought for ever", async () => {
  const place = await startPlace();
  const [ours] = routed(place, 1) as [string];
  const fight = setInterval(() => {
    if ((place.stored("http", place.first).dedicatedIpfo as string[] | null)?.includes(ours))
      place.put("http", place.first, { dedicatedIpfo: [] });
  }, 30);
  const outcome = await tryApply(place.open(), BINDING, null, config(place, ours));
  clearInterval(fight);
  expect(errorsOf(outcome)).toEqual([
    expect.stringContaining(
      `keeps replacing the dedicated addresses of front-end ${LB}/http/${place.first}: ${ours} is gone again`,
    ),
  ]);
});

it("many front-ends and bindings at once, by two processes, are all live in the end", async () => {
  const place = await startPlace({ settleMs: 20 });
  const ips = routed(place, 4);
  const sessions = [place.open(), place.open()];
  const outcomes = await Promise.all([
    ...Array.from({ length: 12 }, (_, i) =>
      tryApply(
        sessions[i % 2]!,
        FRONTEND,
        null,
        frontendConfig({ port: String(3000 + i), default_farm_id: place.farmId }),
        never,
        `web[${i}]`,
      ),
    ),
    ...ips.map((ip, i) => tryApply(sessions[i % 2]!, BINDING, null, bindingConfig({ ips: [ip] }), never, ip)),
  ]);
  expect(outcomes.flatMap(errorsOf)).toEqual([]);
  expect(outcomes.map(({ state }) => state?.live)).toEqual(outcomes.map(() => true));
  expect(place.live()).toEqual({ gra: 13, rbx: 13 });
  expect(place.answersOn(place.first)).toEqual(expect.arrayContaining(ips));
  expect(place.simulator.live()[LB]?.gra?.pending).toBe(0);
});
