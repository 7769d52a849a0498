/** Where something stands in a configuration file. Lines and columns count from 1; a column is a UTF-16 code unit. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function inReadingOrder(a: Position, b: Position): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}
