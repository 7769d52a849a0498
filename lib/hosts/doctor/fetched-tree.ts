/** Files that were brought here from another host, by their absolute paths there. */
import path from "node:path";
import type { FileTree } from "../keepalived/file-tree";
import { foldersAbove, memoryTree } from "../keepalived/memory-tree";
import type { MemoryNode } from "../keepalived/memory-tree";

export interface FetchedFile {
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
  readonly owner: number;
  readonly group: number;
}

/** Speaks for the folders that files were brought from, and for nothing else. */
export function fetchedTree(files: readonly FetchedFile[]): FileTree {
  const nodes = new Map<string, MemoryNode>();
  for (const { path: file, content, ...status } of files) {
    for (const folder of foldersAbove(file)) nodes.set(folder, { status: { kind: "directory", mode: 0o755 } });
    nodes.set(file, { status: { kind: "file", ...status }, content });
  }
  const holding = new Set(files.map((file) => path.posix.dirname(file.path)));
  return memoryTree(nodes, (file) => holding.has(path.posix.dirname(file)));
}
