import path from "node:path";
import type { FileTree } from "../../../lib/hosts/keepalived/file-tree";
import { foldersAbove, memoryTree as treeOf } from "../../../lib/hosts/keepalived/memory-tree";
import type { MemoryNode } from "../../../lib/hosts/keepalived/memory-tree";

export interface MemoryFile {
  readonly content?: string;
  /** Files 0644 and folders 0755 unless said otherwise. */
  readonly mode?: number;
  readonly owner?: number;
  readonly group?: number;
}

/** Files by their absolute paths; the folders above them exist. A path that ends with a slash is a folder by itself. */
export function memoryTree(files: Readonly<Record<string, MemoryFile | string>>, { whole = true } = {}): FileTree {
  const nodes = new Map<string, MemoryNode>();
  const put = (at: string, kind: "file" | "directory", { mode, owner = 0, group = 0, content }: MemoryFile) => {
    const status = { kind, mode: mode ?? (kind === "file" ? 0o644 : 0o755), owner, group };
    nodes.set(at, { status, ...(kind === "file" ? { content: Buffer.from(content ?? "") } : {}) });
  };
  put("/", "directory", {});
  for (const [name, given] of Object.entries(files)) {
    const at = name.length > 1 ? name.replace(/\/$/, "") : name;
    for (const above of foldersAbove(at)) if (!nodes.has(above)) put(above, "directory", {});
    put(at, name.endsWith("/") ? "directory" : "file", typeof given === "string" ? { content: given } : given);
  }
  return treeOf(nodes, (file) => whole || nodes.has(path.posix.dirname(file)));
}
