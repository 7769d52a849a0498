/** Killed, interrupted or timed out at each request in turn: the next run converges, and no address leaks. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { TimeoutReason } from "../../lib/http/wait";
import { textOf } from "../../lib/resources/value";
import { startPlace } from "../support/ionos";
import type { Place } from "../support/ionos";
import { pool } from "../support/pool";
import { readState, run } from "./stack";
import type { Stack } from "./stack";

type Mode = "apply" | "destroy";
const never = new AbortController().signal;
let folder: string;
let bundle: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-crash-"));
  bundle = path.join(folder, "main.js");
  buildSync({ entryPoints: [path.join(__dirname, "main.ts")], outfile: bundle, bundle: true, platform: "node" });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface World {
  readonly place: Place;
  readonly stack: Stack;
  /** Runs `act` when the request of this number (from 0) arrives; the request itself is carried out. */
  atRequest(index: number, act: () => void): void;
}

let worlds = 0;

/** A cloud in which somebody has blocks of the same size already, unused, under other names. */
async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const place = await startPlace({ settleMs: 15 });
  const { simulator, datacenterId, lanId, members } = place;
  for (const name of ["vip-2", "VIP", "another"]) simulator.scene.ipBlock({ name, location: "de/fra", size: 2 });
  const stateFile = path.join(folder, `state-${worlds++}.json`);
  const network = { datacenter_id: datacenterId, lan_id: lanId };
  const stack = { endpoint: simulator.url, token: simulator.token, stateFile, name: "vip", network, members };
  try {
    await work({
      place,
      stack,
      atRequest(index, act) {
        let seen = 0;
        simulator.faults.inject({ when: () => (seen++ === index && act(), false), fault: { kind: "reset" } });
      },
    });
  } finally {
    await simulator.close();
  }
}

/** A process of its own; ends with its exit code or the signal that ended it. */
function start({ stack }: World, mode: Mode) {
  const child = spawn(process.execPath, [bundle, JSON.stringify(stack), mode], { stdio: ["ignore", "ignore", "pipe"] });
  const output: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const ended = new Promise<string | number | null>((resolve) =>
    child.on("close", (code, signal) => resolve(signal ?? code)),
  );
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended, output: () => output.join("") };
}

function blocks({ place }: World) {
  const items = place.simulator.state().items.filter(({ type }) => type === "ipblock");
  return items.map(({ id, properties }) => ({ id, name: textOf(properties.name as string) }));
}

const LOOK_ALIKES = ["VIP", "another", "shop", "vip-2"];

/** Block and group are there once, recorded, and on the members; nothing else was touched. */
function expectApplied(world: World, what: string): void {
  const state = readState(world.stack);
  const [ip] = state.block?.ips as readonly string[];
  const { simulator, datacenterId, lanId, members } = world.place;
  const ours = blocks(world).filter(({ name }) => name === "vip");
  expect([what, ours.map(({ id }) => id)]).toEqual([what, [state.block?.id]]);
  expect([what, state.group?.ip]).toEqual([what, ip]);
  const lan = simulator.scene.look(`/datacenters/${datacenterId}/lans/${lanId}`);
  expect([what, lan?.ipFailover]).toEqual([what, [{ ip, nicUuid: members.a?.nic }]]);
  for (const { nic } of Object.values(members)) {
    expect([what, simulator.scene.look(simulator.scene.pathOf(nic) ?? "")?.ips]).toEqual([what, [ip]]);
  }
  expectLookAlikes(world, what);
}

function expectDestroyed(world: World, what: string): void {
  expect([what, readState(world.stack)]).toEqual([what, {}]);
  expect([
    what,
    blocks(world)
      .map(({ name }) => name)
      .sort(),
  ]).toEqual([what, LOOK_ALIKES]);
}

