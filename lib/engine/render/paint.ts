/** Colours for a terminal, as Terraform uses them. Without colour every function gives its text back. */
type Style = "bold" | "red" | "green" | "yellow" | "cyan" | "gray";

const CODES: Readonly<Record<Style, number>> = { bold: 1, red: 31, green: 32, yellow: 33, cyan: 36, gray: 90 };

export type Paint = (style: Style, text: string) => string;

export function painter(color: boolean): Paint {
  return color ? (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m` : (_, text) => text;
}
