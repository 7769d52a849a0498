/**
 * A member's own root folder: its rendered files in real folders that belong to root, all else as links to the host's
 * files. keepalived refuses scripts below folders that others than root may write to, and without privileges the host's
 * folders are nobody's.
 */
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setgroupsStandIn } from "../../../namespace/setgroups";
import type { LabFile } from "../plan";
import { setgroupsFile } from "../stand-ins";

/** Where the host's root folder is mounted in a member's. */
export const hostFolder = "/.host";
const ownFolders = [hostFolder, "/proc", "/dev", "/run", "/tmp"];

export function buildRootFolder(root: string, files: readonly LabFile[]): void {
  const folders = new Set([...files.map((file) => file.path), setgroupsFile].flatMap(ancestors).concat("/"));
  const taken = new Set([...folders, ...ownFolders, ...files.map((file) => file.path)]);
  for (const folder of [...folders].sort()) {
    mkdirSync(path.join(root, folder), { recursive: true, mode: 0o755 });
    for (const name of entriesOf(folder)) {
      const full = path.join(folder, name);
      if (!taken.has(full)) symlinkSync(path.join(hostFolder, full), path.join(root, full));
    }
  }
  for (const folder of ownFolders) mkdirSync(path.join(root, folder), { recursive: true });
  mkdirSync(path.join(root, "/run/keepalived"), { recursive: true });
  writeFileSync(path.join(root, setgroupsFile), setgroupsStandIn());
  for (const { path: file, mode, content } of files) {
    writeFileSync(path.join(root, file), content);
    chmodSync(path.join(root, file), parseInt(mode, 8));
  }
}

function ancestors(file: string): readonly string[] {
  const parent = path.dirname(file);
  return parent === "/" ? [] : [...ancestors(parent), parent];
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It is not on this host, or not for us to read.
    return [];
  }
}
