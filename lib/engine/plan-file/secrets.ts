/**
 * What a plan file does not hold: sensitive values. They come back as unknown, and apply computes them anew from the
 * configuration, as it does with all that is known only then.
 */
import { type ObjectValue, UNKNOWN } from "../../resources/value";
import type { OutputChange, Plan, ResourceChange } from "../model";

export function withoutSecrets<P extends Plan>(plan: P): P {
  return {
    ...plan,
    changes: plan.changes.map(changeWithout),
    drift: plan.drift.map(changeWithout),
    outputs: plan.outputs.map(outputWithout),
  };
}

function changeWithout(change: ResourceChange): ResourceChange {
  if (change.sensitive.length === 0) return change;
  const { before, after, sensitive } = change;
  return { ...change, before: hide(before, sensitive), after: hide(after, sensitive) };
}

function hide(value: ObjectValue | null, names: readonly string[]): ObjectValue | null {
  const present = names.filter((name) => (value?.[name] ?? null) !== null);
  return value && { ...value, ...Object.fromEntries(present.map((name) => [name, UNKNOWN])) };
}

function outputWithout(output: OutputChange): OutputChange {
  if (!output.sensitive) return output;
  const hidden = (value: OutputChange["before"]) => (value === null ? null : UNKNOWN);
  return { ...output, before: hidden(output.before), after: hidden(output.after) };
}
