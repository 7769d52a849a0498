import type { HaFinding, HaGroup } from "./model";
import { cloudRules } from "./rules/clouds";
import { memberRules } from "./rules/members";
import { neighbourFindings } from "./rules/neighbours";
import { protocolRules } from "./rules/protocol";

const groupRules = [...memberRules, ...protocolRules, ...cloudRules];

/** Everything that can only be told from several values together. */
export function judge(groups: readonly HaGroup[], hosts: readonly string[]): readonly HaFinding[] {
  return [...groups.flatMap((group) => groupRules.flatMap((rule) => rule(group))), ...neighbourFindings(groups, hosts)];
}
