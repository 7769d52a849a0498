export const severities = ["info", "warning", "error"] as const;
export type Severity = (typeof severities)[number];

export interface FindingPlace {
  readonly member: string;
  /** As the user named it, or relative to what the user named. */
  readonly file: string;
  /** From 1; absent when the finding is about the file as a whole. */
  readonly line?: number;
  readonly column?: number;
}

export interface Finding extends FindingPlace {
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, with the values in it. */
  readonly message: string;
  /** What comes of it, measured where it could be. */
  readonly why: string;
  readonly fix: string;
  /** Where the other side of a mismatch stands. */
  readonly related: readonly (FindingPlace & { readonly message: string })[];
}

/** Something that could not be judged, and how to find out. */
export interface NotChecked {
  readonly member?: string;
  readonly what: string;
  readonly how: string;
}
