import path from "node:path";
import type { FileStatus, FileTree } from "../../../lib/hosts/keepalived/file-tree";

export interface MemoryFile {
  readonly content?: string;
  /** Files 0644 and folders 0755 unless said otherwise. */
  readonly mode?: number;
  readonly owner?: number;
  readonly group?: number;
}

/** Files by their absolute paths; the folders above them exist. A path that ends with a slash is a folder by itself. */
export function memoryTree(files: Readonly<Record<string, MemoryFile | string>>, { whole = true } = {}): FileTree {
  const nodes = new Map<string, { readonly status: FileStatus; readonly content?: Buffer }>();
  const put = (at: string, kind: "file" | "directory", { mode, owner = 0, group = 0, content }: MemoryFile) => {
    const status = { kind, mode: mode ?? (kind === "file" ? 0o644 : 0o755), owner, group };
    nodes.set(at, { status, ...(kind === "file" ? { content: Buffer.from(content ?? "") } : {}) });
  };
  put("/", "directory", {});
  for (const [name, given] of Object.entries(files)) {
    const at = name.length > 1 ? name.replace(/\/$/, "") : name;
    for (let above = path.posix.dirname(at); !nodes.has(above); above = path.posix.dirname(above)) {
      put(above, "directory", {});
    }
    put(at, name.endsWith("/") ? "directory" : "file", typeof given === "string" ? { content: given } : given);
  }
  return {
    covers: (file) => whole || nodes.has(path.posix.dirname(file)),
    resolved: (file) => (nodes.has(file) ? file : undefined),
    status: (file) => nodes.get(file)?.status,
    read: (file) => nodes.get(file)?.content,
    list: (folder) =>
      nodes.has(folder)
        ? [...nodes.keys()]
            .filter((at) => at !== "/" && path.posix.dirname(at) === folder)
            .map((at) => path.posix.basename(at))
        : undefined,
  };
}
