import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { ConfigError } from "./problem";

/**
 * The directory to work on: the given one, which may also be a stack's name in `cdktf.out`, or the only stack in
 * `cdktf.out`.
 */
export function findStack(given: string | undefined, cwd: string): string {
  const stacks = path.join(cwd, "cdktf.out", "stacks");
  const names = stackNames(stacks);
  if (given !== undefined) {
    const directory = path.resolve(cwd, given);
    if (isDirectory(directory)) return directory;
    if (names.includes(given)) return path.join(stacks, given);
    throw refusal(`${given} is no directory${names.length > 0 ? ` and no stack. ${list(names)}` : "."}`);
  }
  if (names.length === 1) return path.join(stacks, names[0]!);
  if (names.length > 1) throw refusal(`There is more than one stack: name the one that is meant. ${list(names)}`);
  if (configFiles(cwd).length > 0) return cwd;
  throw refusal(
    `There is no stack in ${stacks}. Run "cdktf synth" first, or name a directory with cdk.tf.json or *.tf.json.`,
  );
}

export function configFiles(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".tf.json") && !name.startsWith("."))
    .sort();
}

function stackNames(stacks: string): readonly string[] {
  if (!isDirectory(stacks)) return [];
  return readdirSync(stacks)
    .filter((name) => isDirectory(path.join(stacks, name)))
    .sort();
}

function isDirectory(directory: string): boolean {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const list = (names: readonly string[]) => `Stacks: ${names.map((name) => `cdktf.out/stacks/${name}`).join(", ")}.`;

function refusal(detail: string): ConfigError {
  return new ConfigError([{ severity: "error", summary: "No stack to work on", detail }]);
}
