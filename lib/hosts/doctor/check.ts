import type { Severity } from "../lint/finding";

/** One thing that was looked at on a living member. */
export type Check = {
  /** Stable. */
  readonly id: string;
  /** An instance, an interface, a script or a peer. */
  readonly subject?: string;
  readonly message: string;
} & (
  | { readonly outcome: "ok" }
  | { readonly outcome: "problem"; readonly severity: Severity; readonly why: string; readonly fix: string }
  | { readonly outcome: "open"; readonly how: string }
);

type Named = Pick<Check, "id" | "subject" | "message">;

export const ok = (named: Named): Check => ({ ...named, outcome: "ok" });

export const open = (named: Named, how: string): Check => ({ ...named, outcome: "open", how });

export const problem = (named: Named, severity: Severity, why: string, fix: string): Check => ({
  ...named,
  outcome: "problem",
  severity,
  why,
  fix,
});
