/** What the handlers of all calls share: the core, the configured session and the ways to speak to the user. */
import type { Diagnostic } from "../../resources/diagnostic";
import type { Schema } from "../../resources/schema";
import type { Core, Session } from "../../resources/session";
import { protocolDiagnostics } from "../convert/diagnostics";
import type { Log } from "../log";
import type { DiagnosticMessage } from "../protocol/messages";
import type { Secrets } from "./secrets";

export interface Context {
  /** Loaded at the first call and not at the start, which Terraform waits for. */
  readonly core: () => Promise<Core>;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when Terraform wants to stop. */
  readonly signal: AbortSignal;
  session: Session | undefined;
}

/** What is wrong with a call, to be shown to the user in place of an answer. */
export class CallError extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.detail);
  }
}

export function resourceSchema(core: Core, type: string): Schema {
  return known(core.resources[type], "resource", type);
}

export function dataSourceSchema(core: Core, type: string): Schema {
  return known(core.dataSources[type], "data source", type);
}

function known(schema: Schema | undefined, kind: string, type: string): Schema {
  if (schema) return schema;
  const detail = `This version of the provider ipfailover has no ${kind} ${type}. Run terraform init -upgrade.`;
  throw new CallError({ severity: "error", summary: `Unknown ${kind} type`, detail });
}

export function configuredSession(context: Context): Session {
  if (context.session) return context.session;
  throw new CallError({
    severity: "error",
    summary: "The provider is not configured",
    detail: "The configuration of provider ipfailover could not be used, so no cloud can be reached.",
  });
}

export function toMessages(context: Context, diagnostics: readonly Diagnostic[], schema?: Schema): DiagnosticMessage[] {
  return protocolDiagnostics(diagnostics, schema, context.secrets.redact);
}
