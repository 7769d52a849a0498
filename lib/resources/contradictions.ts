/** Where the cloud's answer is not what the configuration asked for. */
import { problem } from "./diagnostic";
import type { Diagnostic } from "./diagnostic";
import type { Observed } from "./resource-type";
import { isConfigurable } from "./schema";
import type { Schema } from "./schema";
import { isObject, isUnknown, sameValue } from "./value";
import type { ObjectValue, Value } from "./value";

/** A configured attribute that the cloud answered with something else, in other than spelling. */
export function contradictions(
  schema: Schema,
  planned: ObjectValue,
  seen: Observed,
  config: ObjectValue | null,
): readonly Diagnostic[] {
  return Object.entries(schema.attributes).flatMap(([name, attribute]) => {
    const wanted = planned[name] ?? null;
    const answer = seen.attributes[name];
    const ours = isConfigurable(attribute) && config !== null && (config[name] ?? null) !== null;
    // Nested objects carry what only the configuration knows, such as priorities; their type judges them itself.
    if (!ours || answer === undefined || isUnknown(wanted) || isObject(wanted)) return [];
    if (sameValue(wanted, answer) || attribute.equivalent?.(wanted, answer)) return [];
    return [
      problem(
        [name],
        `${name} is not as asked`,
        `${name}: ${show(wanted)} was asked for and the cloud answers ${show(answer)}. Apply again.`,
      ),
    ];
  });
}

export function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: "warning" };
}

function show(value: Value): string {
  return JSON.stringify(value);
}
