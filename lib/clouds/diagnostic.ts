/** Where in a resource's configuration: attribute names, map keys and list indices from the outside in. */
export type AttributePath = readonly (string | number)[];

/**
 * One thing to tell the user. `summary` is one line; `detail` names the attribute, the value and the fix, because
 * Terraform prints no path. `advice` is the word that silences a warning when it stands in `acknowledge`.
 */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly path?: AttributePath;
  readonly advice?: string;
}

export function problem(path: AttributePath, summary: string, detail: string): Diagnostic {
  return { severity: "error", summary, detail, path };
}

export function advice(word: string, path: AttributePath, summary: string, detail: string): Diagnostic {
  return {
    severity: "warning",
    summary,
    detail: `${detail} To silence this, add "${word}" to acknowledge.`,
    path,
    advice: word,
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** `members["a"].nic`, as a user would write it. */
export function formatPath(path: AttributePath): string {
  return path.reduce<string>((text, step, i) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (i === 0) return step;
    return /^[a-z_][a-z0-9_]*$/.test(step) ? `${text}.${step}` : `${text}["${step}"]`;
  }, "");
}
