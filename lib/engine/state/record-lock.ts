/**
 * POSIX record locks, which Node has no call for. Terraform locks the whole state file with `fcntl(F_SETLK)` and
 * F_WRLCK (internal/states/statemgr/filesystem_lock_unix.go). Such a lock belongs to the process and vanishes when any
 * descriptor of the file is closed in it.
 */
import os from "node:os";
import { StateError } from "./error";

export interface RecordLocks {
  /** Locks the whole file for writing. False when another process holds it. */
  tryLock(fd: number): boolean;
  unlock(fd: number): void;
}

interface Layout {
  readonly setLock: number;
  readonly write: number;
  readonly unlock: number;
  /** `struct flock`, in order. */
  readonly fields: Readonly<Record<string, string>>;
}

/** <fcntl.h> of Linux with 64 bits (glibc and musl; x64 and arm64 alike) and <sys/fcntl.h> of macOS. */
export const LAYOUTS: Readonly<Partial<Record<NodeJS.Platform, Layout>>> = {
  linux: {
    setLock: 6,
    write: 1,
    unlock: 2,
    fields: { l_type: "short", l_whence: "short", l_start: "int64", l_len: "int64", l_pid: "int" },
  },
  darwin: {
    setLock: 8,
    write: 3,
    unlock: 2,
    fields: { l_start: "int64", l_len: "int64", l_pid: "int", l_type: "short", l_whence: "short" },
  },
};

/** Loaded when first needed: reading a state without a lock must work where koffi has no binary. */
export async function loadRecordLocks(): Promise<RecordLocks> {
  const layout = LAYOUTS[process.platform];
  if (!layout || !["x64", "arm64"].includes(process.arch)) throw unavailable();
  const koffi = await import("koffi").catch((cause: unknown) => {
    throw unavailable(cause);
  });
  // Without a name: the names of koffi's types are global to the process. The function is variadic, which on Apple
  // silicon is another calling convention.
  const flock = koffi.pointer(koffi.struct({ ...layout.fields }));
  const fcntl = koffi.load(null).func("int fcntl(int fd, int cmd, ...)");
  const set = (fd: number, type: number): boolean => {
    const lock = { l_type: type, l_whence: 0, l_start: 0, l_len: 0, l_pid: 0 };
    if (fcntl(fd, layout.setLock, flock, lock) === 0) return true;
    const { EAGAIN, EACCES } = os.constants.errno;
    const errno = koffi.errno();
    if (errno === EAGAIN || errno === EACCES) return false;
    throw new StateError(
      "State file cannot be locked",
      `fcntl answered errno ${errno}: the file system may not support locks. Put the state on a local disk, or use ` +
        "-lock=false and make sure that nobody else works with it.",
    );
  };
  return { tryLock: (fd) => set(fd, layout.write), unlock: (fd) => void set(fd, layout.unlock) };
}

function unavailable(cause?: unknown): StateError {
  return new StateError(
    "State file cannot be locked",
    `Locking needs the package koffi, which has no binary for ${process.platform}-${process.arch}. Use -lock=false and ` +
      "make sure that nobody else works with the state.",
    { cause },
  );
}
