import type { ObjectValue } from "../../resources/value";
import type { ResourceConfig } from "../config/model";
import { suggestion } from "../expressions/suggestion";
import { type Address, formatAddress } from "../model";
import { type InstanceNames } from "./evaluator";
import { expand, repetitionOf } from "./expansion";
import { importObject, missing } from "./imports";
import { planData } from "./plan-data";
import { isProtected, planDelete, planInstance } from "./plan-instance";
import { crash, noteError, type Planner, report } from "./planner";
import type { Prior, Priors } from "./prior";
import { isTargeted, type Selection } from "./targeting";
import type { Key } from "./values";

export interface PlanRun {
  /** Plans the resource once everything that it depends on is planned. Says whether that went well. */
  readonly visit: (id: string) => Promise<boolean>;
  /** Plans all, and what is only in the state. */
  readonly finished: () => Promise<void>;
}

export function planResources(
  planner: Planner,
  priors: Priors,
  selection: Selection,
  data: Map<string, ObjectValue>,
): PlanRun {
  const { config } = planner.options;
  const visits = new Map<string, Promise<boolean>>();
  const visit = (id: string): Promise<boolean> => {
    let visiting = visits.get(id);
    if (!visiting) visits.set(id, (visiting = start(id)));
    return visiting;
  };
  const start = async (id: string): Promise<boolean> => {
    const dependencies = await Promise.all([...(planner.graph.direct.get(id) ?? [])].map(visit));
    if (dependencies.includes(false) || planner.signal.aborted) return false;
    const resource = config.resources.get(id)!;
    const instances = priors.current.get(id) ?? new Map<Key, Prior>();
    try {
      const done = await planResource(planner, resource, instances, isTargeted(selection, id), data);
      // What is not targeted and was never made has no value that an output could show.
      if (done && (isTargeted(selection, id) || instances.size > 0)) selection.ready.add(id);
      return done;
    } catch (error) {
      planner.diagnostics.push({ ...crash(error), address: id });
      return false;
    }
  };
  return {
    visit,
    finished: async () => {
      const orphans = [...priors.current].filter(([id]) => !config.resources.has(id) && isTargeted(selection, id));
      await Promise.all([
        ...[...config.resources.keys()].map(visit),
        ...orphans.flatMap(([, instances]) =>
          [...instances.values()].map((prior) =>
            planDelete(planner, prior, planner.mode === "destroy" ? undefined : "delete_because_no_resource_config"),
          ),
        ),
      ]);
    },
  };
}

async function planResource(
  planner: Planner,
  resource: ResourceConfig,
  priors: ReadonlyMap<Key, Prior>,
  isIncluded: boolean,
  data: Map<string, ObjectValue>,
): Promise<boolean> {
  const { diagnostics, evaluator, providers, values } = planner;
  const shape = providers.shape(resource.mode, resource.type);
  if (!shape) {
    const table = resource.mode === "data" ? planner.options.core.dataSources : planner.options.core.resources;
    const kind = resource.mode === "data" ? "data source" : "resource type";
    diagnostics.push({
      severity: "error",
      summary: `Invalid ${kind}`,
      detail:
        `The provider cdktf-ip-failover/ipfailover does not support ${kind} ${JSON.stringify(resource.type)}.` +
        suggestion(resource.type, Object.keys(table)),
      source: resource.at,
    });
    return false;
  }
  values.declare(resource.id, shape, repetitionOf(resource));
  if (!isIncluded || planner.mode === "destroy") return keepPriors(planner, resource, priors, isIncluded);
  let wanted: ReadonlyMap<Key, InstanceNames>;
  try {
    wanted = expand(resource, evaluator);
  } catch (error) {
    noteError(diagnostics, error, (resource.count ?? resource.forEach)?.at ?? resource.at);
    return false;
  }
  const surplus = [...priors].filter(([key]) => !wanted.has(key));
  const results = await Promise.all([
    ...[...wanted].map(([key, names]) => {
      const { mode, type, name } = resource;
      const address: Address = { mode, type, name, ...(key !== undefined && { key }) };
      return mode === "data"
        ? planData(planner, resource, address, names, data)
        : planManaged(planner, resource, address, names, priors.get(key));
    }),
    ...surplus.map(async ([key, prior]) => {
      if (isProtected(planner, resource, prior.address)) return false;
      await planDelete(planner, prior, surplusReason(resource, key));
      return true;
    }),
  ]);
  return !results.includes(false);
}

async function planManaged(
  planner: Planner,
  resource: ResourceConfig,
  address: Address,
  names: InstanceNames,
  prior: Prior | undefined,
): Promise<boolean> {
  const block = prior ? undefined : planner.importBlocks.get(formatAddress(address));
  if (!block) return planInstance(planner, resource, address, names, prior);
  const imported = await importObject(planner, resource, address, block);
  if (!imported) return false;
  planner.imported.set(formatAddress(address), imported);
  // Nothing to take over is no reason to make something new: the id may be mistyped.
  if ((await planner.refresh(imported.prior)) === null) {
    report(planner.diagnostics, [missing(imported.id)], address, block.at);
    return false;
  }
  return planInstance(planner, resource, address, names, imported.prior);
}

/** What is destroyed, or not targeted, is worth what it is. */
async function keepPriors(
  planner: Planner,
  resource: ResourceConfig,
  priors: ReadonlyMap<Key, Prior>,
  isIncluded: boolean,
): Promise<boolean> {
  const results = await Promise.all(
    [...priors].map(async ([key, prior]) => {
      const value = isIncluded ? await planner.refresh(prior) : prior.value;
      if (value) planner.values.set(resource.id, key, value, prior.sensitive);
      if (!isIncluded) return true;
      if (value && isProtected(planner, resource, prior.address)) return false;
      await planDelete(planner, prior, undefined);
      return value !== undefined;
    }),
  );
  return !results.includes(false);
}

function surplusReason(resource: ResourceConfig, key: Key): string {
  if (resource.count) return typeof key === "number" ? "delete_because_count_index" : "delete_because_wrong_repetition";
  if (resource.forEach) return typeof key === "string" ? "delete_because_each_key" : "delete_because_wrong_repetition";
  return "delete_because_wrong_repetition";
}
