/** Finds the provider entries in the text of a lock file, and where each begins and ends. */

export interface LockBlock {
  readonly source: string;
  readonly version: string;
  readonly constraints?: string;
  readonly hashes: readonly string[];
  /** Comment lines inside the entry, without indentation. */
  readonly comments: readonly string[];
  /** Where the comment lines right above the entry begin; equal to `start` without any. */
  readonly commentStart: number;
  readonly start: number;
  readonly end: number;
}

/** The entries in the order of the file. */
export function parseLock(text: string): readonly Omit<LockBlock, "start" | "end" | "commentStart">[] {
  return scanLock(text).map(({ source, version, constraints, hashes, comments }) => ({
    source,
    version,
    ...(constraints === undefined ? {} : { constraints }),
    hashes,
    comments,
  }));
}

export function scanLock(text: string): readonly LockBlock[] {
  const blocks: LockBlock[] = [];
  const opening = /^[ \t]*provider[ \t]+"([^"\n]+)"[ \t]*\{/gm;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const source = match[1] ?? "";
    if (isCommentedOut(text, match.index)) continue;
    const end = closingBrace(text, opening.lastIndex, source);
    const body = text.slice(opening.lastIndex, end - 1);
    const code = withoutComments(body);
    const constraints = attribute(code, "constraints");
    const list = /^\s*hashes\s*=\s*\[([^\]]*)\]/m.exec(code)?.[1] ?? "";
    blocks.push({
      source,
      version: attribute(code, "version") ?? "",
      ...(constraints === undefined ? {} : { constraints }),
      hashes: [...list.matchAll(/"([^"]*)"/g)].map((hash) => hash[1] ?? ""),
      comments: body
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => /^(#|\/\/)/.test(line)),
      commentStart: commentStart(text, match.index),
      start: match.index,
      end,
    });
    opening.lastIndex = end;
  }
  return blocks;
}

function attribute(code: string, name: string): string | undefined {
  return new RegExp(`^\\s*${name}\\s*=\\s*"([^"]*)"`, "m").exec(code)?.[1];
}

/** Strings, comments and the single characters that matter, so that a brace inside of a string counts for nothing. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[{}]/g;

function closingBrace(text: string, from: number, source: string): number {
  const token = new RegExp(TOKEN);
  token.lastIndex = from;
  for (let depth = 1, match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === "{") depth++;
    if (match[0] === "}" && --depth === 0) return token.lastIndex;
  }
  throw new Error(`.terraform.lock.hcl: the entry of ${source} is not closed. Delete the file, or restore it.`);
}

function withoutComments(body: string): string {
  return body.replace(TOKEN, (token) => (/^["{}]/.test(token) ? token : ""));
}

function isCommentedOut(text: string, index: number): boolean {
  return text.lastIndexOf("/*", index) > text.lastIndexOf("*/", index);
}

function commentStart(text: string, start: number): number {
  let begin = start;
  for (;;) {
    const line = text.lastIndexOf("\n", begin - 2) + 1;
    if (begin === 0 || !/^[ \t]*(#|\/\/)/.test(text.slice(line, begin))) break;
    begin = line;
  }
  // Comments that open the file are about the file.
  return begin === 0 ? start : begin;
}
