/** One mishap at each request of a group's life in turn: it succeeds or fails cleanly, and the next run converges. */
import { startIonosSimulator } from "../../../lib/clouds/ionos/simulator";
import type { Fault } from "../../../lib/simulator/faults";
import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import { configOf, errorsOf, groupConfig, never, openSession, replan, startPlace, tryApply } from "../../support/ionos";
import type { Place } from "../../support/ionos";
import { pool } from "../../support/pool";

const GROUP = "ipfailover_group";
const BLOCK = "ipfailover_ip_block";
const AT_ONCE = 64;
const SETTLE_MS = 10;

/** What can befall a read, a write, or either. */
const mishaps: readonly (readonly [string, Fault, "read" | "write" | "any"])[] = [
  ["a 429", { kind: "status", status: 429, retryAfterSeconds: 0 }, "any"],
  ["a 500", { kind: "status", status: 500 }, "any"],
  ["a 503 with a page", { kind: "status", status: 503, body: "html" }, "write"],
  ["a reset", { kind: "reset" }, "any"],
  ["a lost answer", { kind: "lost-answer" }, "write"],
  ["a gateway's 504 for what was carried out", { kind: "lost-answer-status", status: 504 }, "write"],
  ["a stale reading", { kind: "stale" }, "read"],
  ["a request that fails later", { kind: "fail-later" }, "write"],
  ["a page with 200", { kind: "status", status: 200, body: "html" }, "any"],
];

/** What the cloud has of ours: every address in use, every entry, every block. */
function shown(place: Place) {
  const { scene } = place.simulator;
  const lan = scene.look(`/datacenters/${place.datacenterId}/lans/${place.lanId}`);
  const reserved = new Set(place.ips);
  const nics = Object.entries(place.members).map(([name, { nic }]) => {
    const ips = (scene.look(scene.pathOf(nic) ?? "")?.ips ?? []) as string[];
    return [name, ips.filter((ip) => reserved.has(ip))] as const;
  });
  return { entries: (lan?.ipFailover ?? []) as { ip: string; nicUuid: string }[], nics: Object.fromEntries(nics) };
}

const blocksOf = (place: Place) =>
  place.simulator.state().items.filter(({ type, id }) => type === "ipblock" && id !== place.blockId);

/** Runs `work` with a session of its own, as another process would. */
async function process<T>(place: Place, work: (session: Session) => Promise<T>): Promise<T> {
  const session = openSession(place.simulator);
  try {
    return await work(session);
  } finally {
    session.close();
  }
}

interface Life {
  readonly place: Place;
  readonly type: string;
  readonly config: ObjectValue | null;
  readonly prior: ObjectValue | null;
}

async function run({ place, type, config, prior }: Life) {
  return process(place, (session) => tryApply(session, type, prior, config, never));
}

