import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { openState, putObject, StateError } from "../../../lib/engine/state";
import { holdLocked } from "../../../lib/engine/state/hold";
import { type LockInfo, lockInfoPath } from "../../../lib/engine/state/lock-info";
import { LAYOUTS } from "../../../lib/engine/state/record-lock";
import { type Child, group, managed, PROVIDER, startScript, useFolder } from "./fixtures";

const folder = useFolder();
const file = () => path.join(folder(), "terraform.tfstate");
const children: Child[] = [];

async function holder(): Promise<Child> {
  const child = startScript("holder.script.ts", file(), "OperationTypeApply");
  children.push(child);
  await child.printed("held");
  return child;
}
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.kill("SIGKILL");
    await child.ended;
  }
});

test("another process is told who holds the lock, in Terraform's words", async () => {
  const child = await holder();
  const info = JSON.parse(readFileSync(lockInfoPath(file()), "utf8")) as LockInfo;
  expect(Object.keys(info)).toEqual(["ID", "Operation", "Info", "Who", "Version", "Created", "Path"]);
  expect(statSync(lockInfoPath(file())).mode & 0o777).toBe(0o600);

  const refused = openState(file(), { lock: { operation: "OperationTypePlan" } });
  await expect(refused).rejects.toMatchObject({ summary: "Error acquiring the state lock" });
  await expect(refused).rejects.toThrow(`  ID:        ${info.ID}\n`);
  await expect(refused).rejects.toThrow(`  Who:       ${info.Who}\n`);
  await expect(refused).rejects.toThrow("  Operation: OperationTypeApply\n");

  child.process.stdin?.end();
  await child.ended;
  expect(existsSync(lockInfoPath(file()))).toBe(false);
  const store = await openState(file(), { lock: { operation: "OperationTypePlan" } });
  await store.close();
});

test("with a time-out it waits until the holder is done, and tells of it once", async () => {
  const child = await holder();
  const reasons: StateError[] = [];
  const store = await openState(file(), {
    lock: {
      operation: "OperationTypeApply",
      timeoutMs: 60_000,
      onWaiting: (reason) => {
        reasons.push(reason);
        child.process.stdin?.end();
      },
    },
  });
  // The holder removed the file that had stayed empty: what is held now must be the one that has the name.
  await store.update((state) => putObject(state, managed("ipfailover_group", "web"), PROVIDER, group("203.0.113.1")));
  await store.close();
  expect(readFileSync(file(), "utf8")).toContain('"203.0.113.1"');
  expect(reasons).toHaveLength(1);
});

test("a file that was removed and made anew by others while it was being locked is not taken for the state", async () => {
  let attempts = 0;
  const tryLock = () => {
    // The holder goes away, and takes the file that stayed empty with it, between our opening and our locking.
    if (attempts++ === 0) rmSync(file());
    return true;
  };
  const locks = { tryLock, unlock: () => undefined };
  const options = { operation: "OperationTypeApply", timeoutMs: 60_000 };
  const held = await holdLocked(file(), options, undefined, () => Promise.resolve(locks));
  await held.file.write("kept");
  await held.release();
  expect(readFileSync(file(), "utf8")).toBe("kept");
});

test("without record locks the state is refused, unless locking was turned off", async () => {
  const unavailable = () => Promise.reject(new StateError("State file cannot be locked", "There is no koffi."));
  await expect(holdLocked(file(), { operation: "x" }, undefined, unavailable)).rejects.toThrow("cannot be locked");
  expect(existsSync(file())).toBe(false);
  const store = await openState(file(), { lock: false });
  await store.close();
});

test("a time-out that passes is the error that names the holder", async () => {
  await holder();
  const waits: number[] = [];
  const wait = (milliseconds: number) => Promise.resolve(waits.push(milliseconds));
  const refused = openState(file(), { lock: { operation: "OperationTypeApply", timeoutMs: 100, wait } });
  await expect(refused).rejects.toBeInstanceOf(StateError);
  expect(Math.max(...waits)).toBeLessThanOrEqual(100);
});

test("an interrupt ends the waiting", async () => {
  await holder();
  const abort = new AbortController();
  const waiting = openState(file(), {
    lock: { operation: "OperationTypeApply", timeoutMs: 600_000, onWaiting: () => abort.abort() },
    signal: abort.signal,
  });
  await expect(waiting).rejects.toThrow(/abort/i);
});

test("a holder that was killed holds nothing, although its description is still there", async () => {
  const child = await holder();
  child.process.kill("SIGKILL");
  await child.ended;
  expect(existsSync(lockInfoPath(file()))).toBe(true);
  const store = await openState(file(), { lock: { operation: "OperationTypeApply" } });
  await store.close();
  expect(existsSync(lockInfoPath(file()))).toBe(false);
});

test("macOS and Linux differ in the order of the lock's fields and in its numbers", () => {
  // <sys/fcntl.h> of macOS: F_SETLK 8, F_UNLCK 2, F_WRLCK 3; <fcntl.h> of Linux: 6, 2, 1.
  expect(LAYOUTS.darwin).toMatchObject({ setLock: 8, unlock: 2, write: 3 });
  expect(Object.keys(LAYOUTS.darwin?.fields ?? {})).toEqual(["l_start", "l_len", "l_pid", "l_type", "l_whence"]);
  expect(LAYOUTS.linux).toMatchObject({ setLock: 6, unlock: 2, write: 1 });
  expect(Object.keys(LAYOUTS.linux?.fields ?? {})).toEqual(["l_type", "l_whence", "l_start", "l_len", "l_pid"]);
});
