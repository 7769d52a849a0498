/** The manifest of a rendered member: modes and owners that a working copy cannot have. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { FileTree } from "../../keepalived/file-tree";
import type { Manifest } from "../../deliver/manifest";

/** Undefined when the folder holds no rendered member. */
export function tryReadManifest(folder: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8")) as Partial<Manifest>;
    return manifest.format === 1 && Array.isArray(manifest.files) ? (manifest as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** The tree as it will be once the manifest's modes and owners are set. */
export function installed(tree: FileTree, { files }: Manifest): FileTree {
  const listed = new Map(files.map((file) => [file.path, file]));
  return {
    ...tree,
    status: (file) => {
      const status = tree.status(file);
      const entry = listed.get(file);
      if (status === undefined || entry === undefined) return status;
      const byRoot = entry.owner === "root:root" ? { owner: 0, group: 0 } : {};
      return { ...status, mode: parseInt(entry.mode, 8), ...byRoot };
    },
  };
}
