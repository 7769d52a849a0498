/** The file beside the state that says who holds the lock. It only describes: the lock itself is the record lock. */
import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { StateError } from "./error";

/** As Terraform writes it, field for field. */
export interface LockInfo {
  readonly ID: string;
  /** `OperationTypeApply`, `OperationTypePlan`… */
  readonly Operation: string;
  readonly Info: string;
  /** `user@host` */
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

/** `.terraform.tfstate.lock.info`, in the state's folder. */
export function lockInfoPath(statePath: string): string {
  return path.join(path.dirname(statePath), `.${path.basename(statePath).replace(/^\./, "")}.lock.info`);
}

export function newLockInfo(statePath: string, operation: string, version: string): LockInfo {
  return {
    ID: randomUUID(),
    Operation: operation,
    Info: "",
    Who: `${userName()}@${os.hostname()}`,
    Version: version,
    Created: new Date().toISOString(),
    Path: statePath,
  };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown"); // in a container whose user has no name
  }
}

export async function writeLockInfo(info: LockInfo): Promise<void> {
  await writeFile(lockInfoPath(info.Path), JSON.stringify(info), { mode: 0o600 });
}

export async function removeLockInfo(statePath: string): Promise<void> {
  await rm(lockInfoPath(statePath), { force: true });
}

/** Undefined when it is missing or half written: the holder writes it after it has the lock. */
async function tryReadLockInfo(statePath: string): Promise<Partial<LockInfo> | undefined> {
  try {
    return JSON.parse(await readFile(lockInfoPath(statePath), "utf8")) as Partial<LockInfo>;
  } catch {
    return undefined;
  }
}

/** In Terraform's words, so that whoever knows them knows what to do. */
export async function lockedError(statePath: string): Promise<StateError> {
  const info = await tryReadLockInfo(statePath);
  const holder = info
    ? [
        "Lock Info:",
        `  ID:        ${info.ID ?? ""}`,
        `  Path:      ${info.Path ?? ""}`,
        `  Operation: ${info.Operation ?? ""}`,
        `  Who:       ${info.Who ?? ""}`,
        `  Version:   ${info.Version ?? ""}`,
        `  Created:   ${info.Created ?? ""}`,
        `  Info:      ${info.Info ?? ""}`,
      ].join("\n")
    : `The holder left no description in ${lockInfoPath(statePath)}.`;
  return new StateError(
    "Error acquiring the state lock",
    `${statePath} is in use by another process.\n${holder}\n\nThe lock keeps two runs from changing the state at the ` +
      "same time. Wait for the other run to end and try again, let -lock-timeout=60s do the waiting, or, when you are " +
      "sure that nobody else works with the state, use -lock=false.",
  );
}
