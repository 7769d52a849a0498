/**
 * Writes in place that survive a crash. A rename would move the name to a file that nobody has locked, so the state
 * is overwritten where it is, after its new content has reached a sibling file. At the next start the sibling tells
 * what was under way.
 */
import { constants } from "node:fs";
import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { StateError } from "./error";
import { decodeState } from "./decode";

/** Where a crash is tested; production has nothing to do there. */
export type WriteStep =
  "journal-begun" | "journal-durable" | "truncated" | "half-written" | "written" | "journal-removed";
export type OnStep = (step: WriteStep) => void;

export function journalPath(statePath: string): string {
  return `${statePath}.ipfailover-journal`;
}

function draftPath(statePath: string): string {
  return `${journalPath(statePath)}.draft`;
}

/** Writes the text durably. `file` stays open: closing it would release the lock. */
export async function writeJournalled(
  file: FileHandle,
  statePath: string,
  text: string,
  onStep: OnStep = () => undefined,
): Promise<void> {
  const bytes = Buffer.from(text);
  await writeJournal(statePath, bytes, onStep);
  await overwrite(file, bytes, onStep);
  await removeJournal(statePath);
  onStep("journal-removed");
}

/** By way of another name, so that there is always a whole journal: the last one may be all that is left of a state. */
async function writeJournal(statePath: string, bytes: Buffer, onStep: OnStep): Promise<void> {
  const draft = await open(draftPath(statePath), "w", 0o600);
  try {
    await writeAll(draft, bytes, () => onStep("journal-begun"));
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(draftPath(statePath), journalPath(statePath));
  await syncFolder(statePath);
  onStep("journal-durable");
}

async function overwrite(file: FileHandle, bytes: Buffer, onStep: OnStep): Promise<void> {
  // One byte stays: what a crash leaves is then never an empty file, which Terraform would take for a new state, nor a
  // mixture of old and new that happens to be JSON.
  if ((await file.stat()).size > 1) await file.truncate(1);
  onStep("truncated");
  await writeAll(file, bytes, () => onStep("half-written"));
  await file.sync();
  onStep("written");
}

/** Writes in two parts, so that a crash between them can be tested. */
async function writeAll(file: FileHandle, bytes: Buffer, halfWay: () => void): Promise<void> {
  const half = bytes.length >>> 1;
  for (let done = 0; done < bytes.length;) {
    const length = (done < half ? half : bytes.length) - done;
    const { bytesWritten } = await file.write(bytes, done, length, done);
    done += bytesWritten;
    if (done === half) halfWay();
  }
}

async function removeJournal(statePath: string): Promise<void> {
  await rm(journalPath(statePath), { force: true });
  await syncFolder(statePath);
}

/** Makes names durable: a new file's own sync does not. */
async function syncFolder(statePath: string): Promise<void> {
  const folder = await open(path.dirname(statePath), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * The text of the state after an interrupted write was finished, else undefined. Without `file`, when nobody is kept
 * out, the text is only read. A journal that cannot be read or is not newer is dropped: its write was finished, or
 * Terraform has written since.
 */
export async function recover(
  file: FileHandle | undefined,
  statePath: string,
  present: string,
): Promise<string | undefined> {
  if (file) await rm(draftPath(statePath), { force: true });
  const text = await readFile(journalPath(statePath), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const wanted = isNewer(text, present, statePath);
  if (file) {
    if (wanted) await overwrite(file, Buffer.from(text), () => undefined);
    await removeJournal(statePath);
  }
  return wanted ? text : undefined;
}

function isNewer(journal: string, present: string, statePath: string): boolean {
  const next = tryDecode(journal, statePath);
  if (!next || next.lineage === "") return false;
  const state = tryDecode(present, statePath);
  // Only a write that was cut off leaves a file that cannot be read, or nothing in a new one.
  if (!state || state.lineage === "") return true;
  return next.lineage === state.lineage && next.serial > state.serial;
}

function tryDecode(text: string, statePath: string) {
  try {
    return decodeState(text, statePath);
  } catch (error) {
    if (error instanceof StateError) return undefined;
    throw error;
  }
}
