import { hasErrors } from "../../resources/diagnostic";
import type { ObjectValue } from "../../resources/value";
import type { EngineDiagnostic } from "../config/problem";
import { type Address, formatAddress, type PlanMode } from "../model";
import type { State } from "../state";
import { checkConditions } from "./conditions";
import { Evaluator } from "./evaluator";
import { makeGate } from "./gate";
import { buildGraph, findCycles } from "./graph";
import type { PlannedChange, PlanOptions, PlanResult } from "./options";
import { evaluateOutputs, outputChanges } from "./outputs";
import { planDelete } from "./plan-instance";
import { planResources } from "./plan-resources";
import { crash, type Planner, refreshObject } from "./planner";
import { type Prior, type Priors, readPriors } from "./prior";
import { isBuiltIn, Providers } from "./providers";
import { recordRefresh } from "./record-refresh";
import { refactor } from "./refactoring";
import { isTargeted, selectTargets } from "./targeting";
import { Values } from "./values";

/** How many operations run at once when nobody says. */
export const DEFAULT_PARALLELISM = 1000;

/** Compares configuration, state and cloud. Changes nothing. */
export async function planStack(options: PlanOptions): Promise<PlanResult> {
  const { config } = options;
  const mode: PlanMode = options.mode ?? "normal";
  const diagnostics: EngineDiagnostic[] = [...config.warnings];
  const values = new Values();
  const evaluator = new Evaluator(config, values, options.cwd ?? process.cwd());
  const providers = new Providers(options.core, config, evaluator, options.env, diagnostics, (event) =>
    options.progress?.(event),
  );
  const graph = buildGraph(config);
  diagnostics.push(...findCycles(graph.direct));
  for (const { name, validations } of config.variables.values()) {
    diagnostics.push(...checkConditions(validations, "Invalid value for variable", evaluator.scope(), `var.${name}`));
  }
  const refactored = refactor(config, options.state, providers, diagnostics);
  const priors = readPriors(refactored.state, providers, diagnostics);
  if (hasErrors(diagnostics)) return failure(mode, options.state, diagnostics);

  const reads = new Map<Prior, Promise<ObjectValue | null | undefined>>();
  let visit: (id: string) => Promise<boolean> = () => Promise.resolve(false);
  const planner: Planner = {
    options,
    mode,
    graph,
    values,
    evaluator,
    providers,
    diagnostics,
    gate: makeGate(options.parallelism ?? DEFAULT_PARALLELISM),
    signal: options.signal ?? new AbortController().signal,
    changes: new Map(),
    drift: [],
    refreshed: new Map(),
    pending: new Set(),
    importBlocks: new Map(config.imports.map((block) => [formatAddress(block.to), block])),
    imported: new Map(),
    session: async (type, key) => {
      if (!isBuiltIn(type)) for (const id of graph.providers.get(key) ?? []) await visit(id);
      return providers.session(type, key);
    },
    refresh: (prior) => {
      let read = reads.get(prior);
      if (!read) reads.set(prior, (read = refreshObject(planner, prior)));
      return read;
    },
  };
  const selection = selectTargets(options.targets, mode, graph, priors, config);
  diagnostics.push(...selection.diagnostics);
  const data = new Map<string, ObjectValue>();
  try {
    const run = planResources(planner, priors, selection, data);
    visit = run.visit;
    // What is in the state is read at once: what one LAN's groups want to know is then one question to the cloud.
    for (const prior of everyPrior(priors))
      if (isTargeted(selection, prior.id)) void planner.refresh(prior).catch(() => undefined);
    await run.finished();
    await Promise.all(
      priors.deposed
        .filter(({ id }) => isTargeted(selection, id))
        .map((prior) => planDelete(planner, prior, undefined)),
    );
  } catch (error) {
    diagnostics.push(crash(error));
  } finally {
    await Promise.allSettled(reads.values());
    providers.close();
  }
  const interrupted = planner.signal.aborted;
  const isReady = (json: unknown) => [...graph.of(json)].every((id) => selection.ready.has(id));
  const outputs =
    mode === "destroy"
      ? Object.entries(refactored.state.outputs).map(([name, { value, sensitive }]) => ({
          name,
          action: "delete" as const,
          before: value,
          after: null,
          sensitive,
        }))
      : outputChanges(config, refactored.state, evaluateOutputs(config, evaluator, diagnostics, isReady));
  const changes = inOrder(planner.changes, priors, config.resources.keys()).map((change) =>
    withOrigin(change, refactored.moved, planner),
  );
  const state = recordRefresh(refactored.state, planner, priors, data, config, mode);
  const plan = {
    mode,
    changes,
    drift: planner.drift,
    outputs,
    diagnostics,
    forgotten: refactored.forgotten,
  };
  const hasWork =
    changes.some(({ action }) => action !== "no-op") ||
    outputs.some(({ action }) => action !== "no-op") ||
    refactored.moved.size + refactored.forgotten.length + planner.imported.size > 0 ||
    (mode === "refresh-only" && planner.drift.length > 0);
  return { plan, state, applicable: hasWork && !interrupted && !hasErrors(diagnostics), interrupted };
}

export function* everyPrior({ current, deposed }: Priors): Iterable<Prior> {
  for (const instances of current.values()) yield* instances.values();
  yield* deposed;
}

function failure(mode: PlanMode, state: State, diagnostics: EngineDiagnostic[]): PlanResult {
  const plan = { mode, changes: [], drift: [], outputs: [], diagnostics, forgotten: [] };
  return { plan, state, applicable: false, interrupted: false };
}

/** By the configuration, what is only in the state behind it. */
function inOrder(
  changes: ReadonlyMap<string, PlannedChange>,
  priors: Priors,
  ids: Iterable<string>,
): readonly PlannedChange[] {
  const rank = new Map<string, number>();
  for (const id of [...ids, ...priors.current.keys()]) if (!rank.has(id)) rank.set(id, rank.size);
  const idOf = ({ address: { mode, type, name } }: PlannedChange) => formatAddress({ mode, type, name });
  const byKey = (a: PlannedChange, b: PlannedChange) => {
    const [x, y] = [a.address.key, b.address.key];
    if (typeof x === "number" && typeof y === "number") return x - y;
    return String(x ?? "") < String(y ?? "") ? -1 : 1;
  };
  const ranked = [...changes.values()].map((change) => ({ change, rank: rank.get(idOf(change)) ?? rank.size }));
  return ranked.sort((a, b) => a.rank - b.rank || byKey(a.change, b.change)).map(({ change }) => change);
}

function withOrigin(change: PlannedChange, moved: ReadonlyMap<string, Address>, { imported }: Planner): PlannedChange {
  if (moved.size + imported.size === 0) return change;
  const address = formatAddress(change.address);
  const [previousAddress, importing] = [moved.get(address), imported.get(address)?.id];
  return { ...change, ...(previousAddress && { previousAddress }), ...(importing !== undefined && { importing }) };
}
