import { isUnknown, sameValue, type Value } from "../../resources/value";
import type { StackConfig } from "../config/model";
import type { EngineDiagnostic } from "../config/problem";
import { typeToJson } from "../expressions/type";
import { containsSensitive, toPlain, type Typed } from "../expressions/typed";
import type { OutputChange } from "../model";
import { type OutputState, putOutput, removeOutput, type State } from "../state";
import { checkConditions } from "./conditions";
import type { Evaluator } from "./evaluator";
import { noteError } from "./planner";

/** The outputs whose resources all have a value. `isReady` says so of the resources that an expression refers to. */
export function evaluateOutputs(
  config: StackConfig,
  evaluator: Evaluator,
  diagnostics: EngineDiagnostic[],
  isReady: (json: unknown) => boolean,
): Map<string, Typed> {
  const found = new Map<string, Typed>();
  for (const [name, { value, sensitive, preconditions }] of config.outputs) {
    if (!isReady(value.json)) continue;
    const failed = checkConditions(
      preconditions,
      "Module output value precondition failed",
      evaluator.scope(),
      `output.${name}`,
    );
    diagnostics.push(...failed);
    if (failed.length > 0) continue;
    try {
      const result = evaluator.evaluate(value);
      if (!sensitive && containsSensitive(result)) {
        diagnostics.push({
          severity: "error",
          summary: "Output refers to sensitive values",
          detail:
            "To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, Terraform " +
            "requires that any root module output containing sensitive data be explicitly marked as sensitive, to confirm " +
            "your intent. If you do intend to export this data, annotate the output value as sensitive by adding the " +
            'following argument: "sensitive": true',
          source: value.at,
          address: `output.${name}`,
        });
        continue;
      }
      found.set(name, result);
    } catch (error) {
      noteError(diagnostics, error, value.at);
    }
  }
  return found;
}

export function outputChanges(config: StackConfig, state: State, found: ReadonlyMap<string, Typed>): OutputChange[] {
  const changes: OutputChange[] = [];
  for (const [name, { sensitive }] of config.outputs) {
    const result = found.get(name);
    if (!result) continue;
    const old = Object.hasOwn(state.outputs, name) ? state.outputs[name] : undefined;
    changes.push(outputChange(name, old, result, sensitive));
  }
  for (const [name, old] of Object.entries(state.outputs)) {
    if (config.outputs.has(name)) continue;
    changes.push({ name, action: "delete", before: old.value, after: null, sensitive: old.sensitive });
  }
  return changes;
}

function outputChange(name: string, old: OutputState | undefined, result: Typed, sensitive: boolean): OutputChange {
  const after = toPlain(result);
  const before = old?.value ?? null;
  const next = stateOf(result, sensitive);
  const same = old ? isSame(old, next) : after === null;
  return { name, action: same ? "no-op" : old ? "update" : "create", before, after, sensitive };
}

function stateOf(result: Typed, sensitive: boolean): OutputState {
  return { value: toPlain(result), type: typeToJson(result.type) as Value, sensitive };
}

function isSame(old: OutputState, next: OutputState): boolean {
  return old.sensitive === next.sensitive && sameValue(old.value, next.value) && sameValue(old.type, next.type);
}

/** Terraform keeps no null outputs. What is still unknown keeps its old value. */
export function recordOutputs(state: State, config: StackConfig, found: ReadonlyMap<string, Typed>): State {
  let next = state;
  for (const [name, { sensitive }] of config.outputs) {
    const result = found.get(name);
    if (!result) continue;
    if (result.raw === null) next = removeOutput(next, name);
    else if (isKnown(toPlain(result))) {
      const output = stateOf(result, sensitive);
      const old = Object.hasOwn(next.outputs, name) ? next.outputs[name] : undefined;
      if (!old || !isSame(old, output)) next = putOutput(next, name, output);
    }
  }
  for (const name of Object.keys(next.outputs)) if (!config.outputs.has(name)) next = removeOutput(next, name);
  return next;
}

function isKnown(value: Value): boolean {
  if (isUnknown(value)) return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isKnown);
}
