import type { Diagnostic } from "../../resources/diagnostic";

/** Where something stands: a file, and the way to it through its objects, `resource.ipfailover_group.web.members`. */
export interface Location {
  readonly file: string;
  readonly path: string;
}

/** A diagnostic with the place that it is about. */
export interface EngineDiagnostic extends Diagnostic {
  /** The resource instance or output. */
  readonly address?: string;
  readonly source?: Location;
}

/** Gathers everything that is wrong, so that the user is told all of it at once. */
export class Problems {
  readonly list: EngineDiagnostic[] = [];

  error(summary: string, detail: string, source?: Location): void {
    this.list.push({ severity: "error", summary, detail, ...(source && { source }) });
  }

  warning(summary: string, detail: string, source?: Location): void {
    this.list.push({ severity: "warning", summary, detail, ...(source && { source }) });
  }

  throwIfAny(): void {
    if (this.list.some(({ severity }) => severity === "error")) throw new ConfigError(this.list);
  }
}

/** The configuration cannot be used; `diagnostics` says everything that is wrong with it. */
export class ConfigError extends Error {
  constructor(readonly diagnostics: readonly EngineDiagnostic[]) {
    super(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n"));
    this.name = "ConfigError";
  }
}

export function formatDiagnostic({ summary, detail, source }: EngineDiagnostic): string {
  const where = source ? `${source.file}${source.path === "" ? "" : `, ${source.path}`}: ` : "";
  return `${where}${summary}: ${detail}`;
}

export function within(location: Location, ...steps: readonly (string | number)[]): Location {
  const path = steps.reduce<string>((at, step) => {
    if (typeof step === "number") return `${at}[${step}]`;
    return at === "" ? step : `${at}.${step}`;
  }, location.path);
  return { file: location.file, path };
}
