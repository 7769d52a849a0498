/** Suites that need a program: skipped aloud where it is missing, failures where REQUIRE_ALL_TESTS=1. */
import { existsSync } from "node:fs";
import path from "node:path";

export function onPath(name: string): string | undefined {
  const dirs = (process.env.PATH ?? "").split(path.delimiter).filter((dir) => dir !== "");
  return dirs.map((dir) => path.join(dir, name)).find((file) => existsSync(file));
}

/**
 * @param found what the suite needs, or undefined where it is missing
 * @param remedy what to do about that
 */
export function describeWith<T>(
  tool: string,
  remedy: string,
  found: T | undefined,
  name: string,
  suite: (found: T) => void,
): void {
  if (found !== undefined) {
    describe(`${name} [${tool}]`, () => suite(found));
    return;
  }
  if (process.env.REQUIRE_ALL_TESTS === "1") {
    // A missing tool is a failure of its own, so that the other suites of the file still run.
    test(`${name} [${tool}] finds ${tool}`, () => {
      throw new Error(`REQUIRE_ALL_TESTS=1, but there is no ${tool}: ${remedy}.`);
    });
    return;
  }
  process.stderr.write(`SKIPPED: ${name}: there is no ${tool}; ${remedy}.\n`);
  // eslint-disable-next-line @typescript-eslint/no-empty-function -- nothing can run, but the report must count it
  describe.skip(`${name} [${tool}]`, () => test(`needs ${tool}`, () => {}));
}
