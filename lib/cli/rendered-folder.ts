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

/** Every file with what it was rendered from. */
type Owned = ReadonlyMap<string, string>;

/**
 * @param from what is rendered: files that were rendered from something else stay
 * @param keep whether what was written before and is not among `files` stays too
 */
export function writeFolder(folder: string, files: readonly DeliveredFile[], from: string, keep: boolean): Written {
  const before = ownedFiles(folder, from);
  const now: Owned = new Map(files.map((file) => [file.path, from]));
  const stale = [...before]
    .filter(([file, source]) => !keep && source === from && !now.has(file))
    .map(([file]) => file);
  // The list comes first: what a cut-off run has left behind is ours to remove.
  mkdirSync(folder, { recursive: true });
  writeList(folder, new Map([...before, ...now]));
  const changed = files.filter((file) => writeFile(path.join(folder, file.path), file));
  for (const file of stale) remove(folder, file);
  writeList(folder, new Map([...[...before].filter(([file]) => !stale.includes(file)), ...now]));
  return { written: changed.length, removed: stale.length };
}

function writeList(folder: string, files: Owned): void {
  const lines = [...files].map(([file, source]) => `${file}\t${source}\n`);
  writeFileSync(path.join(folder, LIST), lines.sort().join(""));
}

function ownedFiles(folder: string, from: string): Owned {
  const list = path.join(folder, LIST);
  if (existsSync(list)) {
    const lines = readFileSync(list, "utf8").split("\n");
    const owned = lines.map((line) => line.split("\t")).map(([file = "", source = from]) => [file, source] as const);
    return new Map(owned.filter(([file]) => file !== "" && isInside(file)));
  }
  if (!existsSync(folder) || readdirSync(folder).length === 0) return new Map();
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
