import { existsSync } from "node:fs";
import path from "node:path";

export function findOnPath(name: string): string | undefined {
  const dirs = (process.env.PATH ?? "").split(path.delimiter).filter((dir) => dir !== "");
  return dirs.map((dir) => path.join(dir, name)).find((file) => existsSync(file));
}
