/** Generated files on disk: written, or compared. */
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

/** A folder that holds generated files and nothing else, with the text of each by its name in it. */
export interface GeneratedFolder {
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Writes every file and removes what no longer belongs. */
export async function write(generated: readonly GeneratedFolder[]): Promise<void> {
  for (const { folder, files } of generated) {
    for (const name of await namesIn(folder)) if (!files.has(name)) await rm(join(folder, name));
    for (const [name, text] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  }
}

/** The paths that differ from what would be generated, are missing, or no longer belong. */
export async function stale(generated: readonly GeneratedFolder[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { folder, files } of generated) {
    for (const name of await namesIn(folder)) if (!files.has(name)) paths.push(join(folder, name));
    for (const [name, text] of files) {
      const path = join(folder, name);
      if ((await readFile(path, "utf8").catch(() => undefined)) !== text) paths.push(path);
    }
  }
  return paths.sort();
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
    );
}
