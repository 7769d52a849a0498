/**
 * Comments and their escapes, line by line. A comment starts with # or ! outside of double quotes (single quotes do not
 * protect), `\#` and `\!` are the characters themselves, and a backslash at the very end continues a definition.
 * Source: keepalived 2.2.7, lib/parser.c, decomment().
 */
import { cut, join, trimmed } from "./placed-text";
import type { PlacedText } from "./placed-text";

export interface Uncommented {
  /** Without comment and surrounding blanks; a continuing line still ends with its backslash. */
  readonly line: PlacedText;
  readonly continues: boolean;
  /** Where a double quote opens that the line does not close. */
  readonly openQuote?: number;
}

export function withoutComment(line: PlacedText): Uncommented {
  const scan = scanLine(line.text);
  const kept: PlacedText[] = [];
  let from = 0;
  for (const escape of scan.escapes) {
    kept.push(cut(line, from, escape));
    from = escape + 1;
  }
  kept.push(cut(line, from, Math.max(from, scan.end)));
  const body = trimmed(join(...kept));
  const ending = scan.continuation === undefined ? [] : [cut(line, scan.continuation, scan.continuation + 1)];
  return {
    line: join(body, ...ending),
    continues: scan.continuation !== undefined,
    ...(scan.quote === undefined ? {} : { openQuote: scan.quote }),
  };
}

interface Scan {
  /** Where the comment or the continuation starts, or the line's length. */
  readonly end: number;
  /** Backslashes that only escape what follows. */
  readonly escapes: readonly number[];
  readonly continuation?: number;
  readonly quote?: number;
}

function scanLine(text: string): Scan {
  const escapes: number[] = [];
  let quote: number | undefined;
  let comment: number | undefined;
  let continuation: number | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      if (comment === undefined) quote = quote === undefined ? at : undefined;
    } else if (character === "\\") {
      const next = text.charAt(at + 1);
      if (next === "") continuation = at;
      else if (quote === undefined && comment === undefined && (next === "#" || next === "!")) escapes.push(at);
      at += 1;
    } else if ((character === "#" || character === "!") && quote === undefined) {
      comment ??= at;
    }
  }
  return {
    end: comment ?? continuation ?? text.length,
    escapes,
    ...(continuation === undefined ? {} : { continuation }),
    ...(quote === undefined ? {} : { quote }),
  };
}
