/** Errors and warnings, framed as Terraform frames them. */
import { type Diagnostic, formatPath } from "../../resources/diagnostic";
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
  const places = [...withPlace(diagnostic), ...onPlace(diagnostic)].map(harmless);
  const detail = wrap(harmless(diagnostic.detail), width - 3);
  const lines = [
    head,
    "",
    ...places,
    ...(places.length > 0 && detail !== "" ? [""] : []),
    ...(detail === "" ? [] : detail.split("\n")),
  ];
  if (!color) return `\n${lines.join("\n")}\n`;
  const rule = paint(tone, "│");
  const ruled = lines.map((line) => (line === "" ? rule : `${rule} ${line}`));
  return [paint(tone, "╷"), ...ruled, paint(tone, "╵"), ""].join("\n");
}

/** The resource and the attribute. */
export function placeOf({ address, path = [] }: PlacedDiagnostic): string {
  const attribute = formatPath(path);
  if (address === undefined) return attribute;
  return attribute === "" ? address : `${address}, ${attribute}`;
}

function withPlace(diagnostic: PlacedDiagnostic): readonly string[] {
  const place = placeOf(diagnostic);
  return place === "" ? [] : [`  with ${place},`];
}

function onPlace({ source }: PlacedDiagnostic): readonly string[] {
  if (!source) return [];
  return [`  on ${source.file}${source.path === "" ? "" : `, in ${source.path}`}:`];
}
