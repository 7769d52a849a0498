/** Files on this machine, as a member's own or as those beside one file. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import path from "node:path";
import type { FileStatus, FileTree } from "../../keepalived/file-tree";

/** As many links as Linux follows before it calls them a loop. */
const MOST_LINKS = 40;

/** A member's file system, or a part of it, in a folder of this machine. `/` is this machine itself. */
export function rootedTree(root: string): FileTree {
  const host = (file: string) => path.join(root, file);
  const isWhole = tryLstat(host("/etc/passwd")) !== undefined;
  // Owners of a copy say who copied it. A whole tree that belongs to root was unpacked as it is.
  const ownersCount = isWhole && tryLstat(host("/"))?.uid === 0;

  /** Links are followed inside of the tree: an absolute one starts at its root. */
  function resolved(file: string): string | undefined {
    let waiting = path.posix.resolve("/", file).split("/").filter(Boolean);
    let real = "/";
    for (let links = 0; waiting.length > 0;) {
      const [part = "", ...rest] = waiting;
      waiting = rest;
      const next = path.posix.join(real, part);
      const stats = tryLstat(host(next));
      if (stats === undefined) return undefined;
      if (!stats.isSymbolicLink()) {
        real = next;
        continue;
      }
      links += 1;
      if (links > MOST_LINKS) return undefined;
      const target = path.posix.resolve(real, readlinkSync(host(next)));
      waiting = [...target.split("/").filter(Boolean), ...waiting];
      real = "/";
    }
    return real;
  }

  const onHost = (file: string) => {
    const real = resolved(file);
    return real === undefined ? undefined : host(real);
  };
  return {
    resolved,
    covers: (file) => isWhole || onHost(path.posix.dirname(file)) !== undefined,
    status: (file) => {
      const found = onHost(file);
      const stats = found === undefined ? undefined : tryLstat(found);
      return stats && statusOf(stats, ownersCount);
    },
    read: (file) => {
      const found = onHost(file);
      return found === undefined ? undefined : tryRead(found);
    },
    list: (folder) => {
      const found = onHost(folder);
      return found === undefined ? undefined : tryList(found);
    },
  };
}

/** The files beside one configuration; of what lies elsewhere on the member it knows nothing. */
export function treeBeside(file: string): FileTree {
  const folder = path.dirname(path.resolve(file));
  return {
    covers: (other) => other === folder || other.startsWith(`${folder}/`),
    resolved: (other) => other,
    status: (other) => {
      const stats = tryStat(other);
      return stats && statusOf(stats, false);
    },
    read: tryRead,
    list: tryList,
  };
}

function statusOf(stats: Stats, ownersCount: boolean): FileStatus {
  return {
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other",
    mode: stats.mode & 0o7777,
    ...(ownersCount ? { owner: stats.uid, group: stats.gid } : {}),
  };
}

const tryLstat = (file: string) => attempt(() => lstatSync(file));
const tryStat = (file: string) => attempt(() => statSync(file));
const tryRead = (file: string) => attempt(() => readFileSync(file));
const tryList = (folder: string) => attempt(() => readdirSync(folder));

/** What cannot be reached for whatever reason is not there for keepalived either. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
