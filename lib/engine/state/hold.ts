/** Opens and locks the state file, and gives it back. */
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, realpath, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StateError } from "./error";
import { lockedError, newLockInfo, removeLockInfo, writeLockInfo } from "./lock-info";
import { loadRecordLocks, type RecordLocks } from "./record-lock";

export interface LockOptions {
  /** `OperationTypePlan`, `OperationTypeApply`…: what others are told that we are doing. */
  readonly operation: string;
  /** How long to wait for another holder, in milliseconds. Default 0. */
  readonly timeoutMs?: number;
  /** The version of this tool, for others to read. */
  readonly version?: string;
  /** Told once, when there is somebody to wait for. */
  readonly onWaiting?: (reason: StateError) => void;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
}

/** The file, opened for as long as it is in use. */
export interface HeldFile {
  readonly file: FileHandle;
  release(): Promise<void>;
}

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1000;

/** Record locks do not keep this process from itself, and a second descriptor would end the first one's lock. */
const inUse = new Set<string>();

/** Enters the file as used by this process; the answer takes it out again. */
export async function claim(statePath: string): Promise<() => void> {
  const name = await realPath(statePath);
  if (inUse.has(name)) {
    throw new StateError("State file is in use", `${statePath} is already open in this very process. Close it first.`);
  }
  inUse.add(name);
  return () => void inUse.delete(name);
}

/** Where the file is or will be, whatever links lead there. */
async function realPath(statePath: string): Promise<string> {
  const resolved = path.resolve(statePath);
  const folder = await realpath(path.dirname(resolved)).catch(() => path.dirname(resolved));
  return realpath(resolved).catch(() => path.join(folder, path.basename(resolved)));
}

/** Opens for reading and writing, creating the file and its folder. */
export async function openFile(statePath: string): Promise<FileHandle> {
  await mkdir(path.dirname(statePath), { recursive: true });
  return open(statePath, constants.O_RDWR | constants.O_CREAT, 0o666);
}

export async function holdLocked(
  statePath: string,
  options: LockOptions,
  signal?: AbortSignal,
  loadLocks: () => Promise<RecordLocks> = loadRecordLocks,
): Promise<HeldFile> {
  const locks = await loadLocks();
  const created = !(await exists(statePath));
  const file = await lockWithin(locks, statePath, options, signal);
  try {
    await writeLockInfo(newLockInfo(statePath, options.operation, options.version ?? "0.0.0"));
  } catch (error) {
    await file.close();
    throw error;
  }
  return { file, release };

  async function release(): Promise<void> {
    const isEmpty = (await file.stat()).size === 0;
    await removeLockInfo(statePath);
    locks.unlock(file.fd);
    await file.close();
    // As Terraform does: a plan leaves no empty file behind.
    if (created && isEmpty) await rm(statePath, { force: true });
  }
}

async function lockWithin(
  locks: RecordLocks,
  statePath: string,
  { timeoutMs = 0, onWaiting, wait = pause }: LockOptions,
  signal?: AbortSignal,
): Promise<FileHandle> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = FIRST_RETRY_MS, told = false; ; pauseMs = Math.min(2 * pauseMs, LONGEST_RETRY_MS)) {
    signal?.throwIfAborted();
    const file = await tryLockFile(locks, statePath);
    if (file) return file;
    const reason = await lockedError(statePath);
    const left = deadline - performance.now();
    if (left <= 0) throw reason;
    if (!told) onWaiting?.(reason);
    told = true;
    await wait(Math.min(pauseMs, left), signal);
  }
}

/** Opened anew for each attempt: the holder may have removed the file that stayed empty. */
async function tryLockFile(locks: RecordLocks, statePath: string): Promise<FileHandle | undefined> {
  const file = await openFile(statePath);
  try {
    if (locks.tryLock(file.fd) && (await isStillNamed(file, statePath))) return file;
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return undefined;
}

async function isStillNamed(file: FileHandle, statePath: string): Promise<boolean> {
  const named = await stat(statePath).catch(() => undefined);
  const opened = await file.stat();
  return named?.ino === opened.ino && named.dev === opened.dev;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<unknown> {
  return sleep(milliseconds, undefined, signal && { signal });
}
