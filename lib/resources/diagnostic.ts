import type { Diagnostic } from "../clouds/diagnostic";
import { isList } from "./value";
import type { ObjectValue } from "./value";

export { advice, formatPath, hasErrors, problem } from "../clouds/diagnostic";
export type { AttributePath, Diagnostic } from "../clouds/diagnostic";

/** Warnings less those that `acknowledge` names. */
export function unacknowledged(diagnostics: readonly Diagnostic[], config: ObjectValue): readonly Diagnostic[] {
  const { acknowledge } = config;
  const words = isList(acknowledge) ? acknowledge : [];
  return diagnostics.filter(
    ({ severity, advice }) => severity === "error" || advice === undefined || !words.includes(advice),
  );
}
