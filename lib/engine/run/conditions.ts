import { isUnknown } from "../../resources/value";
import type { ConditionConfig } from "../config/model";
import type { EngineDiagnostic } from "../config/problem";
import { ConversionError, convert } from "../expressions/convert";
import { EvaluationError } from "../expressions/error";
import { evaluateJson, type Scope } from "../expressions/evaluate";
import { containsSensitive } from "../expressions/typed";

/** What the conditions that do not hold have to say. One that is not known yet is judged again at apply. */
export function checkConditions(
  conditions: readonly ConditionConfig[],
  summary: string,
  scope: Scope,
  address: string,
): EngineDiagnostic[] {
  return conditions.flatMap(({ condition, errorMessage, at }) => {
    const problem = (title: string, detail: string): EngineDiagnostic[] => [
      { severity: "error", summary: title, detail, source: at, address },
    ];
    try {
      const result = convert(evaluateJson(condition, scope), "bool");
      if (result.raw === null)
        return problem("Invalid condition result", "Condition expression must return either true or false, not null.");
      if (isUnknown(result.raw) || result.raw === true) return [];
      const message = convert(evaluateJson(errorMessage, scope), "string");
      if (containsSensitive(message))
        return problem(summary, "The error message included a sensitive value, so it will not be displayed.");
      return problem(summary, typeof message.raw === "string" ? message.raw : "The condition does not hold.");
    } catch (error) {
      if (error instanceof EvaluationError) return problem(error.summary, error.detail);
      if (error instanceof ConversionError) {
        return problem("Invalid condition result", `Invalid condition result value: ${error.message}.`);
      }
      throw error;
    }
  });
}
