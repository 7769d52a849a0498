import { ConfigError, StateError } from "../engine";
import { renderDiagnostics } from "../engine/render";
import { UserError } from "./failure";

/** What went wrong, in sentences. A stack trace is only for what nobody foresaw, and only when asked for. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError) return renderDiagnostics(error.diagnostics, { color: false }).trim();
  if (error instanceof UserError || error instanceof StateError) return `Error: ${error.message}`;
  const message = error instanceof Error ? error.message : String(error);
  if (process.env.IPFAILOVER_DEBUG === "1" && error instanceof Error) return error.stack ?? message;
  return `Error: ${message}`;
}
