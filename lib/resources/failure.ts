/** Errors as diagnostics: one sentence with what was done, which request failed and what to do. Never a stack trace. */
import type { Cloud } from "../clouds/cloud";
import { HttpError } from "../http/error";
import { RefusalError } from "../clouds/refusal";
import { CancelledError, DeadlineError } from "../http/wait";
import type { Diagnostic } from "./diagnostic";

export function failure(doing: string, error: unknown, cloud: Cloud): readonly Diagnostic[] {
  if (error instanceof RefusalError) return error.diagnostics;
  const detail = error instanceof Error ? error.message : String(error);
  const root = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return [{ severity: "error", summary: `${doing} failed`, detail: withAdvice(detail, adviceFor(root, cloud)) }];
}

/** What the cloud says seldom ends in a full stop. */
function withAdvice(detail: string, advice: string): string {
  return advice === "" || /[.!?]$/.test(detail) ? detail + advice : `${detail}.${advice}`;
}

function adviceFor(error: unknown, cloud: Cloud): string {
  if (error instanceof CancelledError) return " Run it again to go on from here.";
  if (error instanceof DeadlineError)
    return " Run it again: what is done already is found. A longer timeouts value allows more time.";
  if (!(error instanceof HttpError)) return "";
  const own = cloud.advice(error);
  if (own !== undefined) return ` ${own}`;
  return error.status === 429 ? " The cloud allows fewer requests than were needed: try again later." : "";
}
