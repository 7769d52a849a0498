/** Something that the user can mend: one sentence, no stack trace. */
export class UserError extends Error {}

/** A drill was not begun, because something that it needs is not as it must be; nothing was touched. */
export class UnmetError extends UserError {}

/** The codes 2 to 4 of a drill: not begun, broken off, and struck but not recovered. */
export const exitCodes = {
  ...{ done: 0, error: 1, changes: 2, interrupted: 130 },
  ...{ unmet: 2, aborted: 3, notRecovered: 4 },
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
