/** csh patterns as glob(3) with GLOB_BRACE reads them: `*`, `?`, `[…]` and `{a,b}`. Matches come sorted. */
import path from "node:path";
import type { FileTree } from "./file-tree";

export const hasWildcard = (pattern: string) => /[*?[]/.test(pattern);

/** Every alternative of the braces in it. */
export function bracesExpanded(pattern: string): readonly string[] {
  const open = pattern.indexOf("{");
  if (open < 0 || pattern.slice(open, open + 2) === "{}") return [pattern];
  let depth = 0;
  const commas: number[] = [];
  for (let at = open; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === "{") depth += 1;
    else if (character === "," && depth === 1) commas.push(at);
    else if (character === "}") {
      depth -= 1;
      if (depth > 0) continue;
      const bounds = [open, ...commas, at];
      return bounds.slice(1).flatMap((end, index) => {
        const alternative = pattern.slice((bounds[index] ?? 0) + 1, end);
        return bracesExpanded(pattern.slice(0, open) + alternative + pattern.slice(at + 1));
      });
    }
  }
  return [pattern];
}

/** Paths in the tree that match the pattern, which has no braces any more. */
export function matches(pattern: string, tree: FileTree): readonly string[] {
  if (!hasWildcard(pattern)) return tree.status(pattern) === undefined ? [] : [pattern];
  const [first = "", ...rest] = pattern.split("/");
  return descend(first === "" ? "/" : ".", first === "" ? rest : [first, ...rest], tree).map((found) =>
    path.posix.normalize(found),
  );
}

function descend(folder: string, parts: readonly string[], tree: FileTree): readonly string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return tree.status(folder) === undefined ? [] : [folder];
  if (!hasWildcard(part)) return descend(path.posix.join(folder, part), rest, tree);
  const names = (tree.list(folder) ?? []).filter((name) => matchesName(name, part));
  return [...names].sort().flatMap((name) => descend(path.posix.join(folder, name), rest, tree));
}

function matchesName(name: string, pattern: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  const source = pattern.replace(/\[(!?)([^\]]+)\]|[*?]|[^*?[]+|\[/g, (part, not: string | undefined, set?: string) => {
    if (set !== undefined) return `[${not === "!" ? "^" : ""}${set.replace(/[\\\]^]/g, "\\$&")}]`;
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  try {
    return new RegExp(`^${source}$`).test(name);
  } catch {
    // A range such as [z-a] matches nothing.
    return false;
  }
}
