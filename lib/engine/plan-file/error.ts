/** Why a plan cannot be saved or applied, with what to do. */
export class PlanFileError extends Error {
  override readonly name = "PlanFileError";

  constructor(
    readonly summary: string,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${summary}: ${detail}`, options);
  }
}
