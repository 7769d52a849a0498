/** Reads a declaration, as `docs/high-availability.md` describes it, into groups with every default in place. */
import { judge } from "./judge";
import type { HaFinding, HaGroup } from "./model";
import { entries, fields, problemAt, type Place, type Reading } from "./place";
import { readGroup } from "./read-group";
import { readHosts } from "./read-member";

export interface ReadDeclaration {
  /** Empty when there is an error among the findings. */
  readonly groups: readonly HaGroup[];
  /** Everything that is wrong or worth saying, all at once. */
  readonly findings: readonly HaFinding[];
}

export interface ReadOptions {
  /** Says whether a text stands for a value that is known only later. Default: none does. */
  readonly isLater?: (text: string) => boolean;
}

export function readDeclaration(value: unknown, { isLater = () => false }: ReadOptions = {}): ReadDeclaration {
  const reading: Reading = { findings: [], isLater };
  const root: Place = { value, path: [], reading };
  const parts = fields(root, ["members", "groups"]);
  if (!parts) return { groups: [], findings: reading.findings };
  const hosts = readHosts(parts.members);
  const found = entries(parts.groups).map(([name, place]) => readGroup(place, name, hosts));
  if (found.length === 0)
    problemAt(parts.groups, "groups has no entry. Name each group of addresses that move together.");
  const groups = found.filter((group) => group !== undefined);
  const findings = [...reading.findings, ...judge(groups, [...hosts.keys()])];
  const isWrong = findings.some(({ severity }) => severity === "error");
  return { groups: isWrong ? [] : groups, findings };
}
