/** Why the state cannot be used: one line, and a sentence with the file's name and what to do. */
export class StateError extends Error {
  override readonly name = "StateError";

  constructor(
    readonly summary: string,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${summary}: ${detail}`, options);
  }
}
