/** Where a lab keeps its files: mounted over in its own namespace, so that whatever ends it leaves nothing behind. */
import { mkdtempSync, realpathSync, rmdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface MountPoint {
  readonly folder: string;
  /** Once the lab is gone. */
  remove(): void;
}

/** Every Linux has them, and nothing that a lab needs is there. */
const usual = ["/mnt", "/media", "/srv"];

/** @param needed files that must stay visible */
export function mountPoint(needed: readonly string[]): MountPoint {
  const seen = needed.map((file) => realpathSync(file));
  const folder = usual.find((one) => isFolder(one) && !seen.some((file) => file.startsWith(`${one}/`)));
  if (folder !== undefined) return { folder, remove: () => undefined };
  const made = mkdtempSync(path.join(os.tmpdir(), "ipfailover-lab-"));
  return { folder: made, remove: () => rmdirSync(made) };
}

const isFolder = (folder: string) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
