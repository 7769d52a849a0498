/** Calls about the provider as a whole: what it offers, and its configuration. */
import { decodeObject } from "../convert/dynamic-value";
import { protocolSchema } from "../convert/protocol-schema";
import type { Request, Response } from "../protocol/messages";
import { type Context, toMessages } from "./context";

/** The schema is asked for once a command and not in every process, a destroy is planned too, and `moved` works. */
const CAPABILITIES = { plan_destroy: true, get_provider_schema_optional: true, move_resource_state: true };

export async function getMetadata(context: Context): Promise<Response<"GetMetadata">> {
  const core = await context.core();
  const typeNames = (types: object) => Object.keys(types).map((type_name) => ({ type_name }));
  return {
    server_capabilities: CAPABILITIES,
    resources: typeNames(core.resources),
    data_sources: typeNames(core.dataSources),
  };
}

export async function getProviderSchema(context: Context): Promise<Response<"GetProviderSchema">> {
  const core = await context.core();
  const protocolSchemas = (schemas: typeof core.resources) =>
    Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, protocolSchema(schema)]));
  return {
    provider: protocolSchema(core.provider),
    resource_schemas: protocolSchemas(core.resources),
    data_source_schemas: protocolSchemas(core.dataSources),
    server_capabilities: CAPABILITIES,
  };
}

export async function validateProviderConfig(
  context: Context,
  request: Request<"ValidateProviderConfig">,
): Promise<Response<"ValidateProviderConfig">> {
  const core = await context.core();
  const config = decodeObject(request.config, core.provider) ?? {};
  context.secrets.learn(config, core.provider);
  return { diagnostics: toMessages(context, core.validateProvider(config), core.provider) };
}

/** Values that are not known yet are no reason to stop: the core decides what it can do without them. */
export async function configureProvider(
  context: Context,
  request: Request<"ConfigureProvider">,
): Promise<Response<"ConfigureProvider">> {
  const core = await context.core();
  const config = decodeObject(request.config, core.provider) ?? {};
  context.secrets.learn(config, core.provider);
  const { session, diagnostics } = core.open(config, {
    env: context.env,
    progress: (message) => context.log("info", message),
  });
  context.session?.close();
  context.session = session;
  return { diagnostics: toMessages(context, diagnostics, core.provider) };
}
