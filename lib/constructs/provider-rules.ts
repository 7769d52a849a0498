/** Rules between the provider configurations of one stack. */
import type { Diagnostic } from "../resources/diagnostic";
import type { Finding } from "./sibling-rules";
import type { Declared } from "./stack-elements";

/** Each configuration is a process of its own, so that what they do to one account at the same time is not shared. */
export function providerProblems(providers: readonly Declared[]): readonly Finding[] {
  const seen = new Map<string, Declared>();
  return providers.flatMap((at) => {
    const account = JSON.stringify({ ...at.json, alias: undefined }, Object.keys(at.json).sort());
    const first = seen.get(account);
    if (!first) {
      seen.set(account, at);
      return [];
    }
    const diagnostic: Diagnostic = {
      severity: "warning",
      summary: "Two provider configurations use one account",
      detail:
        `This configuration and ${first.construct.node.path} have the same cloud and the same credentials. Each is a ` +
        "process of its own, and the two cannot put their changes to one LAN together. Use one configuration for all " +
        "resources of an account.",
    };
    return [{ at, diagnostic }];
  });
}
