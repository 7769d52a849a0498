import type { Position } from "./position";

/** What the language itself forbids or silently does otherwise than it looks. The linter says why it hurts. */
export type ProblemCode =
  | "braces"
  | "quote"
  | "variable"
  | "endless"
  | "sequence"
  | "include"
  | "executable"
  | "unreadable"
  | "byte-order-mark"
  | "control-character"
  | "carriage-return"
  | "long-line"
  | "random"
  | "too-large";

export interface Problem {
  readonly code: ProblemCode;
  readonly position: Position;
  /** One sentence with the values in it. */
  readonly detail: string;
}
