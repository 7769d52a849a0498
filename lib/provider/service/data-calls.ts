/** Calls about data sources. */
import { decodeObject, encodeObject } from "../convert/dynamic-value";
import type { Request, Response } from "../protocol/messages";
import { configuredSession, type Context, dataSourceSchema, toMessages } from "./context";

export async function validateDataResourceConfig(
  context: Context,
  request: Request<"ValidateDataResourceConfig">,
): Promise<Response<"ValidateDataResourceConfig">> {
  const core = await context.core();
  const schema = dataSourceSchema(core, request.type_name);
  const config = decodeObject(request.config, schema) ?? {};
  return { diagnostics: toMessages(context, core.validateDataSource(request.type_name, config), schema) };
}

export async function readDataSource(
  context: Context,
  request: Request<"ReadDataSource">,
): Promise<Response<"ReadDataSource">> {
  const schema = dataSourceSchema(await context.core(), request.type_name);
  const config = decodeObject(request.config, schema) ?? {};
  const outcome = await configuredSession(context).readData(request.type_name, config, context.signal);
  return {
    state: encodeObject(outcome.state, schema),
    diagnostics: toMessages(context, outcome.diagnostics, schema),
  };
}
