/** Shell scripts for members: POSIX, for whatever `/bin/sh` is. */
import { paths } from "./paths";
import type { RenderedFile } from "./rendered-file";

export const head = "Rendered by cdktf-ip-failover. Do not edit: change the declaration and render again.";

/** One word of a command line, whatever characters it has. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** @param name of the file beside the other scripts */
export function script(name: string, ...lines: readonly (string | readonly string[])[]): RenderedFile {
  return {
    path: `${paths.scripts}/${name}`,
    mode: "0755",
    owner: "root:root",
    content: ["#!/bin/sh", `# ${head}`, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", ...lines.flat(), ""].join("\n"),
  };
}
