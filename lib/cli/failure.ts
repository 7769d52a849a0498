/** Something that the user can mend: one sentence, no stack trace. */
export class UserError extends Error {}

export const exitCodes = { done: 0, error: 1, changes: 2, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
