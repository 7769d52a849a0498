/** A folder that `ipfailover render` owns: it knows what it wrote there, and takes away what it writes no more. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DeliveredFile } from "../hosts/deliver/delivered-file";
import { UserError } from "./failure";

const LIST = ".ipfailover-rendered";

export interface Written {
  readonly written: number;
  readonly removed: number;
}

/** @param keep whether what was written before and is not among `files` stays */
export function writeFolder(folder: string, files: readonly DeliveredFile[], keep: boolean): Written {
  const before = ownedFiles(folder);
  const now = new Set(files.map((file) => file.path));
  const stale = keep ? [] : before.filter((file) => !now.has(file));
  // The list comes first: what a cut-off run has left behind is ours to remove.
  mkdirSync(folder, { recursive: true });
  writeList(folder, [...new Set([...before, ...now])]);
  const changed = files.filter((file) => writeFile(path.join(folder, file.path), file));
  for (const file of stale) remove(folder, file);
  writeList(folder, keep ? [...new Set([...before, ...now])] : [...now]);
  return { written: changed.length, removed: stale.length };
}

function writeList(folder: string, files: readonly string[]): void {
  writeFileSync(path.join(folder, LIST), [...files].sort().join("\n") + "\n");
}

function ownedFiles(folder: string): readonly string[] {
  const list = path.join(folder, LIST);
  if (existsSync(list)) {
    return readFileSync(list, "utf8")
      .split("\n")
      .filter((line) => line !== "" && isInside(line));
  }
  if (!existsSync(folder) || readdirSync(folder).length === 0) return [];
  throw new UserError(`${folder} has files that were not rendered. Name an empty or a new folder with --out.`);
}

/** What stands in the list is removed, so nothing in it may lead out of the folder. */
function isInside(file: string): boolean {
  return !path.isAbsolute(file) && !path.normalize(file).startsWith("..");
}

function writeFile(target: string, { content, executable }: DeliveredFile): boolean {
  const mode = executable ? 0o755 : 0o644;
  const isSame = existsSync(target) && readFileSync(target, "utf8") === content;
  if (!isSame) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  chmodSync(target, mode);
  return !isSame;
}

function remove(folder: string, file: string): void {
  rmSync(path.join(folder, file), { force: true });
  for (let parent = path.dirname(file); parent !== "."; parent = path.dirname(parent)) {
    const directory = path.join(folder, parent);
    if (!existsSync(directory) || readdirSync(directory).length > 0) return;
    rmdirSync(directory);
  }
}
