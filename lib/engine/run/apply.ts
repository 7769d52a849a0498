import { hasErrors } from "../../resources/diagnostic";
import type { EngineDiagnostic } from "../config/problem";
import { EvaluationError } from "../expressions/error";
import { formatAddress } from "../model";
import { listObjects, removeOutput } from "../state";
import type { Applier } from "./applier";
import { applyDestroy } from "./apply-destroy";
import { buildSteps, type Step } from "./apply-graph";
import { applyRead, applyWrite } from "./apply-write";
import { Evaluator, type InstanceNames } from "./evaluator";
import { expand, repetitionOf } from "./expansion";
import { makeGate } from "./gate";
import { buildGraph, findCycles } from "./graph";
import type { ApplyOptions, ApplyResult } from "./options";
import { evaluateOutputs, recordOutputs } from "./outputs";
import { DEFAULT_PARALLELISM } from "./plan";
import { crash, noteError } from "./planner";
import { Providers } from "./providers";
import { decodePaths } from "./sensitive-paths";
import { complete } from "./shape";
import { type Key, Values } from "./values";
import { walk } from "./walk";

/** Carries a plan out. Every object is recorded as soon as it is made or gone. */
export async function applyPlan(options: ApplyOptions): Promise<ApplyResult> {
  const { config, plan, store } = options;
  const diagnostics: EngineDiagnostic[] = [];
  const signal = options.signal ?? new AbortController().signal;
  const values = new Values();
  const evaluator = new Evaluator(config, values, options.cwd ?? process.cwd());
  const providers = new Providers(options.core, config, evaluator, options.env, diagnostics, (event) =>
    options.progress?.(event),
  );
  const graph = buildGraph(config);
  const expanded = new Map<string, ReadonlyMap<Key, InstanceNames>>();
  const counts = { added: 0, changed: 0, destroyed: 0 };
  const applier: Applier = {
    options,
    graph,
    values,
    evaluator,
    providers,
    diagnostics,
    gate: makeGate(options.parallelism ?? DEFAULT_PARALLELISM),
    signal,
    oldDeposed: new Set(plan.changes.flatMap(({ deposed }) => deposed ?? [])),
    counts,
    namesOf: (id, key) => {
      let instances = expanded.get(id);
      if (!instances) expanded.set(id, (instances = expand(config.resources.get(id)!, evaluator)));
      const names = instances.get(key);
      if (!names) throw new EvaluationError("Inconsistent plan", `${id} no longer has this instance: plan again.`);
      return names;
    },
  };
  await store.commit(options.state);
  seed(applier);
  const steps = buildSteps(plan, options.state, config, graph);
  diagnostics.push(...findCycles(new Map([...steps].map(([id, { after }]) => [id, after]))));
  const done = new Set<string>();
  if (!hasErrors(diagnostics)) {
    await walk(steps, async (step) => {
      if (signal.aborted) return false;
      const succeeded = step.kind === "join" || (await applier.gate(() => perform(applier, step)));
      if (succeeded) done.add(step.id);
      return succeeded;
    });
  }
  await finish(applier, done);
  providers.close();
  return { diagnostics, state: store.state, ...counts, interrupted: signal.aborted };
}

/** Until its turn comes, everything is worth what it is. */
function seed({ options, providers, values }: Applier): void {
  const { config } = options;
  for (const [id, resource] of config.resources) {
    const shape = providers.shape(resource.mode, resource.type);
    if (shape) values.declare(id, shape, repetitionOf(resource));
  }
  for (const { address, module, object } of listObjects(options.state)) {
    const id = formatAddress({ mode: address.mode, type: address.type, name: address.name });
    const shape = providers.shape(address.mode, address.type);
    if (module !== undefined || object.deposed !== undefined || !config.resources.has(id) || !shape) continue;
    values.set(id, address.key, complete(object.attributes, shape), decodePaths(object.sensitiveAttributes));
  }
  // An instance that is planned to go must not be seen by what is made after.
  for (const { action, address } of options.plan.changes) {
    if (options.plan.mode === "destroy" || action !== "delete") continue;
    values.remove(formatAddress({ mode: address.mode, type: address.type, name: address.name }), address.key);
  }
}

async function perform(applier: Applier, step: Step): Promise<boolean> {
  if (applier.signal.aborted) return false;
  const change = step.change!;
  const { mode, type, name } = change.address;
  const resource = applier.options.config.resources.get(formatAddress({ mode, type, name }));
  try {
    if (step.kind === "destroy") return await applyDestroy(applier, change);
    if (!resource) throw new Error(`${formatAddress(change.address)} is in the plan, but not in the configuration`);
    return await (change.action === "read" ? applyRead : applyWrite)(applier, resource, change);
  } catch (error) {
    if (error instanceof EvaluationError && resource) {
      noteError(applier.diagnostics, error, resource.at, change.address);
    } else applier.diagnostics.push({ ...crash(error), address: formatAddress(change.address) });
    return false;
  }
}

/** Outputs say what is now; those whose resources did not get done keep what they said. */
async function finish(applier: Applier, done: ReadonlySet<string>): Promise<void> {
  const { diagnostics, evaluator, graph, options } = applier;
  const { config, plan, store } = options;
  if (plan.mode === "destroy") {
    const isEmpty = !store.state.resources.some(({ mode }) => mode === "managed");
    if (!isEmpty) return store.commit(store.state);
    return store.update((state) => Object.keys(state.outputs).reduce(removeOutput, state));
  }
  const planned = new Set(plan.outputs.map(({ name }) => name));
  const isReady = (json: unknown) => [...graph.of(json)].every((id) => done.has(id));
  const problems: EngineDiagnostic[] = [];
  const outputs = evaluateOutputs(config, evaluator, problems, isReady);
  for (const name of [...outputs.keys()]) if (!planned.has(name)) outputs.delete(name);
  diagnostics.push(...problems);
  await store.update((state) => recordOutputs(state, config, outputs));
}
