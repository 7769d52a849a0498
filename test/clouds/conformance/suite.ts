/** What every cloud must do for every resource type: the rules of Terraform and of this project. */
import { core } from "../../../lib/resources/core";
import { isComputed } from "../../../lib/resources/schema";
import type { Schema } from "../../../lib/resources/schema";
import { isUnknown, isWhollyKnown, sameValue } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { pool } from "../../support/pool";
import { errors, never, resourceIn } from "./ground";
import type { Fixture, Ground, GroundOptions } from "./ground";
import { groupSuite } from "./group-suite";

type SetUp = (options?: GroundOptions) => Promise<Ground>;

/** @param types those that the cloud brings fixtures for */
export function conformanceSuite(
  cloud: string,
  setUp: SetUp,
  types: readonly string[] = Object.keys(core.resources),
): void {
  describe.each(Object.entries(core.resources).filter(([type]) => types.includes(type)))(
    `%s on ${cloud}`,
    (type, schema) => {
      const grounds: Ground[] = [];
      const sessions: { close(): void }[] = [];
      afterEach(async () => {
        for (const session of sessions.splice(0)) session.close();
        await Promise.all(grounds.splice(0).map((ground) => ground.close()));
      });

      async function start(options: GroundOptions = {}) {
        const ground = await setUp(options);
        grounds.push(ground);
        const fixture = ground.fixtures[type];
        if (!fixture) throw new Error(`${cloud} brings no fixture for ${type}`);
        return { ground, fixture };
      }
      async function supported(options: GroundOptions = {}): Promise<{ ground: Ground; fixture: Fixture } | undefined> {
        const { ground, fixture } = await start(options);
        return "unsupported" in fixture ? undefined : { ground, fixture };
      }
      function open(ground: Ground, provider?: ObjectValue) {
        const session = ground.open(provider);
        sessions.push(session);
        return session;
      }
      /** Everything is set up, the object made. */
      async function created(options: GroundOptions = {}) {
        const at = await supported(options);
        if (!at) return undefined;
        const resource = resourceIn(open(at.ground), type);
        await resource.change(at.fixture.config);
        return {
          ...at,
          resource,
          state: resource.state ?? {},
          again: () => resourceIn(open(at.ground), type, resource.state),
        };
      }

      it("is possible, or says in one sentence that it is not", async () => {
        const { ground, fixture } = await start();
        if (!("unsupported" in fixture)) return;
        const config = Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null]));
        const plan = await open(ground).plan(type, { prior: null, config }, never);
        expect(errors(plan)[0]).toMatch(fixture.unsupported);
      });

      it("is made, is then wholly known, and the next plan has nothing to do", async () => {
        const made = await created();
        if (!made) return;
        expect(Object.keys(made.state).sort()).toEqual([...Object.keys(schema.attributes), "timeouts"].sort());
        expect(isWhollyKnown(made.state)).toBe(true);
        expect(made.state).toMatchObject({ cloud: made.ground.cloud, account: made.ground.account });
        const resource = made.again();
        made.ground.forgetRequests();
        await resource.read();
        const plan = await resource.plan(made.fixture.config);
        expect(plan.planned).toEqual(made.state);
        expect(plan.diagnostics).toEqual([]);
        expect(made.ground.requests().filter(({ method }) => method !== "GET")).toEqual([]);
      });

      it("plans every computed attribute as unknown when it is made or changed, but what never changes", async () => {
        const made = await created();
        if (!made) return;
        const fresh = await resourceIn(open(made.ground), type).plan(made.fixture.config);
        expectUnknowns(schema, fresh.planned ?? {}, made.fixture.config, null);
        const update = await made.again().plan(made.fixture.changed);
        expect(errors(update)).toEqual([]);
        expect(update.replace).toEqual([]);
        expectUnknowns(schema, update.planned ?? {}, made.fixture.changed, made.state);
      });

      it("plans the same twice, so that Terraform's second planning agrees with the first", async () => {
        const made = await created();
        if (!made) return;
        const resource = made.again();
        const [one, two] = [await resource.plan(made.fixture.changed), await resource.plan(made.fixture.changed)];
        expect(sameValue(one.planned ?? undefined, two.planned ?? undefined)).toBe(true);
      });

      it("is changed in place, and the next plan has nothing to do", async () => {
        const made = await created();
        if (!made) return;
        const resource = made.again();
        await resource.change(made.fixture.changed);
        expect(isWhollyKnown(resource.state ?? {})).toBe(true);
        await resource.read();
        expect((await resource.plan(made.fixture.changed)).planned).toEqual(resource.state);
        expect(made.fixture.count()).toBe(1);
      });

      it("is destroyed without leaving anything, and destroying what is gone succeeds", async () => {
        const made = await created();
        if (!made) return;
        const resource = made.again();
        const again = made.again();
        await resource.change(null);
        expect(resource.state).toBeNull();
        expect(made.fixture.count()).toBe(made.fixture.adopted ? 1 : 0);
        await again.change(null);
        expect(again.state).toBeNull();
      });

      it("is forgotten when somebody deleted it, and then made again", async () => {
        const made = await created();
        if (!made) return;
        made.fixture.destroy(made.state);
        const resource = made.again();
        expect(errors(await resource.read())).toEqual([]);
        expect(resource.state).toBeNull();
      });

      it("is not forgotten, nor taken for destroyed, by anything but its own 404", async () => {
        const answers: readonly object[] = [
          { status: 401 },
          { status: 403 },
          { status: 500 },
          { status: 404, body: "html" },
          { status: 200, body: "html" },
          { status: 404, body: { error: "no route" } },
        ];
        await pool(answers, answers.length, async (answer) => {
          const made = await created();
          if (!made) return;
          made.ground.faults.inject({ fault: { kind: "status", status: 0, ...answer } });
          const [reading, destroying] = [made.again(), made.again()];
          const outcomes = await Promise.all([reading.read(), destroying.attempt(null)]);
          for (const outcome of outcomes) expect([answer, errors(outcome).length]).toEqual([answer, 1]);
          for (const resource of [reading, destroying]) expect(resource.state).toEqual(made.state);
        });
      });

      it("is not touched under another account, which is named beside its own", async () => {
        const made = await created();
        if (!made) return;
        const foreign = { ...made.state, account: "another-account" };
        made.ground.forgetRequests();
        for (const config of [made.fixture.changed, null]) {
          const outcome = await resourceIn(open(made.ground), type, foreign).attempt(config);
          expect(errors(outcome)[0]).toContain("another-account");
          expect(errors(outcome)[0]).toContain(made.ground.account);
          expect(outcome.state).toEqual(foreign);
        }
        expect(made.ground.requests().filter(({ method }) => method !== "GET")).toEqual([]);
      });

      it("is imported by its id, and the same configuration then costs no write", async () => {
        const made = await created();
        if (!made) return;
        const session = open(made.ground);
        const imported = await session.import(type, made.fixture.importId(made.state), never);
        expect(errors(imported)).toEqual([]);
        const resource = resourceIn(session, type, imported.state);
        expect(errors(await resource.read())).toEqual([]);
        made.ground.forgetRequests();
        await resource.change(made.fixture.config);
        await resource.read();
        expect((await resource.plan(made.fixture.config)).planned).toEqual(resource.state);
        expect(made.ground.requests().filter(({ method }) => method !== "GET")).toEqual([]);
      });

      it("says how its id is written when an import's id is malformed", async () => {
        const at = await supported();
        if (!at) return;
        const outcome = await open(at.ground).import(type, "no such / id", never);
        expect(outcome.state).toBeNull();
        expect(errors(outcome)[0]).toContain('"no such / id"');
      });

      it("is made once although the answer to each of its requests in turn is lost, and no error comes with a state", async () => {
        const count = await requestsOf(async ({ ground, fixture }) => {
          await resourceIn(open(ground), type).change(fixture.config);
        });
        await pool(range(count), 30, async (index) => {
          const at = await supported();
          if (!at) return;
          at.ground.faults.inject({ skip: index, times: 1, fault: { kind: "lost-answer" } });
          const first = resourceIn(open(at.ground), type);
          await first.attempt(at.fixture.config);
          const second = resourceIn(open(at.ground), type, first.state);
          await second.change(at.fixture.config);
          expect(at.fixture.count()).toBe(1);
          await second.read();
          expect((await second.plan(at.fixture.config)).planned).toEqual(second.state);
        });
      });

      it("is made once when the making is interrupted at each request in turn, and goes on from there", async () => {
        const count = await requestsOf(async ({ ground, fixture }) => {
          await resourceIn(open(ground), type).change(fixture.config);
        });
        await pool(range(count), 30, async (index) => {
          const at = await supported();
          if (!at) return;
          const controller = new AbortController();
          let seen = 0;
          at.ground.faults.inject({
            when: () => (seen++ === index && controller.abort(), false),
            fault: { kind: "reset" },
          });
          const first = resourceIn(open(at.ground), type);
          const outcome = await first.attempt(at.fixture.config, controller.signal);
          expect(errors(outcome).every((error) => error.includes("Interrupted while"))).toBe(true);
          // A write that is on its way is heard to its end, and where nothing follows it, it is all done.
          expect(outcome.diagnostics.length > 0 || (at.fixture.immediate === true && first.state !== null)).toBe(true);
          const second = resourceIn(open(at.ground), type, first.state);
          await second.change(at.fixture.config);
          expect(at.fixture.count()).toBe(1);
          await second.read();
          expect((await second.plan(at.fixture.config)).planned).toEqual(second.state);
        });
      });

      it("is destroyed at the second try when the first is interrupted at each request in turn", async () => {
        const count = await requestsOf(async (at) => {
          const resource = resourceIn(open(at.ground), type);
          await resource.change(at.fixture.config);
          at.ground.forgetRequests();
          await resourceIn(open(at.ground), type, resource.state).change(null);
        });
        await pool(range(count), 30, async (index) => {
          const made = await created();
          if (!made) return;
          const controller = new AbortController();
          let seen = 0;
          made.ground.faults.inject({
            when: () => (seen++ === index && controller.abort(), false),
            fault: { kind: "reset" },
          });
          const first = made.again();
          const outcome = await first.attempt(null, controller.signal);
          if (errors(outcome).length > 0) expect(outcome.state).toEqual(made.state);
          const second = resourceIn(open(made.ground), type, first.state);
          await second.change(null);
          expect(made.fixture.count()).toBe(made.fixture.adopted ? 1 : 0);
        });
      });

      it("is told to be late with the task and its last state, when its time runs out", async () => {
        const at = await supported({ stuck: true });
        if (!at || at.fixture.immediate) return;
        const timeouts = { create: "400ms", update: "400ms", delete: "400ms", read: "400ms" };
        const resource = resourceIn(open(at.ground), type);
        const outcome = await resource.attempt({ ...at.fixture.config, timeouts });
        const said = outcome.diagnostics.map(({ detail }) => detail).join("\n");
        expect(said).toMatch(/The time allowed ran out while .+; last state: .+\./);
        expect(said).not.toContain("last state: unknown");
        // What the cloud has taken is told in either way: recorded, or as what is left behind.
        expect(resource.state !== null || errors(outcome).length > 0).toBe(true);
      });

      it("shows no secret in any state, error or address, whatever goes wrong", async () => {
        const mishaps = [
          { kind: "status", status: 401 },
          { kind: "status", status: 422 },
          { kind: "status", status: 500, body: "html" },
          { kind: "reset" },
        ] as const;
        await pool(mishaps, mishaps.length, async (fault) => {
          const made = await created();
          if (!made) return;
          const texts: unknown[] = [made.state, made.ground.requests().map(({ path, query }) => [path, query])];
          made.ground.faults.inject({ fault });
          const [reading, changing] = [made.again(), made.again()];
          await Promise.all([reading.read(), changing.attempt(made.fixture.changed)]);
          expect(reading.told.length).toBeGreaterThan(0);
          expect(changing.told.length).toBeGreaterThan(0);
          const text = JSON.stringify([...texts, reading.told, changing.told]);
          for (const secret of made.ground.secrets) expect(text).not.toContain(secret);
        });
      });

      /** How many requests something takes. */
      async function requestsOf(work: (at: { ground: Ground; fixture: Fixture }) => Promise<void>): Promise<number> {
        const at = await supported();
        if (!at) return 0;
        await work(at);
        return at.ground.requests().length;
      }
    },
  );

  if (types.includes("ipfailover_group")) groupSuite(cloud, setUp);
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

function expectUnknowns(schema: Schema, planned: ObjectValue, config: ObjectValue, prior: ObjectValue | null): void {
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const decides = isComputed(attribute) && (config[name] ?? null) === null;
    if (!decides) expect([name, isUnknown(planned[name])]).toEqual([name, false]);
    else if (prior !== null && attribute.stable === true) expect([name, planned[name]]).toEqual([name, prior[name]]);
    else if (attribute.mode === "computed") expect([name, isUnknown(planned[name])]).toEqual([name, true]);
  }
}
