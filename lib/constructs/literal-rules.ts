import type { Declared } from "./stack-elements";
import type { Finding } from "./sibling-rules";

export function literalProblems(declared: readonly Declared[]): readonly Finding[] {
  return declared.slice(0, 0).map(() => {
    throw new Error("unreachable");
  });
}
