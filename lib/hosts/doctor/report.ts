import { packageVersion } from "../../version";
import type { Severity } from "../lint/finding";
import { rank, worst } from "../lint/lint";
import { textReport } from "../lint/report/text";
import type { Check } from "./check";
import type { DoctorReport } from "./doctor";

/** The worst of the problems and of the linter's findings; undefined when there are none. */
export function worstOf({ checks, lint }: DoctorReport): Severity | undefined {
  const found = checks.flatMap((check) => (check.outcome === "problem" ? check.severity : []));
  const all = [...found, ...[worst(lint) ?? []].flat()];
  return all.sort((a, b) => rank(b) - rank(a))[0];
}

/** Stable: fields are added, never renamed or taken away, while `formatVersion` is the same. */
export function doctorJson(report: DoctorReport): string {
  const { host, checks, lint } = report;
  const count = (outcome: Check["outcome"]) => checks.filter((check) => check.outcome === outcome).length;
  const summary = { ok: count("ok"), problem: count("problem"), open: count("open") };
  return JSON.stringify(
    { formatVersion: 1, tool: { name: "ipfailover", version: packageVersion }, host, summary, checks, lint },
    undefined,
    2,
  );
}

const colours = { ok: "32", error: "31", warning: "33", info: "36", open: "35" } as const;

export function doctorText(report: DoctorReport, { color }: { readonly color: boolean }): string {
  const { host, checks, lint } = report;
  const painted = (code: string, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const line = (check: Check): string => {
    const state = check.outcome === "problem" ? check.severity : check.outcome;
    const subject = check.subject === undefined ? "" : ` ${check.subject}`;
    const head = `${painted(colours[state], state.padEnd(7))} ${check.id}${subject}: ${check.message}`;
    if (check.outcome === "open") return `${head}\n        How: ${check.how}`;
    return check.outcome === "ok" ? head : `${head}\n        Why: ${check.why}\n        Fix: ${check.fix}`;
  };
  return [
    `${host.name}: keepalived ${host.version ?? "of an unknown version"}, ${host.file}`,
    checks.map(line).join("\n"),
    textReport(lint, { color }),
  ].join("\n\n");
}
