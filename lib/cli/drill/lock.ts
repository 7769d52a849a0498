/** One drill of a group at a time, on this machine. */
import { closeSync, openSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadRecordLocks } from "../../engine";
import { UnmetError } from "../failure";

/** @returns what gives the lock up; the end of the process does it too */
export async function lockGroup(group: string): Promise<() => void> {
  const locks = await loadRecordLocks();
  const file = path.join(os.tmpdir(), `ipfailover-drill-${group}.lock`);
  const fd = opened(file, group);
  if (locks.tryLock(fd)) return () => closeSync(fd);
  closeSync(fd);
  throw new UnmetError(`Another drill of ${group} is under way on this machine (${file} is locked).`);
}

function opened(file: string, group: string): number {
  try {
    return openSync(file, "a", 0o600);
  } catch (error) {
    const reason = (error as Error).message;
    throw new UnmetError(
      `The lock of ${group} cannot be taken: ${reason}. If it is another user's and no drill of theirs is under way, have it removed.`,
    );
  }
}
