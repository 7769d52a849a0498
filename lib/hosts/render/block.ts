/** Text of keepalived's language: keywords with values, and blocks in braces. */
export type Entry = string | Block;

export interface Block {
  readonly head: string;
  readonly entries: readonly Entry[];
}

export function block(head: string, ...entries: readonly (Entry | readonly Entry[] | undefined)[]): Block {
  return { head, entries: entries.flatMap((entry) => entry ?? []) };
}

export function blockText({ head, entries }: Block, indent = ""): string {
  const inner = entries.map((entry) =>
    typeof entry === "string" ? `${indent}    ${entry}\n` : blockText(entry, `${indent}    `),
  );
  return `${indent}${head} {\n${inner.join("")}${indent}}\n`;
}
