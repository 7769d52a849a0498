/** Declarations to test with. */
import type { HaGroup } from "../../../lib/hosts/model/model";
import { readDeclaration } from "../../../lib/hosts/model/read";

export type Json = Record<string, unknown>;

export function host(number: number, more: Json = {}): Json {
  return {
    heartbeat: { address: `10.0.0.${number}`, interface: "ens7" },
    public: { interface: "ens6" },
    ...more,
  };
}

/** Two hosts and one group. */
export function pair(group: Json = {}, members: Json = { a: host(11), b: host(12) }): Json {
  return { members, groups: { web: { addresses: ["203.0.113.10"], ...group } } };
}

/** @throws Error when something is wrong with the declaration */
export function groupsOf(declaration: unknown): readonly HaGroup[] {
  const { groups, findings } = readDeclaration(declaration);
  if (groups.length === 0) throw new Error(JSON.stringify(findings, undefined, 2));
  return groups;
}

export function firstGroup(declaration: unknown): HaGroup {
  return groupsOf(declaration)[0]!;
}

/** `path: message` of each finding. */
export function findingsOf(declaration: unknown, severity = "error"): readonly string[] {
  return readDeclaration(declaration)
    .findings.filter((finding) => finding.severity === severity)
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
}