function expectLookAlikes(world: World, what: string): void {
  const others = blocks(world).filter(({ name }) => name !== "vip");
  expect([what, others.map(({ name }) => name).sort()]).toEqual([what, LOOK_ALIKES]);
}

/** Whatever is recorded exists: nothing recorded can be taken for a replacement that gives an address back. */
function expectRecordsExist(world: World, what: string): void {
  const { block } = readState(world.stack);
  if (block) expect([what, blocks(world).map(({ id }) => id)]).toEqual([what, expect.arrayContaining([block.id])]);
}

/** How many requests a run takes that nobody disturbs. */
async function requestsOf(mode: Mode): Promise<number> {
  let count = 0;
  await inWorld(async (world) => {
    if (mode === "destroy") await apply(world);
    world.place.simulator.clearJournal();
    expect(await run(world.stack, mode, never)).toEqual([]);
    count = world.place.simulator.journal.length;
  });
  return count;
}

async function apply(world: World): Promise<void> {
  expect(await run(world.stack, "apply", never)).toEqual([]);
}

/** Disturbs a run at each request in turn and lets the next one end what it began. */
async function atEachRequest(
  mode: Mode,
  disturb: (world: World, index: number) => Promise<void>,
  atOnce: number,
): Promise<void> {
  const count = await requestsOf(mode);
  expect(count).toBeGreaterThan(5);
  await pool(
    Array.from({ length: count }, (_, i) => i),
    atOnce,
    (index) =>
      inWorld(async (world) => {
        const what = `${mode}, request ${index + 1} of ${count}`;
        if (mode === "destroy") await apply(world);
        await disturb(world, index);
        world.place.simulator.faults.clear();
        if (mode === "apply") expectRecordsExist(world, what);
        expect([what, await run(world.stack, mode, never)]).toEqual([what, []]);
        if (mode === "apply") expectApplied(world, what);
        else expectDestroyed(world, what);
      }),
  );
}

describe.each<Mode>(["apply", "destroy"])("%s", (mode) => {
  it("goes on in the next run when the process was killed at any request", async () => {
    await atEachRequest(
      mode,
      async (world, index) => {
        const child = start(world, mode);
        world.atRequest(index, () => child.kill("SIGKILL"));
        await child.ended;
      },
      12,
    );
  });

  it.each<[string, unknown]>([
    ["it was interrupted", undefined],
    ["its time ran out", new TimeoutReason(1)],
  ])("goes on in the next run when %s at any request", async (_what, reason) => {
    await atEachRequest(
      mode,
      async (world, index) => {
        const controller = new AbortController();
        world.atRequest(index, () => controller.abort(reason));
        const words = reason === undefined ? /Interrupted while/ : /The time allowed ran out while/;
        for (const error of await run(world.stack, mode, controller.signal)) expect(error).toMatch(words);
      },
      48,
    );
  });
});

it("ends by itself after Ctrl-C, says so, and keeps what was recorded", async () => {
  await inWorld(async (world) => {
    const child = start(world, "apply");
    world.place.simulator.faults.inject({
      method: "PATCH",
      times: 1,
      when: () => child.kill("SIGINT"),
      fault: { kind: "latency", ms: 50 },
    });
    expect(await child.ended).toBe(1);
    expect(child.output()).toContain("Interrupted while");
    expect(Object.keys(readState(world.stack))).toEqual(["block"]);
    await apply(world);
    expectApplied(world, "after Ctrl-C");
  });
});

it("leaves a block of the same name alone that another tool made, and says how to take it over", async () => {
  await inWorld(async (world) => {
    const { id } = world.place.simulator.scene.ipBlock({ name: "vip", location: "de/fra", size: 2 });
    const [error, ...more] = await run(world.stack, "apply", never);
    expect(error).toContain(`terraform import ADDRESS ${id}`);
    expect(more).toEqual([]);
    expect(readState(world.stack)).toEqual({});
    expect(blocks(world).filter(({ name }) => name === "vip")).toHaveLength(1);
  });
});
