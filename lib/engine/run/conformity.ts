import { type AttributePath, formatPath } from "../../resources/diagnostic";
import { isList, isObject, isUnknown, type ObjectValue, type Value } from "../../resources/value";
import type { EngineDiagnostic } from "../config/problem";

/** Where `actual` says something else than `planned` had said; unknown may become anything. */
export function contradictions(planned: Value, actual: Value, at: AttributePath = []): AttributePath[] {
  if (planned === actual || isUnknown(planned)) return [];
  if (isList(planned) && isList(actual) && planned.length === actual.length) {
    return planned.flatMap((item, i) => contradictions(item, actual[i] ?? null, [...at, i]));
  }
  if (isObject(planned) && isObject(actual)) {
    const names = new Set([...Object.keys(planned), ...Object.keys(actual)]);
    return [...names].flatMap((name) => contradictions(planned[name] ?? null, actual[name] ?? null, [...at, name]));
  }
  return [at];
}

export function unknownPaths(value: Value, at: AttributePath = []): AttributePath[] {
  if (isUnknown(value)) return [at];
  if (isList(value)) return value.flatMap((item, i) => unknownPaths(item, [...at, i]));
  if (isObject(value)) return Object.entries(value).flatMap(([name, item]) => unknownPaths(item, [...at, name]));
  return [];
}

const BUG = "This is a bug in ipfailover, which should be reported with this message.";

/** What was planned before and what is planned now, with everything known, must agree. */
export function checkFinalPlan(first: ObjectValue, final: ObjectValue, address: string): EngineDiagnostic[] {
  return contradictions(first, final).map((path) => ({
    severity: "error",
    summary: "Provider produced inconsistent final plan",
    detail:
      `When expanding the plan for ${address} to include new values learned so far during apply, the new value of ` +
      `${formatPath(path)} contradicts the plan. ${BUG}`,
    address,
    path,
  }));
}

/** What came out must be what was planned, and all of it known. */
export function checkResult(planned: ObjectValue, result: ObjectValue, address: string): EngineDiagnostic[] {
  const problem = (summary: string, detail: string, path: AttributePath): EngineDiagnostic => ({
    severity: "error",
    summary,
    detail: `${detail} ${BUG}`,
    address,
    path,
  });
  return [
    ...unknownPaths(result).map((path) =>
      problem(
        "Provider returned invalid result object after apply",
        `After the apply operation, ${formatPath(path)} of ${address} is still unknown.`,
        path,
      ),
    ),
    ...contradictions(planned, result)
      .filter((path) => !isUnknown(at(result, path)))
      .map((path) =>
        problem(
          "Provider produced inconsistent result after apply",
          `When applying changes to ${address}, ${formatPath(path)} came out other than planned.`,
          path,
        ),
      ),
  ];
}

/** Null in place of what cannot be recorded. */
export function withoutUnknowns(value: ObjectValue): ObjectValue {
  const clean = (part: Value): Value => {
    if (isUnknown(part)) return null;
    if (isList(part)) return part.map(clean);
    return isObject(part) ? Object.fromEntries(Object.entries(part).map(([name, item]) => [name, clean(item)])) : part;
  };
  return unknownPaths(value).length === 0 ? value : (clean(value) as ObjectValue);
}

function at(value: Value, path: AttributePath): Value {
  return path.reduce<Value>((of, step) => {
    if (isList(of)) return of[Number(step)] ?? null;
    return isObject(of) ? (of[step] ?? null) : null;
  }, value);
}
