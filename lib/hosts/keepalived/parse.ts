import type { FileTree } from "./file-tree";
import { logicalLines } from "./lines";
import type { Problem } from "./problem";
import { buildTree } from "./tree";
import type { Directive } from "./tree";

export interface ParsedFile {
  readonly file: string;
  readonly directives: readonly Directive[];
  readonly problems: readonly Problem[];
  /** The ids that `@id` lines compare with, as far as they were met. */
  readonly conditions: readonly string[];
}

export interface ParseInput {
  /** As it is to be named in problems; includes are relative to its folder. */
  readonly file: string;
  readonly bytes: Buffer;
  readonly tree: FileTree;
  readonly configId: string;
}

/** Reads a configuration with everything that it includes. Never throws: what is wrong is a problem. */
export function parseConfig(input: ParseInput): ParsedFile {
  const problems = new Map<string, Problem>();
  // A line that is used again and again, as in a sequence, has its problem once.
  const report = (problem: Problem) => {
    const { code, detail, position } = problem;
    const key = [code, position.file, position.line, detail].join("\0");
    if (!problems.has(key)) problems.set(key, problem);
  };
  const conditions = new Set<string>();
  const condition = (id: string) => void conditions.add(id);
  const directives = buildTree(logicalLines({ ...input, condition, report }), report);
  return { file: input.file, directives, problems: [...problems.values()], conditions: [...conditions] };
}
