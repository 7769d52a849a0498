/** Planned values and the prior state, in Terraform's representation of values. */
import { isUnknown, isWhollyKnown, type ObjectValue } from "../../resources/value";
import { formatAddress, type Plan, type ResourceChange } from "../model";
import { listObjects, type PlacedObject } from "../state/edit";
import type { OutputState, State } from "../state/model";
import { fromAttributes, sensitiveNames, typeOfValue } from "../state/values";
import { byAddress, type Json, type JsonObject, knownPart, sensitiveShape, withoutMembers } from "./json-values";
import type { Schemas } from "./resource-text";

/** `terraform_data` records these with their types. */
const DYNAMIC = ["input", "output", "triggers_replace"];

/** `provider["registry.terraform.io/a/b"].alias`: what stands in the quotes. */
export function providerName(provider: string): string {
  return /^(?:.*\.)?provider\["([^"]+)"\]/.exec(provider)?.[1] ?? provider;
}

export function plannedValues(plan: Plan, schemas: Schemas): JsonObject {
  const resources = plan.changes
    .filter(({ after, deposed, address }) => after !== null && deposed === undefined && address.mode === "managed")
    .map((change) => resourceValues(change, change.after ?? {}, schemas));
  const outputs = plan.outputs.filter(({ action }) => action !== "delete");
  const entries = outputs.map(({ name, after, sensitive }): [string, Json] => {
    if (sensitive) return [name, { sensitive }];
    if (isUnknown(after)) return [name, { sensitive }];
    const type = isWhollyKnown(after) && { type: knownPart(typeOfValue(after)) };
    return [name, { sensitive, ...type, value: knownPart(after) }];
  });
  return {
    ...(entries.length > 0 && { outputs: Object.fromEntries(entries) }),
    root_module: moduleOf(byAddress(resources)),
  };
}

function moduleOf(resources: readonly JsonObject[]): JsonObject {
  return resources.length === 0 ? {} : { resources };
}

function resourceValues(change: ResourceChange, value: ObjectValue, schemas: Schemas): JsonObject {
  const { address, provider, sensitive } = change;
  const { mode, type, name, key } = address;
  const tables = mode === "data" ? schemas.dataSources : schemas.resources;
  return {
    address: formatAddress(address),
    mode,
    type,
    name,
    ...(key !== undefined && { index: key }),
    provider_name: providerName(provider),
    schema_version: tables[type]?.version ?? 0,
    values: knownPart(withoutMembers(value, sensitive)),
    sensitive_values: sensitiveShape(value, sensitive),
  };
}

/** The state after reading, as far as the plan read it. Undefined for a state that holds nothing. */
export function priorState(plan: Plan, state: State, schemas: Schemas): JsonObject | undefined {
  if (state.resources.length === 0 && Object.keys(state.outputs).length === 0) return undefined;
  const read = new Map(plan.changes.map((change) => [nameOf(change), change]));
  const gone = new Set(plan.drift.filter(({ action }) => action === "delete").map(nameOf));
  const byModule = new Map<string, JsonObject[]>([["", []]]);
  for (const placed of listObjects(state)) {
    const change = placed.module === undefined ? read.get(nameOf(placed)) : undefined;
    if (placed.module === undefined && gone.has(nameOf(placed))) continue;
    const before = change?.before;
    const values = before && change ? resourceValues(change, before, schemas) : stateValues(placed);
    const module = placed.module ?? "";
    byModule.set(module, [...(byModule.get(module) ?? []), { ...values, ...recorded(placed) }]);
  }
  const outputs = Object.entries(state.outputs).map(([name, output]): [string, Json] => [name, outputValue(output)]);
  return {
    format_version: "1.0",
    terraform_version: state.terraformVersion,
    values: {
      ...(outputs.length > 0 && { outputs: Object.fromEntries(outputs) }),
      root_module: { ...moduleOf(byModule.get("") ?? []), ...childModules(byModule, "") },
    },
  };
}

function nameOf(of: ResourceChange | PlacedObject): string {
  const deposed = "object" in of ? of.object.deposed : of.deposed;
  return `${formatAddress(of.address)} ${deposed ?? ""}`;
}

function stateValues({ address, provider, object }: PlacedObject): JsonObject {
  const { mode, type, name, key } = address;
  const attributes = fromAttributes(object.attributes, type === "terraform_data" ? DYNAMIC : []);
  const sensitive = sensitiveNames(object.sensitiveAttributes);
  return {
    address: formatAddress(address),
    mode,
    type,
    name,
    ...(key !== undefined && { index: key }),
    provider_name: providerName(provider),
    schema_version: object.schemaVersion,
    values: knownPart(withoutMembers(attributes, sensitive)),
    sensitive_values: sensitiveShape(attributes, sensitive),
  };
}

function recorded({ object, module, address }: PlacedObject): JsonObject {
  return {
    ...(module !== undefined && { address: `${module}.${formatAddress(address)}` }),
    ...(object.dependencies.length > 0 && { depends_on: object.dependencies }),
    ...(object.tainted && { tainted: true }),
    ...(object.deposed !== undefined && { deposed_key: object.deposed }),
  };
}

function outputValue({ value, type, sensitive }: OutputState): Json {
  return sensitive ? { sensitive } : { sensitive, value: knownPart(value), type: knownPart(type) };
}

/** Modules hold their children: `module.a` those that are called `module.a.module.b`. */
function childModules(byModule: ReadonlyMap<string, readonly JsonObject[]>, parent: string): JsonObject {
  const prefix = parent === "" ? "" : `${parent}.`;
  const steps = [...byModule.keys()]
    .filter((name) => name !== parent && name.startsWith(prefix))
    .map(
      (name) =>
        prefix + (/^module\.[^.[]+(?:\["(?:[^"\\]|\\.)*"\]|\[\d+\])?/.exec(name.slice(prefix.length))?.[0] ?? ""),
    );
  const children = [...new Set(steps)].sort().map((address) => ({
    ...moduleOf(byModule.get(address) ?? []),
    address,
    ...childModules(byModule, address),
  }));
  return children.length === 0 ? {} : { child_modules: children };
}
