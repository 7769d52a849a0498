/** Calls about one managed resource: decode, ask the session, encode. */
import { decodeObject, encodeObject } from "../convert/dynamic-value";
import { protocolPath } from "../convert/attribute-path";
import type { Request, Response } from "../protocol/messages";
import { configuredSession, type Context, resourceSchema, toMessages } from "./context";

export async function validateResourceConfig(
  context: Context,
  request: Request<"ValidateResourceConfig">,
): Promise<Response<"ValidateResourceConfig">> {
  const core = await context.core();
  const schema = resourceSchema(core, request.type_name);
  const config = decodeObject(request.config, schema) ?? {};
  return { diagnostics: toMessages(context, core.validateResource(request.type_name, config), schema) };
}

export async function readResource(
  context: Context,
  request: Request<"ReadResource">,
): Promise<Response<"ReadResource">> {
  const schema = resourceSchema(await context.core(), request.type_name);
  const prior = decodeObject(request.current_state, schema);
  const session = configuredSession(context);
  const outcome = prior
    ? await session.read(request.type_name, prior, context.signal)
    : { state: null, diagnostics: [] };
  return {
    new_state: encodeObject(outcome.state, schema),
    private: request.private,
    diagnostics: toMessages(context, outcome.diagnostics, schema),
  };
}

export async function planResourceChange(
  context: Context,
  request: Request<"PlanResourceChange">,
): Promise<Response<"PlanResourceChange">> {
  const schema = resourceSchema(await context.core(), request.type_name);
  const prior = decodeObject(request.prior_state, schema);
  const proposed = decodeObject(request.proposed_new_state, schema);
  // Terraform says by the proposed state that the object is to go; the configuration may still be there.
  const config = proposed && decodeObject(request.config, schema);
  const outcome = await configuredSession(context).plan(request.type_name, { prior, config }, context.signal);
  return {
    planned_state: encodeObject(outcome.planned, schema),
    requires_replace: outcome.replace
      .map((path) => ({ steps: protocolPath(path, schema) }))
      .filter((path) => path.steps.length > 0),
    planned_private: request.prior_private,
    diagnostics: toMessages(context, outcome.diagnostics, schema),
  };
}

export async function applyResourceChange(
  context: Context,
  request: Request<"ApplyResourceChange">,
): Promise<Response<"ApplyResourceChange">> {
  const schema = resourceSchema(await context.core(), request.type_name);
  const prior = decodeObject(request.prior_state, schema);
  const planned = decodeObject(request.planned_state, schema);
  const config = planned && decodeObject(request.config, schema);
  const outcome = await configuredSession(context).apply(request.type_name, { prior, planned, config }, context.signal);
  return {
    new_state: encodeObject(outcome.state, schema),
    private: request.planned_private,
    diagnostics: toMessages(context, outcome.diagnostics, schema),
  };
}

export async function importResourceState(
  context: Context,
  request: Request<"ImportResourceState">,
): Promise<Response<"ImportResourceState">> {
  const schema = resourceSchema(await context.core(), request.type_name);
  const outcome = await configuredSession(context).import(request.type_name, request.id, context.signal);
  const state = outcome.state && encodeObject(outcome.state, schema);
  return {
    imported_resources: state ? [{ type_name: request.type_name, state }] : [],
    diagnostics: toMessages(context, outcome.diagnostics, schema),
  };
}
