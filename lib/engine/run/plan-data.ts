import { hasErrors } from "../../resources/diagnostic";
import type { ObjectValue } from "../../resources/value";
import { isWhollyKnown, UNKNOWN, type Value } from "../../resources/value";
import type { ResourceConfig } from "../config/model";
import type { Address } from "../model";
import { checkConditions } from "./conditions";
import { decodeBody } from "./decode";
import type { InstanceNames } from "./evaluator";
import { changeBase, changeKey, type Planner, report } from "./planner";
import { complete, type Shape, toShown } from "./shape";

/** Reads a data source, or leaves it to apply when what it depends on is still to come. */
export async function planData(
  planner: Planner,
  resource: ResourceConfig,
  address: Address,
  names: InstanceNames,
  found: Map<string, ObjectValue>,
): Promise<boolean> {
  const { diagnostics, evaluator, options, providers, values } = planner;
  const shape = providers.shape("data", resource.type)!;
  const scope = evaluator.scope(names);
  const failed = checkConditions(
    resource.lifecycle.preconditions,
    "Resource precondition failed",
    scope,
    changeKey(address),
  );
  diagnostics.push(...failed);
  const decoded = decodeBody(resource.body, shape, scope, resource.at, diagnostics);
  if (!decoded || failed.length > 0) return false;
  if (report(diagnostics, providers.validate("data", resource.type, decoded.value), address, resource.at)) return false;

  const isUnknownConfig = !isWhollyKnown(decoded.value);
  const isPending = resource.dependsOn.some((id) => planner.pending.has(id));
  if (isUnknownConfig || isPending) {
    const after = planned(decoded.value, shape);
    values.set(resource.id, address.key, after, decoded.sensitive);
    planner.pending.add(resource.id);
    planner.changes.set(changeKey(address), {
      ...changeBase(address, resource.providerAddress, shape.sensitive, decoded.sensitive),
      action: "read",
      before: null,
      after: toShown(after, shape),
      reason: isUnknownConfig ? "read_because_config_unknown" : "read_because_dependency_pending",
    });
    return true;
  }
  const session = await planner.session(resource.type, resource.provider);
  if (!session || planner.signal.aborted) return false;
  options.progress?.({ kind: "start", address, operation: "read" });
  const started = Date.now();
  const { state, diagnostics: told } = await planner.gate(() =>
    session.readData(resource.type, decoded.value, planner.signal),
  );
  if (report(diagnostics, told, address, resource.at) || !state) {
    if (!hasErrors(told)) report(diagnostics, [nothing(address)], address, resource.at);
    return false;
  }
  options.progress?.({ kind: "done", address, operation: "read", seconds: (Date.now() - started) / 1000 });
  const value = complete(state, shape);
  values.set(resource.id, address.key, value, decoded.sensitive);
  found.set(changeKey(address), value);
  const self = values.instance(resource.id, address.key);
  const unmet = checkConditions(
    resource.lifecycle.postconditions,
    "Resource postcondition failed",
    evaluator.scope({ ...names, ...(self && { self }) }),
    changeKey(address),
  );
  diagnostics.push(...unmet);
  return unmet.length === 0;
}

export function nothing(address: Address) {
  return {
    severity: "error",
    summary: "Nothing was read",
    detail: `${changeKey(address)}: the cloud has no such object.`,
  } as const;
}

function planned(config: ObjectValue, shape: Shape): ObjectValue {
  const attributes = [...shape.attributes].map(([name, { computed }]): [string, Value] => {
    const given = config[name] ?? null;
    return [name, computed && given === null ? UNKNOWN : given];
  });
  return Object.fromEntries(attributes);
}
