/**
 * `include PATTERN` and its stricter variants. Paths are relative to the file that includes; a file with an executable
 * bit is skipped without failing.
 * Sources: keepalived.conf(5), `include`; keepalived 2.2.7, lib/parser.c, check_glob_file(), is_include().
 */
import path from "node:path";
import type { FileTree } from "./file-tree";
import { bracesExpanded, hasWildcard, matches } from "./glob";
import { positionAt } from "./placed-text";
import type { PlacedText } from "./placed-text";
import type { Problem, ProblemCode } from "./problem";

export interface Include {
  readonly pattern: string;
  readonly line: PlacedText;
}

export interface IncludedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

export function parseInclude(line: PlacedText): Include | undefined {
  const match = /^include[rmwba]?[ \t\f\v]+(.*)$/.exec(line.text);
  return match?.[1] === undefined ? undefined : { pattern: match[1], line };
}

export function includedFiles(
  include: Include,
  from: { readonly folder: string; readonly tree: FileTree; readonly open: readonly string[] },
  report: (problem: Problem) => void,
): readonly IncludedFile[] {
  const problem = (code: ProblemCode, detail: string) =>
    report({ code, position: positionAt(include.line, 0), detail });
  const full = path.posix.resolve(from.folder, include.pattern);
  if (path.posix.isAbsolute(include.pattern) && !from.tree.covers(full)) {
    problem("unreadable", `What ${include.pattern} includes was not read: ${full} lies outside of the files at hand.`);
    return [];
  }
  const found = [...new Set(bracesExpanded(full).flatMap((pattern) => matches(pattern, from.tree)))];
  if (found.length === 0) {
    const detail = hasWildcard(include.pattern) ? "No file matches" : "There is no file";
    problem("include", `${detail} ${full}: keepalived goes on without it.`);
  }
  return found.flatMap((file) => {
    const status = from.tree.status(file);
    if (from.open.includes(file)) {
      problem("include", `${file} includes itself: keepalived reads on until it runs out of memory.`);
    } else if (status?.kind !== "file") {
      problem("include", `${file} is no regular file: keepalived skips it.`);
    } else if ((status.mode & 0o111) !== 0) {
      problem("executable", `${file} has an executable bit: keepalived skips it.`);
    } else {
      const bytes = from.tree.read(file);
      if (bytes !== undefined) return [{ path: file, bytes }];
      problem("unreadable", `${file} cannot be read here.`);
    }
    return [];
  });
}
