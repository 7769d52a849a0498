import { type ObjectValue, sameValue } from "../../resources/value";
import type { StackConfig } from "../config/model";
import type { PlanMode } from "../model";
import { formatAddress } from "../model";
import { getObject, type NewObject, putObject, removeObject, type State } from "../state";
import { evaluateOutputs, recordOutputs } from "./outputs";
import { changeKey, type Planner } from "./planner";
import type { Prior, Priors } from "./prior";
import { withoutName } from "./recorded";

/** The state as it is now known to be. What did not change stays the same object, so that nothing is written for it. */
export function recordRefresh(
  state: State,
  planner: Planner,
  { current }: Priors,
  data: ReadonlyMap<string, ObjectValue>,
  config: StackConfig,
  mode: PlanMode,
): State {
  let next = state;
  for (const [prior, found] of planner.refreshed) {
    const { deposed } = prior.object;
    next = found
      ? putObject(next, prior.address, prior.provider, withAttributes(prior, found, planner), deposed)
      : removeObject(next, prior.address, deposed);
  }
  for (const { prior } of planner.imported.values()) {
    const value = planner.refreshed.get(prior) ?? prior.value;
    const object = { ...withAttributes(prior, value, planner), dependencies: planner.graph.all(prior.id) };
    next = putObject(next, prior.address, prior.provider, object);
  }
  if (mode !== "destroy") {
    for (const id of config.resources.keys()) {
      for (const prior of current.get(id)?.values() ?? []) next = recordOrder(next, prior, planner);
    }
  }
  next = recordData(next, planner, data, config, mode);
  if (mode !== "refresh-only") return next;
  return recordOutputs(
    next,
    config,
    evaluateOutputs(config, planner.evaluator, [], () => true),
  );
}

/**
 * What the order of destruction depends on follows the configuration. As long as there is something to do for the object,
 * what it depended on when it was made counts too.
 */
function recordOrder(state: State, prior: Prior, planner: Planner): State {
  const { graph, changes, providers } = planner;
  const { object, address, provider } = prior;
  const configured = graph.all(prior.id);
  const isIdle = (changes.get(changeKey(address))?.action ?? "no-op") === "no-op";
  const dependencies = isIdle ? configured : [...new Set([...configured, ...object.dependencies])].sort();
  const createsFirst = graph.createsFirst(prior.id);
  const isSame =
    createsFirst === (object.createBeforeDestroy === true) &&
    object.schemaVersion === providers.shape("managed", address.type)!.version &&
    dependencies.length === object.dependencies.length &&
    dependencies.every((id, i) => id === object.dependencies[i]);
  const value = planner.refreshed.get(prior);
  if (isSame || value === null) return state;
  const recorded = { ...withAttributes(prior, value ?? prior.value, planner), dependencies };
  delete recorded.createBeforeDestroy;
  return putObject(state, address, provider, { ...recorded, ...(createsFirst && { createBeforeDestroy: true }) });
}

function withAttributes(
  { object, address }: Prior,
  attributes: ObjectValue,
  { providers }: Planner,
): { -readonly [K in keyof NewObject]: NewObject[K] } {
  return { ...withoutName(object), attributes, schemaVersion: providers.shape("managed", address.type)!.version };
}

function recordData(
  state: State,
  planner: Planner,
  data: ReadonlyMap<string, ObjectValue>,
  config: StackConfig,
  mode: PlanMode,
): State {
  let next = state;
  for (const resource of state.resources) {
    if (resource.mode !== "data" || resource.module !== undefined) continue;
    for (const { key } of resource.objects) {
      const { mode: kind, type, name } = resource;
      const address = { mode: kind, type, name, ...(key !== undefined && { key }) };
      if (mode === "destroy" || !config.resources.has(`data.${type}.${name}`)) next = removeObject(next, address);
    }
  }
  for (const [id, resource] of config.resources) {
    if (resource.mode !== "data") continue;
    const { mode: kind, type, name } = resource;
    for (const key of planner.values.keys(id)) {
      const address = { mode: kind, type, name, ...(key !== undefined && { key }) };
      const attributes = data.get(formatAddress(address));
      if (!attributes) continue;
      const schemaVersion = planner.providers.shape("data", type)!.version;
      const present = getObject(state, address);
      if (present && sameValue(present.attributes, attributes)) continue;
      next = putObject(next, address, resource.providerAddress, {
        schemaVersion,
        attributes,
        sensitiveAttributes: [],
        dependencies: [],
      });
    }
  }
  return next;
}
