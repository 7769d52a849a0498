/**
 * A plan in Terraform's JSON representation, format 1.2, so that policy tools read it:
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
import { type Attributes } from "../../resources/schema";
import { hasErrors } from "../../resources/diagnostic";
import { isWhollyKnown } from "../../resources/value";
import { type Address, formatAddress, type OutputChange, type Plan, type ResourceChange } from "../model";
import { getObject, getResource } from "../state/edit";
import type { State } from "../state/model";
import { sensitiveNames } from "../state/values";
import { type ConfigurationSource, configurationJson } from "./json-config";
import { plannedValues, priorState, providerName } from "./json-state";
import { byAddress, type JsonObject, knownPart, objectSides, unknownShape } from "./json-values";
import { isShown } from "./plan-text";
import type { Schemas } from "./resource-text";

export interface PlanJsonOptions {
  readonly state: State;
  readonly schemas: Schemas;
  /** The provider's attributes: constant values of sensitive ones are left out. */
  readonly providerAttributes: Attributes;
  readonly config: ConfigurationSource;
  readonly timestamp: Date;
}

export function planJson(plan: Plan, options: PlanJsonOptions): JsonObject {
  const { state, schemas, config, providerAttributes, timestamp } = options;
  const errored = hasErrors(plan.diagnostics);
  const prior = priorState(plan, state, schemas);
  const drift = plan.drift.map(resourceChange);
  return {
    format_version: "1.2",
    terraform_version: state.terraformVersion,
    planned_values: plannedValues(plan, schemas),
    ...(drift.length > 0 && { resource_drift: byAddress(drift) }),
    resource_changes: byAddress([
      ...plan.changes.filter(isRepresented).map(resourceChange),
      ...(plan.forgotten ?? []).map((address) => forgetting(address, state)),
    ]),
    output_changes: Object.fromEntries(plan.outputs.map((output) => [output.name, outputChange(output)])),
    ...(prior && { prior_state: prior }),
    configuration: configurationJson(config, schemas, providerAttributes),
    timestamp: timestamp.toISOString().replace(/\.\d+Z$/, "Z"),
    applyable: !errored && isApplyable(plan),
    complete: !errored,
    errored,
  };
}

export function renderPlanJson(plan: Plan, options: PlanJsonOptions): string {
  return `${JSON.stringify(planJson(plan, options))}\n`;
}

/** Of data sources only those that apply has yet to read. */
function isRepresented({ action, address }: ResourceChange): boolean {
  return address.mode === "managed" || action === "read";
}

function isApplyable(plan: Plan): boolean {
  const hasDrift = plan.mode === "refresh-only" && plan.drift.length > 0;
  return (
    hasDrift ||
    plan.changes.some(isShown) ||
    (plan.forgotten ?? []).length > 0 ||
    plan.outputs.some(({ action }) => action !== "no-op")
  );
}

function resourceChange(change: ResourceChange): JsonObject {
  const { address, provider, deposed, reason, before, after, sensitive, replacePaths, previousAddress, importing } =
    change;
  const { mode, type, name, key } = address;
  return {
    address: formatAddress(address),
    ...(previousAddress && { previous_address: formatAddress(previousAddress) }),
    mode,
    type,
    name,
    ...(key !== undefined && { index: key }),
    provider_name: providerName(provider),
    ...(deposed !== undefined && { deposed }),
    change: {
      actions: actionsOf(change),
      ...objectSides(before, after, sensitive),
      ...(replacePaths.length > 0 && { replace_paths: replacePaths }),
      ...(importing !== undefined && { importing: { id: importing } }),
    },
    ...(reason !== undefined && { action_reason: reason }),
  };
}

function forgetting(address: Address, state: State): JsonObject {
  const { mode, type, name, key } = address;
  const object = getObject(state, address);
  const sensitive = sensitiveNames(object?.sensitiveAttributes);
  return {
    address: formatAddress(address),
    mode,
    type,
    name,
    ...(key !== undefined && { index: key }),
    provider_name: providerName(getResource(state, address)?.provider ?? ""),
    change: { actions: ["forget"], ...objectSides(object?.attributes ?? null, null, sensitive) },
  };
}

function actionsOf({ action, createBeforeDestroy }: ResourceChange): readonly string[] {
  if (action !== "replace") return [action];
  return createBeforeDestroy ? ["create", "delete"] : ["delete", "create"];
}

function outputChange({ action, before, after, sensitive }: OutputChange): JsonObject {
  const isKnown = isWhollyKnown(after);
  return {
    actions: [action],
    ...(!sensitive && { before: knownPart(before) }),
    ...(!sensitive && (isKnown || unknownShape(after) !== true) && { after: knownPart(after) }),
    after_unknown: isKnown ? false : unknownShape(after),
    before_sensitive: sensitive,
    after_sensitive: sensitive,
  };
}
