import type { LintReport } from "../lint";

export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly notChecked: number;
}

export function counts({ findings, notChecked }: LintReport): Counts {
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return { error: of("error"), warning: of("warning"), info: of("info"), notChecked: notChecked.length };
}
