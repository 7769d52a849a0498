/** Judges members one by one and beside each other. */
import { inReadingOrder } from "../keepalived/position";
import type { Position } from "../keepalived/position";
import { severities } from "./finding";
import type { Finding, FindingPlace, NotChecked, Severity } from "./finding";
import type { LintMember } from "./member";
import { notChecked } from "./not-checked";
import type { Rule, SetViolation, Violation } from "./rule";
import { rules } from "./rules";
import { lintSet } from "./set";
import { summaries } from "./summary";
import type { GroupSummary } from "./summary";

export interface LintReport {
  readonly members: readonly { readonly name: string; readonly file: string; readonly version: string }[];
  readonly groups: readonly GroupSummary[];
  /** The worst first, then in reading order. */
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
}

export interface LintOptions {
  /** The doctor asks: it looks at the living member itself. */
  readonly living?: boolean;
}

export function lint(members: readonly LintMember[], { living = false }: LintOptions = {}): LintReport {
  const set = lintSet(members);
  const findings = rules.flatMap((rule) =>
    rule.of === "member"
      ? members.flatMap((member) => [...rule.check(member)].map((violation) => finding(rule, member, violation)))
      : [...rule.check(set)].map((violation) => finding(rule, violation.member, violation)),
  );
  return {
    members: members.map(({ name, file, shown, version }) => ({ name, file: shown(file), version })),
    groups: summaries(set),
    findings: unique(findings).sort(worstFirst(members.map(({ name }) => name))),
    notChecked: notChecked(set, living),
  };
}

/** A line that a sequence or a definition repeats has one fault, however often. */
function unique(findings: readonly Finding[]): Finding[] {
  const key = ({ rule, member, file, line, column, message }: Finding) =>
    [rule, member, file, line, column, message].join("\0");
  return [...new Map(findings.map((one) => [key(one), one])).values()];
}

/** The worst severity of a report; undefined when there is no finding. */
export function worst({ findings }: LintReport): Severity | undefined {
  return findings[0]?.severity;
}

export const rank = (severity: Severity) => severities.indexOf(severity);

function finding(rule: Rule, member: LintMember, violation: Violation | SetViolation): Finding {
  const related = "related" in violation ? (violation.related ?? []) : [];
  return {
    rule: rule.id,
    severity: violation.severity ?? rule.severity,
    ...place(member, violation.position),
    message: violation.message,
    why: rule.why,
    fix: violation.fix ?? rule.fix,
    related: related.map((other) => ({ ...place(other.member, other.position), message: other.message })),
  };
}

function place({ name, file, shown }: LintMember, position: Position | undefined): FindingPlace {
  if (position === undefined) return { member: name, file: shown(file) };
  return { member: name, file: shown(position.file), line: position.line, column: position.column };
}

function worstFirst(names: readonly string[]): (a: Finding, b: Finding) => number {
  const at = ({ file, line = 0, column = 0 }: Finding): Position => ({ file, line, column });
  return (a, b) =>
    rank(b.severity) - rank(a.severity) ||
    names.indexOf(a.member) - names.indexOf(b.member) ||
    inReadingOrder(at(a), at(b));
}
