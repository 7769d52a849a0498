import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Node } from "../expressions/ast";
import { ConversionError, convert } from "../expressions/convert";
import { EvaluationError } from "../expressions/error";
import { evaluate, evaluateJson, type Scope } from "../expressions/evaluate";
import { parseExpression } from "../expressions/parse";
import { parseAssignments } from "../expressions/parse-assignments";
import type { Type } from "../expressions/type";
import { mark, nullOf, text, type Typed } from "../expressions/typed";
import { type Block, blocks, booleanOf, noting } from "./blocks";
import { readConditions } from "./lifecycle";
import type { Expression, VariableConfig } from "./model";
import { type Location, type Problems, within } from "./problem";
import { isBody } from "./read-files";
import { parseTypeConstraint } from "./type-constraint";

/** Where values of variables come from besides files; all as Terraform takes them. */
export interface VariableSources {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `name=value`, as after `-var`. */
  readonly assignments: readonly string[];
  /** As after `-var-file`. */
  readonly files: readonly string[];
}

/** A value that still awaits its variable's type. */
type Given = { readonly text: string } | { readonly node: Node } | { readonly json: unknown };

const NOTHING: Scope = {
  resolve: (root) => {
    throw new EvaluationError("Variables not allowed", `Variables may not be used here: ${root}.`);
  },
};

/** The later source wins: environment, terraform.tfvars, *.auto.tfvars, then -var-file and -var. */
export function gatherValues(sources: VariableSources, problems: Problems): Map<string, Given> {
  const values = new Map<string, Given>();
  for (const [name, value] of Object.entries(sources.env)) {
    if (name.startsWith("TF_VAR_") && value !== undefined) values.set(name.slice(7), { text: value });
  }
  const automatic = readdirSync(sources.directory)
    .filter((name) => /\.auto\.tfvars(\.json)?$/.test(name))
    .sort();
  const usual = ["terraform.tfvars", "terraform.tfvars.json"].filter((name) =>
    existsSync(path.join(sources.directory, name)),
  );
  const files = [...[...usual, ...automatic].map((name) => path.join(sources.directory, name)), ...sources.files];
  for (const file of files) readValues(file, values, problems);
  for (const assignment of sources.assignments) {
    const [name = "", ...rest] = assignment.split("=");
    if (rest.length === 0) {
      problems.error("Invalid -var option", `${JSON.stringify(assignment)} is not of the form name=value.`);
    }
    values.set(name.trim(), { text: rest.join("=") });
  }
  return values;
}

function readValues(file: string, values: Map<string, Given>, problems: Problems): void {
  const at = { file, path: "" };
  let source: string;
  try {
    source = readFileSync(file, "utf8");
    if (file.endsWith(".json")) {
      const json: unknown = JSON.parse(source);
      if (!isBody(json)) throw new Error("it must hold a JSON object");
      for (const [name, value] of Object.entries(json)) values.set(name, { json: value });
      return;
    }
  } catch (error) {
    problems.error("Variables file cannot be read", error instanceof Error ? error.message : String(error), at);
    return;
  }
  for (const [name, node] of noting(problems, at, () => parseAssignments(source)) ?? []) values.set(name, { node });
}

export function readVariable(
  name: string,
  { body, at }: Block,
  given: Given | undefined,
  problems: Problems,
): VariableConfig {
  const type =
    typeof body.type === "string" ? noting(problems, at, () => parseTypeConstraint(String(body.type))) : undefined;
  const isSensitive = booleanOf(body.sensitive, within(at, "sensitive"), problems);
  const fallback: Expression | undefined =
    "default" in body ? { json: body.default, at: within(at, "default") } : undefined;
  const value =
    noting(problems, at, () => valueOf(name, type, given, fallback, body.nullable === false)) ?? nullOf("dynamic");
  return {
    name,
    type: type ?? "dynamic",
    value: mark(value, isSensitive),
    validations: readConditions(body.validation, within(at, "validation"), problems),
    at,
  };
}

function valueOf(
  name: string,
  type: Type | undefined,
  given: Given | undefined,
  fallback: Expression | undefined,
  notNull: boolean,
): Typed {
  if (!given && !fallback) {
    throw new EvaluationError(
      "No value for required variable",
      `The root module input variable ${JSON.stringify(name)} is not set, and has no default value. Use a -var or ` +
        `-var-file option, or the environment variable TF_VAR_${name}, to provide a value for this variable.`,
    );
  }
  const fromDefault = () => (fallback ? evaluateJson(fallback.json, NOTHING) : nullOf("dynamic"));
  let value = given ? givenValue(given, type) : fromDefault();
  if (value.raw === null && notNull) value = fromDefault();
  try {
    return convert(value, type ?? "dynamic");
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw new EvaluationError(
      "Invalid value for input variable",
      `The value of var.${name} does not fit the variable's type: ${error.message}.`,
    );
  }
}

/** Text is taken as it is for a variable of a simple type, and as an expression for any other. */
function givenValue(given: Given, type: Type | undefined): Typed {
  if ("json" in given) return evaluateJson(given.json, NOTHING);
  if ("node" in given) return evaluate(given.node, { scope: NOTHING });
  if (type === undefined || type === "string" || type === "number" || type === "bool") return text(given.text);
  return evaluate(parseExpression(given.text), { scope: NOTHING });
}

export function readVariables(
  json: unknown,
  at: Location,
  values: ReadonlyMap<string, Given>,
  problems: Problems,
): [string, VariableConfig][] {
  return blocks(json, at, problems).flatMap(({ body, at: outer }) =>
    Object.entries(body)
      .filter(([name]) => name !== "//")
      .map(([name, inner]) => {
        const [block = { body: {}, at: within(outer, name) }] = blocks(inner, within(outer, name), problems);
        return [name, readVariable(name, block, values.get(name), problems)] as [string, VariableConfig];
      }),
  );
}
