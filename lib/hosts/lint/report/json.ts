import { packageVersion } from "../../../version";
import type { LintReport } from "../lint";
import { counts } from "./counts";

/** The report as data. Stable: fields are added, never renamed or taken away, while `formatVersion` is the same. */
export function jsonReport(report: LintReport): string {
  const { members, groups, findings, notChecked } = report;
  return JSON.stringify(
    {
      formatVersion: 1,
      tool: { name: "ipfailover", version: packageVersion },
      members,
      groups,
      summary: counts(report),
      findings,
      notChecked,
    },
    undefined,
    2,
  );
}
