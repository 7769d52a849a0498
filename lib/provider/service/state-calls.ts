/** Calls that bring stored state into the present form. No cloud is reached. */
import { conforms } from "../convert/shape";
import { encodeObject } from "../convert/dynamic-value";
import { parseExactJson } from "../convert/exact-json";
import { isObject, type ObjectValue, type Value } from "../../resources/value";
import type { Request, Response } from "../protocol/messages";
import { CallError, type Context, resourceSchema, toMessages } from "./context";

/** Terraform asks this of every object in every plan, mostly with nothing to do. */
export async function upgradeResourceState(
  context: Context,
  request: Request<"UpgradeResourceState">,
): Promise<Response<"UpgradeResourceState">> {
  const core = await context.core();
  const schema = resourceSchema(core, request.type_name);
  const json = request.raw_state?.json;
  const raw = storedObject(json, request.type_name);
  if (request.version === schema.version) {
    // Back as it came: nothing is lost on the way, whatever the numbers in it.
    if (conforms(raw, schema)) return { upgraded_state: { json } };
    return { upgraded_state: encodeObject(raw, schema) };
  }
  const outcome = core.upgrade(request.type_name, request.version, raw);
  return {
    upgraded_state: encodeObject(outcome.state, schema),
    diagnostics: toMessages(context, outcome.diagnostics, schema),
  };
}

/** `moved` from another type, of this provider or of another one. */
export async function moveResourceState(
  context: Context,
  request: Request<"MoveResourceState">,
): Promise<Response<"MoveResourceState">> {
  const core = await context.core();
  const schema = resourceSchema(core, request.target_type_name);
  const from = {
    provider: request.source_provider_address,
    type: request.source_type_name,
    version: request.source_schema_version,
    state: storedObject(request.source_state?.json, request.source_type_name),
  };
  const outcome = core.move(from, request.target_type_name);
  return {
    target_state: encodeObject(outcome.state, schema),
    diagnostics: toMessages(context, outcome.diagnostics, schema),
  };
}

function storedObject(json: Buffer | undefined, type: string): ObjectValue {
  const value = json && json.length > 0 ? (parseExactJson(json.toString("utf8")) as Value) : null;
  if (isObject(value)) return value;
  const detail = `The state holds no object of type ${type} in JSON. It may be damaged: look at it with terraform state pull.`;
  throw new CallError({ severity: "error", summary: "Unreadable state", detail });
}
