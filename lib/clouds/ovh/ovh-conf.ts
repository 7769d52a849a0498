/** `ovh.conf`, the file that all of the vendor's clients share: `[ovh-eu]`, then `application_key = …`. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../cloud";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";

export interface OvhConf {
  /** The value of the first file that has one. */
  value(section: string, key: string): string | undefined;
  readonly problems: readonly Diagnostic[];
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The nearest file wins, value by value, as in the vendor's clients. */
export function ovhConfPaths({ HOME }: Environment): readonly string[] {
  return [path.resolve("ovh.conf"), ...(HOME ? [path.join(HOME, ".ovh.conf")] : []), "/etc/ovh.conf"];
}

/** Files that do not exist are left out. What a file holds is never repeated: it may be a secret. */
export function readOvhConf(paths: readonly string[]): OvhConf {
  const files = paths.map(readOne);
  return {
    value: (section, key) =>
      files.flatMap(({ sections }) => sections.get(section)?.get(key) ?? []).find((value) => value !== ""),
    problems: files.flatMap(({ problems }) => problems),
  };
}

function readOne(file: string): { readonly sections: Sections; readonly problems: readonly Diagnostic[] } {
  try {
    const { sections, wrong } = parse(readFileSync(file, "utf8"));
    return { sections, problems: wrong.map((what) => problem([], "ovh.conf is malformed", `${file}, ${what}`)) };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const absent = code === "ENOENT" || code === "ENOTDIR";
    const detail = `${file} exists and cannot be read (${code}). Make it readable, or remove it.`;
    return { sections: new Map(), problems: absent ? [] : [problem([], "ovh.conf cannot be read", detail)] };
  }
}

function parse(text: string): { readonly sections: Sections; readonly wrong: readonly string[] } {
  const sections = new Map<string, Map<string, string>>();
  const wrong: string[] = [];
  let current = new Map<string, string>();
  for (const [i, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || /^[#;]/.test(line)) continue;
    const [, section] = /^\[([^\]]+)\]$/.exec(line) ?? [];
    const [, key, value] = /^([^=:\s]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (section !== undefined) {
      current = sections.get(section.trim()) ?? new Map<string, string>();
      sections.set(section.trim(), current);
    } else if (key === undefined || value === undefined) {
      wrong.push(`line ${i + 1} is neither a [section] nor a key = value. Correct it, or make it a comment with #.`);
    } else {
      current.set(key.toLowerCase(), bare(value));
    }
  }
  return { sections, wrong };
}

/** Without a comment behind it and without quotes around it. */
function bare(value: string): string {
  const text = value.replace(/(^|\s)[#;].*$/, "").trim();
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
