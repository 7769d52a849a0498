/** What was still open when a watch ended. */
import type { Attempt, ProbeSpec } from "./probe";

/**
 * Without the attempts at the end that have had no time for an answer: they are neither answered nor lost. An outage that
 * really had not ended has older ones.
 * @param stoppedAt when the watch ended
 */
export function decided(
  attempts: readonly Attempt[],
  { timeoutMs }: Pick<ProbeSpec, "timeoutMs">,
  stoppedAt: number,
): readonly Attempt[] {
  return attempts.filter(([at, answeredAt]) => answeredAt !== null || at <= stoppedAt - timeoutMs);
}
