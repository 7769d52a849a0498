import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openState, putObject } from "../../../lib/engine/state";
import { journalPath, type WriteStep } from "../../../lib/engine/state/journal";
import { group, managed, PROVIDER, startScript, useFolder } from "./fixtures";

const folder = useFolder();
const file = () => path.join(folder(), "terraform.tfstate");
const lock = { operation: "OperationTypeApply" };

/** Every step at which a run may be killed, and whether its object is then recorded. */
const STEPS: Record<WriteStep, boolean> = {
  "journal-begun": false,
  "journal-durable": true,
  truncated: true,
  "half-written": true,
  written: true,
  "journal-removed": true,
};

async function record(name: string): Promise<void> {
  const store = await openState(file(), { lock });
  await store.update((state) => putObject(state, managed("ipfailover_group", name), PROVIDER, group("203.0.113.1")));
  await store.close();
}

async function names(): Promise<readonly string[]> {
  const store = await openState(file(), { lock });
  await store.close();
  return store.state.resources.map(({ name }) => name);
}

async function crash(step: string): Promise<void> {
  const { signal, output } = await startScript("crash.script.ts", file(), step).ended;
  if (signal !== "SIGKILL") throw new Error(`was not killed at ${step}: ${output}`);
}

describe.each(Object.entries(STEPS))("killed at the step %s", (step, isRecorded) => {
  test("nothing that was recorded is lost, and the next run goes on", async () => {
    await record("first");
    await crash(step);
    // What Terraform would find meanwhile: the old state, the new one, or what it refuses; never an empty state.
    expect(readFileSync(file(), "utf8")).not.toBe("");
    expect(await names()).toEqual(isRecorded ? ["first", "second"] : ["first"]);
    expect(readdirSync(folder()).filter((name) => name.includes("journal"))).toEqual([]);
    await record("third");
    expect(await names()).toEqual(isRecorded ? ["first", "second", "third"] : ["first", "third"]);
  });

  test("the first write of a new state is not lost either", async () => {
    await crash(step);
    expect(await names()).toEqual(isRecorded ? ["second"] : []);
  });
});

test("a reader that takes no lock sees what was interrupted, and leaves its repair to a run with a lock", async () => {
  await record("first");
  await crash("half-written");
  const store = await openState(file(), { lock: false });
  expect(store.state.resources.map(({ name }) => name)).toEqual(["first", "second"]);
  expect(store.recovered).toBe(true);
  await store.close();
  expect(existsSync(journalPath(file()))).toBe(true);
});

test("a journal is dropped when Terraform has written the state since", async () => {
  await record("first");
  await crash("journal-durable");
  const state = JSON.parse(readFileSync(file(), "utf8")) as { serial: number };
  writeFileSync(file(), JSON.stringify({ ...state, serial: state.serial + 1 }));
  expect(await names()).toEqual(["first"]);
  expect(existsSync(journalPath(file()))).toBe(false);
});

test("a journal of another lineage is dropped", async () => {
  await record("first");
  await crash("journal-durable");
  const state = JSON.parse(readFileSync(file(), "utf8")) as object;
  writeFileSync(file(), JSON.stringify({ ...state, lineage: "started-anew" }));
  expect(await names()).toEqual(["first"]);
});
