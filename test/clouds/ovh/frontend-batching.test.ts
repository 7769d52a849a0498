import type { ObjectValue } from "../../../lib/resources/value";
import { errorsOf, never, tryApply } from "../../support/ionos";
import { BINDING, bindingConfig, closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import type { Place } from "./frontend-support";

afterEach(closeEverything);

const configs = ({ farmId }: Place, count: number, values: ObjectValue = {}) =>
  Array.from({ length: count }, (_, i) =>
    frontendConfig({ port: String(2000 + i), default_farm_id: farmId, ...values }),
  );

/** Requests since `act` began: reads, and everything else. */
async function counted(place: Place, act: () => Promise<unknown>) {
  place.simulator.clearJournal();
  await act();
  const reads = place.simulator.journal.filter(({ method }) => method === "GET");
  return { reads: reads.length, writes: place.simulator.journal.filter(({ method }) => method !== "GET").length };
}

/** Creates, reads, plans, changes and destroys so many front-ends at once, each step in a process of its own. */
async function live(count: number) {
  const place = await startPlace();
  const all = configs(place, count);
  const changed = configs(place, count, { display_name: "changed" });
  const states: (ObjectValue | null)[] = all.map(() => null);
  const apply = (wanted: readonly (ObjectValue | null)[]) => async () => {
    const session = place.open();
    const outcomes = await Promise.all(
      wanted.map((config, i) => tryApply(session, FRONTEND, states[i] ?? null, config, never, `web[${i}]`)),
    );
    expect(outcomes.flatMap(errorsOf)).toEqual([]);
    outcomes.forEach(({ state }, i) => (states[i] = state));
  };
  return {
    create: await counted(place, apply(all)),
    plan: await counted(place, async () => {
      const session = place.open();
      const seen = await Promise.all(states.map((state) => session.read(FRONTEND, state!, never)));
      await Promise.all(
        seen.map(({ state }, i) =>
          session.plan(FRONTEND, { address: `web[${i}]`, prior: state, config: changed[i]! }, never),
        ),
      );
    }),
    change: await counted(place, apply(changed)),
    destroy: await counted(place, apply(all.map(() => null))),
    refreshes: place.refreshes().length,
  };
}

it("takes no more reads for twenty front-ends than for two, one write each, and one refresh for all", async () => {
  const [few, many] = await Promise.all([live(2), live(20)]);
  // Who comes late on a busy machine looks once more, so a list or two may be read again.
  for (const step of ["create", "plan", "change", "destroy"] as const)
    expect(many[step].reads - few[step].reads).toBeLessThan(10);
  expect(many.plan).toEqual({ reads: expect.any(Number) as number, writes: 0 });
  // A refresh each time, beside the writes themselves.
  expect([many.create.writes, many.change.writes, many.destroy.writes]).toEqual([21, 21, 21]);
  expect([few.create.writes, few.change.writes, few.destroy.writes]).toEqual([3, 3, 3]);
});

it("puts what twenty bindings add to one front-end into one write", async () => {
  const place = await startPlace();
  const { scene, first } = place;
  const foreign = scene.ip({ routedTo: "loadbalancer-demo" });
  place.put("http", first, { dedicatedIpfo: [foreign] });
  const ips = Array.from({ length: 20 }, () => scene.ip({ routedTo: "loadbalancer-demo" }));
  const session = place.open();
  const { writes } = await counted(place, () =>
    Promise.all(
      ips.map((ip, i) => {
        const config = bindingConfig({ ips: [ip], frontend: { protocol: "http", id: String(first) } });
        return tryApply(session, BINDING, null, config, never, `shop[${i}]`);
      }),
    ),
  );
  expect(writes).toBe(2);
  expect(place.answersOn(first)?.toSorted()).toEqual([foreign, ...ips].sort());
});
