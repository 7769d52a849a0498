import { hasErrors } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";

/** How old a reading may be that a plan goes by, in milliseconds: a plan is one look at the cloud. */
export const PLAN_AGE_MS = 60_000;

/**
 * Judges by what was read a moment ago, and by nothing but the present before it refuses: what is missing there may have
 * been made since, by somebody else's resource in the same run.
 */
export async function judgedByPlan<T extends { readonly diagnostics: readonly Diagnostic[] }>(
  judge: (since: number) => Promise<T>,
): Promise<T> {
  const found = await judge(Date.now() - PLAN_AGE_MS);
  return hasErrors(found.diagnostics) ? judge(Date.now()) : found;
}
