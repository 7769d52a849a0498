import type { Finding, FindingPlace, NotChecked, Severity } from "../finding";
import type { LintReport } from "../lint";
import type { GroupSummary } from "../summary";
import { counts } from "./counts";

const colours: Readonly<Record<Severity, string>> = { error: "31", warning: "33", info: "36" };

/** For people: each finding with its reason and fix, what was not checked, and what the groups promise. */
export function textReport(report: LintReport, { color }: { readonly color: boolean }): string {
  const painted = (code: string, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const explained = new Set<string>();
  const findings = report.findings.map((finding) => {
    const first = !explained.has(finding.rule);
    explained.add(finding.rule);
    return findingText(finding, first, painted);
  });
  const blocks = [
    ...findings,
    ...(report.notChecked.length > 0 ? [`Not checked:\n${report.notChecked.map(notCheckedText).join("\n")}`] : []),
    [...report.groups.map(groupText), totals(report)].join("\n"),
  ];
  return blocks.join("\n\n");
}

type Paint = (code: string, text: string) => string;

/** Reasons are said once: the same fault in many places has one. */
function findingText(finding: Finding, explain: boolean, painted: Paint): string {
  const { severity, rule, message, why, fix, related } = finding;
  const head = `${placeText(finding)}: ${painted(colours[severity], severity)}: ${message} ${painted("2", `[${rule}]`)}`;
  const others = related.map((other) => `    ${placeText(other)}: ${other.message}`);
  return [head, ...others, ...(explain ? [`    Why: ${why}`] : []), `    Fix: ${fix}`].join("\n");
}

export function placeText({ file, line, column }: FindingPlace): string {
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}

function notCheckedText({ member, what, how }: NotChecked): string {
  return `  - ${member === undefined ? "" : `${member}: `}${what}\n    How: ${how}`;
}

function groupText({ name, vrid, addresses, members, crashMs }: GroupSummary): string {
  const list = members.map(({ member, priority }) => `${member} ${priority}`).join(", ");
  const time = crashMs === undefined ? "" : `; a crash is noticed within ${crashMs.from} to ${crashMs.to} ms`;
  return `${name}${vrid === undefined ? "" : ` (VRID ${vrid})`}: ${addresses.join(", ") || "no address"} on ${list}${time}`;
}

function totals(report: LintReport): string {
  const { error, warning, info, notChecked } = counts(report);
  const several = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const found = [several(error, "error"), several(warning, "warning"), several(info, "note")].join(", ");
  return `${several(report.members.length, "member")}: ${found}; not checked: ${notChecked}`;
}
