import type { Position } from "../keepalived/position";
import type { Severity } from "./finding";
import type { LintMember } from "./member";
import type { LintSet } from "./set";

/** What `keepalived -t` answers about a configuration with this fault and no other. 0: it does not see it. */
export type ConfigTestCode = 0 | 2 | 4 | 5 | 6 | "hangs";

interface RuleText {
  /** Stable: people silence and look up by it. */
  readonly id: string;
  readonly severity: Severity;
  /** The fault in a few words, for tables. */
  readonly title: string;
  /** What comes of it, measured where it could be. */
  readonly why: string;
  readonly fix: string;
  readonly configTest: ConfigTestCode;
}

export interface Violation {
  /** Absent when it is about the file as a whole. */
  readonly position?: Position;
  readonly message: string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  readonly fix?: string;
}

export interface SetViolation extends Violation {
  readonly member: LintMember;
  readonly related?: readonly { readonly member: LintMember; readonly position: Position; readonly message: string }[];
}

/** A rule about one member's configuration. */
export interface MemberRule extends RuleText {
  readonly of: "member";
  readonly check: (member: LintMember) => Iterable<Violation>;
}

/** A rule about members beside each other. */
export interface SetRule extends RuleText {
  readonly of: "set";
  readonly check: (set: LintSet) => Iterable<SetViolation>;
}

export type Rule = MemberRule | SetRule;

export const memberRule = (rule: Omit<MemberRule, "of">): MemberRule => ({ ...rule, of: "member" });
export const setRule = (rule: Omit<SetRule, "of">): SetRule => ({ ...rule, of: "set" });
