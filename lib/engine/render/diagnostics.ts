/** Errors and warnings, framed as Terraform frames them. */
import { type AttributePath, type Diagnostic, formatPath } from "../../resources/diagnostic";
import { painter } from "./paint";
import { harmless, wrap } from "./text";

/** A diagnostic, the resource instance that it is about, and where in which file it stands. */
export type PlacedDiagnostic = Diagnostic & {
  readonly address?: string;
  readonly source?: { readonly file: string; readonly path: string };
};

export interface DiagnosticsOptions {
  readonly color: boolean;
  /** Columns; default 78. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 78;

/** Errors last, next to the prompt, as a terminal is read from below. Without colour there is no frame. */
export function renderDiagnostics(diagnostics: readonly PlacedDiagnostic[], options: DiagnosticsOptions): string {
  const bySeverity = (severity: string) => diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  return [...bySeverity("warning"), ...bySeverity("error")].map((diagnostic) => framed(diagnostic, options)).join("");
}

function framed(diagnostic: PlacedDiagnostic, { color, width = DEFAULT_WIDTH }: DiagnosticsOptions): string {
  const paint = painter(color);
  const [tone, word] = diagnostic.severity === "error" ? (["red", "Error"] as const) : (["yellow", "Warning"] as const);
  const head = `${paint("bold", paint(tone, `${word}:`))} ${paint("bold", harmless(diagnostic.summary))}`;
  const place = placeOf(diagnostic.address, diagnostic.path);
  const { source } = diagnostic;
  const detail = wrap(harmless(diagnostic.detail), width - 3);
  const lines = [
    head,
    "",
    ...(place === "" ? [] : [`  with ${place}`]),
    ...(source ? [`  in ${source.file}${source.path === "" ? "" : `: ${source.path}`}`] : []),
    ...(place === "" && !source ? [] : [""]),
    ...(detail === "" ? [] : detail.split("\n")),
  ];
  if (!color) return `\n${lines.join("\n")}\n`;
  const rule = paint(tone, "│");
  const ruled = lines.map((line) => (line === "" ? rule : `${rule} ${line}`));
  return [paint(tone, "╷"), ...ruled, paint(tone, "╵"), ""].join("\n");
}

function placeOf(address: string | undefined, path: AttributePath = []): string {
  return [address, formatPath(path)].filter(Boolean).join(", ");
}
