/** Something that the author of an expression must put right, in Terraform's words. */
export class EvaluationError extends Error {
  constructor(
    readonly summary: string,
    readonly detail: string,
  ) {
    super(`${summary}: ${detail}`);
    this.name = "EvaluationError";
  }
}
