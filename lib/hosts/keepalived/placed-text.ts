/**
 * Text that knows where each of its characters stands, also after comments were cut out and variables were replaced.
 * What a variable stands for is placed where it is used: that is the line that somebody reads. Only the lines of a
 * value that goes on over several are placed where they are written.
 */
import type { Position } from "./position";

interface Piece {
  readonly from: number;
  readonly position: Position;
  /** Replaced text stands in one place as a whole. */
  readonly fixed: boolean;
}

export interface PlacedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

export function placedLine(text: string, file: string, line: number): PlacedText {
  return { text, pieces: [{ from: 0, position: { file, line, column: 1 }, fixed: false }] };
}

export function positionAt(placed: PlacedText, offset: number): Position {
  const piece = placed.pieces.findLast(({ from }) => from <= offset) ?? placed.pieces[0];
  if (piece === undefined) throw new Error("A placed text has at least one piece.");
  if (piece.fixed || offset <= piece.from) return piece.position;
  return { ...piece.position, column: piece.position.column + offset - piece.from };
}

/** The part from `start` up to `end`, with its places. */
export function cut(placed: PlacedText, start: number, end = placed.text.length): PlacedText {
  const first = placed.pieces.findLast(({ from }) => from <= start);
  const later = placed.pieces.filter(({ from }) => from > start && from < end);
  return {
    text: placed.text.slice(start, end),
    pieces: [
      { from: 0, position: positionAt(placed, start), fixed: first?.fixed ?? false },
      ...later.map((piece) => ({ ...piece, from: piece.from - start })),
    ],
  };
}

export function join(...parts: readonly PlacedText[]): PlacedText {
  let text = "";
  const pieces: Piece[] = [];
  for (const part of parts) {
    pieces.push(...part.pieces.map((piece) => ({ ...piece, from: piece.from + text.length })));
    text += part.text;
  }
  // Of two pieces at one offset the later one counts: the earlier one is empty.
  return { text, pieces: pieces.filter(({ from }, index) => pieces[index + 1]?.from !== from) };
}

/** `value` in place of what stands from `start` up to `end`: in its own places, or all of it where it is put. */
export function replaced(placed: PlacedText, start: number, end: number, value: string | PlacedText): PlacedText {
  const inserted =
    typeof value === "string"
      ? { text: value, pieces: [{ from: 0, position: positionAt(placed, start), fixed: true }] }
      : value;
  return join(cut(placed, 0, start), inserted, cut(placed, end));
}

export function trimmed(placed: PlacedText, blank = /[ \t]/): PlacedText {
  let start = 0;
  let end = placed.text.length;
  while (start < end && blank.test(placed.text.charAt(start))) start += 1;
  while (end > start && blank.test(placed.text.charAt(end - 1))) end -= 1;
  return cut(placed, start, end);
}
