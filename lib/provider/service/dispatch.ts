/** Every call of the plugin protocol by its name, from bytes to bytes. An exception becomes a diagnostic here. */
import { type CallName, calls, type DiagnosticMessage, type Request, type Response } from "../protocol/messages";
import { decode, encode, type Message } from "../protocol/protobuf";
import { unexpected } from "../convert/diagnostics";
import { CallError, type Context, toMessages } from "./context";
import { readDataSource, validateDataResourceConfig } from "./data-calls";
import { configureProvider, getMetadata, getProviderSchema, validateProviderConfig } from "./provider-calls";
import {
  applyResourceChange,
  importResourceState,
  planResourceChange,
  readResource,
  validateResourceConfig,
} from "./resource-calls";
import { moveResourceState, upgradeResourceState } from "./state-calls";

type Handlers = {
  readonly [C in CallName]: (context: Context, request: Request<C>) => Promise<Response<C>>;
};

const nothing = () => Promise.resolve({});

function handlers(stop: () => void): Handlers {
  return {
    GetMetadata: getMetadata,
    GetProviderSchema: getProviderSchema,
    GetFunctions: nothing,
    GetResourceIdentitySchemas: nothing,
    ValidateProviderConfig: validateProviderConfig,
    ValidateResourceConfig: validateResourceConfig,
    ValidateDataResourceConfig: validateDataResourceConfig,
    ConfigureProvider: configureProvider,
    UpgradeResourceState: upgradeResourceState,
    ReadResource: readResource,
    PlanResourceChange: planResourceChange,
    ApplyResourceChange: applyResourceChange,
    ImportResourceState: importResourceState,
    MoveResourceState: moveResourceState,
    ReadDataSource: readDataSource,
    StopProvider: () => {
      stop();
      return nothing();
    },
  };
}

/** What goes back beside the error when a call failed: the object as Terraform knows it, never a guess. */
const unchanged: { readonly [C in CallName]?: (request: Request<C>) => Response<C> } = {
  ReadResource: (request) => ({ new_state: request.current_state, private: request.private }),
  ApplyResourceChange: (request) => ({ new_state: request.prior_state, private: request.planned_private }),
};

/** Answers undefined where the protocol's call is not known. */
export type Dispatch = (name: string, request: Buffer) => Promise<Buffer | undefined>;

/** @param stop makes the work that is under way end, with an error that says so */
export function createDispatch(context: Context, stop: () => void): Dispatch {
  const known = handlers(stop);
  return async (name, request) => (isCall(name) ? answer(context, name, known[name], request) : undefined);
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

async function answer<C extends CallName>(
  context: Context,
  name: C,
  handler: Handlers[C],
  bytes: Buffer,
): Promise<Buffer> {
  // The table relates the two messages to the name; TypeScript does not follow that through a union of names.
  const { request, response } = calls[name] as { readonly request: Message; readonly response: Message };
  let decoded: Request<C> | undefined;
  try {
    decoded = decode(request, bytes) as unknown as Request<C>;
    return encode(response, await handler(context, decoded));
  } catch (error) {
    const what = `${name} ${typeOf(decoded)}`.trim();
    const diagnostics: DiagnosticMessage[] = toMessages(context, [
      error instanceof CallError ? error.diagnostic : unexpected(what, error),
    ]);
    if (!(error instanceof CallError)) {
      context.log("error", `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    return encode(response, { ...(decoded && unchanged[name]?.(decoded)), diagnostics });
  }
}

function typeOf(request: unknown): string {
  const { type_name: type, target_type_name: target } = (request ?? {}) as Record<string, string | undefined>;
  return type ?? target ?? "";
}
