/** The built command line, run in a folder of its own. */
import path from "node:path";
import { Workspace } from "../../support/terraform";
import type { RunOptions, RunResult } from "../../support/terraform";

export const mainFile = path.resolve(__dirname, "../../../dist/cdktf/cli/main.js");

export class CommandLine extends Workspace {
  constructor() {
    super({ name: "terraform", binary: process.execPath });
  }

  override run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return this.runFile(mainFile, args, options);
  }

  /** Another program in place of the built one. */
  runFile(file: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return super.run([file, ...args], options);
  }
}

/** Neither a stack trace nor anything of JavaScript's. */
export function expectSentences(text: string): void {
  expect(text).not.toMatch(/\n\s+at |\bTypeError\b|\bundefined\b|\[object |node:internal/);
  expect(text.trim()).not.toBe("");
}
