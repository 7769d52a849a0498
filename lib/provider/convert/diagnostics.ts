import type { Diagnostic } from "../../resources/diagnostic";
import type { Schema } from "../../resources/schema";
import { type DiagnosticMessage, SEVERITY } from "../protocol/messages";
import type { Redact } from "../service/secrets";
import { protocolPath } from "./attribute-path";

export function protocolDiagnostics(
  diagnostics: readonly Diagnostic[],
  schema: Schema | undefined,
  redact: Redact,
): DiagnosticMessage[] {
  return diagnostics.map((diagnostic) => {
    const steps = diagnostic.path && schema ? protocolPath(diagnostic.path, schema) : [];
    return {
      severity: SEVERITY[diagnostic.severity],
      summary: redact(diagnostic.summary),
      detail: redact(diagnostic.detail),
      ...(steps.length > 0 ? { attribute: { steps } } : {}),
    };
  });
}

/** An exception is a fault of the provider: an error of gRPC in its place would say no more than "Plugin error". */
export function unexpected(what: string, error: unknown): Diagnostic {
  return {
    severity: "error",
    summary: `The provider failed in ${what}`,
    detail: `${firstSentence(error)} This is a fault in the provider ipfailover; TF_LOG=debug shows where.`,
  };
}

const LONGEST_MESSAGE = 500;

function firstSentence(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  const text = line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line || "No reason was given";
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