/** Tries each mishap at every request that a clean run takes, each in a cloud of its own. */
async function atEachRequest(
  prepare: () => Promise<Life>,
  check: (life: Life, what: string, state: ObjectValue | null) => Promise<void>,
  skipped: readonly string[] = [],
): Promise<void> {
  const clean = await prepare();
  const saved = clean.place.simulator.state();
  clean.place.simulator.clearJournal();
  expect(errorsOf(await run(clean))).toEqual([]);
  const requests = clean.place.simulator.journal.map(({ method }) => (method === "GET" ? "read" : "write"));
  await clean.place.simulator.close();
  expect(requests).toContain("write");

  const cases = requests.flatMap((kind, skip) =>
    mishaps
      .filter(([name, , befalls]) => (befalls === kind || befalls === "any") && !skipped.includes(name))
      .map(([name, fault]) => ({ what: `${name} at request ${skip + 1}`, skip, fault })),
  );
  await pool(cases, AT_ONCE, async ({ what, skip, fault }) => {
    const simulator = await startIonosSimulator({ settleMs: SETTLE_MS });
    simulator.load(saved);
    const life: Life = { ...clean, place: { ...clean.place, simulator } };
    try {
      simulator.faults.inject({ skip, times: 1, fault });
      const first = await run(life);
      simulator.faults.clear();
      // A failed create records nothing, a failed change or end records what was before.
      if (errorsOf(first).length > 0) expect([what, first.state]).toEqual([what, life.prior]);
      for (const error of errorsOf(first)) expect(error).not.toMatch(/undefined|\[object|at .+\.ts:/);
      const current = await process(life.place, async (session) =>
        first.state === null ? null : (await session.read(life.type, first.state, never)).state,
      );
      const second =
        life.config === null && current === null
          ? { state: null, diagnostics: [] }
          : await run({ ...life, prior: current });
      expect([what, errorsOf(second)]).toEqual([what, []]);
      await check(life, what, second.state);
    } finally {
      await simulator.close();
    }
  });
}

async function settled(life: Life, what: string, state: ObjectValue | null): Promise<void> {
  const again = await process(life.place, (session) => replan(session, life.type, state ?? {}, life.config ?? {}));
  expect([what, again.changed]).toEqual([what, false]);
}

async function existing(place: Place, config: ObjectValue): Promise<ObjectValue | null> {
  const { state } = await run({ place, type: GROUP, config, prior: null });
  place.simulator.clearJournal();
  return state;
}

it("makes a group once whatever befalls a request, and leaves nothing behind elsewhere", async () => {
  await atEachRequest(
    async () => {
      const place = await startPlace({ settleMs: SETTLE_MS });
      return { place, type: GROUP, config: groupConfig(place), prior: null };
    },
    async (life, what, state) => {
      const { place } = life;
      const [ip = ""] = place.ips;
      expect([what, shown(place)]).toEqual([
        what,
        { entries: [{ ip, nicUuid: place.members.a?.nic }], nics: { a: [ip], b: [ip] } },
      ]);
      await settled(life, what, state);
    },
  );
});

it("changes a group's address whatever befalls a request, and leaves nothing of the old one", async () => {
  await atEachRequest(
    async () => {
      const place = await startPlace({ settleMs: SETTLE_MS });
      const prior = await existing(place, groupConfig(place));
      return { place, type: GROUP, config: groupConfig(place, { ip: place.ips[1] ?? "" }), prior };
    },
    async (life, what, state) => {
      const [, ip = ""] = life.place.ips;
      expect([what, shown(life.place).entries.map((entry) => entry.ip)]).toEqual([what, [ip]]);
      expect([what, shown(life.place).nics]).toEqual([what, { a: [ip], b: [ip] }]);
      await settled(life, what, state);
    },
    ["a 429", "a 500", "a 503 with a page", "a page with 200"],
  );
});

it("takes a group apart whatever befalls a request, and leaks no address", async () => {
  await atEachRequest(
    async () => {
      const place = await startPlace({ settleMs: SETTLE_MS });
      return { place, type: GROUP, config: null, prior: await existing(place, groupConfig(place)) };
    },
    (life, what, state) => {
      expect([what, state]).toEqual([what, null]);
      expect([what, shown(life.place)]).toEqual([what, { entries: [], nics: { a: [], b: [] } }]);
      return Promise.resolve();
    },
  );
});

const block = configOf(BLOCK, { name: "vip", location: "de/fra", size: 2 });

it("reserves a block once whatever befalls a request", async () => {
  await atEachRequest(
    async () => ({ place: await startPlace({ settleMs: SETTLE_MS }), type: BLOCK, config: block, prior: null }),
    async (life, what, state) => {
      expect([what, blocksOf(life.place).map(({ id }) => id)]).toEqual([what, [state?.id]]);
      await settled(life, what, state);
    },
  );
});

it("renames a block, and gives it back, whatever befalls a request", async () => {
  const prepare = (config: ObjectValue | null) => async () => {
    const place = await startPlace({ settleMs: SETTLE_MS });
    const { state } = await run({ place, type: BLOCK, config: block, prior: null });
    return { place, type: BLOCK, config, prior: state };
  };
  await Promise.all([
    atEachRequest(prepare({ ...block, name: "renamed" }), (life, what, state) => settled(life, what, state)),
    atEachRequest(prepare(null), (life, what) => {
      expect([what, blocksOf(life.place)]).toEqual([what, []]);
      return Promise.resolve();
    }),
  ]);
});
