import path from "node:path";
import type { FileStatus, FileTree } from "./file-tree";

export interface MemoryNode {
  readonly status: FileStatus;
  /** Of a file. */
  readonly content?: Buffer;
}

/** A tree of files and folders that lie in memory, by their absolute paths. It has no symbolic links. */
export function memoryTree(nodes: ReadonlyMap<string, MemoryNode>, covers: (file: string) => boolean): FileTree {
  const names = [...nodes.keys()];
  return {
    covers,
    resolved: (file) => (nodes.has(file) ? file : undefined),
    status: (file) => nodes.get(file)?.status,
    read: (file) => nodes.get(file)?.content,
    list: (folder) =>
      nodes.get(folder)?.status.kind === "directory"
        ? names
            .filter((one) => one !== "/" && path.posix.dirname(one) === folder)
            .map((one) => path.posix.basename(one))
        : undefined,
  };
}

/** `/a/b` and `/a` and `/` of `/a/b/c`. */
export function foldersAbove(file: string): readonly string[] {
  const folder = path.posix.dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}
