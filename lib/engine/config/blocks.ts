import { EvaluationError } from "../expressions/error";
import type { Body } from "./model";
import { type Location, type Problems, within } from "./problem";
import { isBody } from "./read-files";

export interface Block {
  readonly body: Body;
  readonly at: Location;
}

/** Where Terraform wants a block, JSON may hold an object, or a list of objects for several. */
export function blocks(json: unknown, at: Location, problems: Problems): Block[] {
  if (json === undefined || json === null) return [];
  if (Array.isArray(json)) return json.flatMap((item, i) => blocks(item, within(at, i), problems));
  if (isBody(json)) return [{ body: json, at }];
  problems.error("Incorrect JSON value type", "A JSON object is required, or a list of objects.", at);
  return [];
}

/** The labelled blocks below: `{label: {…}}`. */
export function labelled(json: unknown, at: Location, problems: Problems): (Block & { readonly label: string })[] {
  return blocks(json, at, problems).flatMap(({ body, at: outer }) =>
    Object.entries(body)
      .filter(([label]) => label !== "//")
      .flatMap(([label, inner]) => blocks(inner, within(outer, label), problems).map((block) => ({ ...block, label }))),
  );
}

/** Runs what may find the user's mistakes, and notes them with their place. */
export function noting<T>(problems: Problems, at: Location, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    problems.error(error.summary, error.detail, at);
    return undefined;
  }
}

export function refuseOthers(
  body: Body,
  known: readonly string[],
  what: string,
  at: Location,
  problems: Problems,
): void {
  for (const name of Object.keys(body)) {
    if (name === "//" || known.includes(name)) continue;
    problems.error("Unsupported argument", `${JSON.stringify(name)} is not known in ${what}.`, within(at, name));
  }
}

export function stringList(json: unknown, at: Location, problems: Problems): readonly string[] {
  if (json === undefined || json === null) return [];
  if (Array.isArray(json) && json.every((item) => typeof item === "string")) return json;
  problems.error("Incorrect value type", "A list of strings is required.", at);
  return [];
}

export function booleanOf(json: unknown, at: Location, problems: Problems): boolean {
  if (json === undefined || json === null) return false;
  if (typeof json === "boolean") return json;
  if (json === "true" || json === "false") return json === "true";
  problems.error("Incorrect value type", "Either true or false is required; it must be known without evaluating.", at);
  return false;
}

export function without(body: Body, ...names: readonly string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
