/** Text of others on a terminal: quoted, wrapped, and without what a terminal would obey. */

/** Control characters, and those that change the direction of text: they could make a plan look like another one. */
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

export function harmless(text: string): string {
  return text.replace(DANGEROUS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function quoted(text: string): string {
  return harmless(JSON.stringify(text));
}

/** A key as HCL would need it: bare when it is an identifier. */
export function keyText(key: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key) ? key : quoted(key);
}

/** Breaks lines at spaces. What begins with a space is laid out already and stays. */
export function wrap(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => (line.startsWith(" ") || line.length <= width ? line : wrapLine(line, width)))
    .join("\n");
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
