import type { Attributes, AttributeType } from "../../resources/schema";
import type { AttributePath } from "../../resources/diagnostic";
import { isUnknown, type ObjectValue, UNKNOWN, type Value } from "../../resources/value";
import type { Body } from "../config/model";
import { type EngineDiagnostic, type Location, within } from "../config/problem";
import { ConversionError, convert } from "../expressions/convert";
import { EvaluationError } from "../expressions/error";
import { evaluateJson, type Scope } from "../expressions/evaluate";
import { suggestion } from "../expressions/suggestion";
import { typeToJson } from "../expressions/type";
import { entries, items, nullOf, sensitivePaths, sortedEntries, toPlain, type Typed } from "../expressions/typed";
import type { Shape, ShapeType } from "./shape";
import { typeOf } from "./shape";

export interface Decoded {
  /** Every attribute of the schema. */
  readonly value: ObjectValue;
  /** Where the configuration is sensitive by its expressions. */
  readonly sensitive: readonly AttributePath[];
}

/** Says where within the attribute the value does not fit. */
class Misfit extends Error {
  constructor(
    readonly path: AttributePath,
    message: string,
  ) {
    super(message);
  }
}

/** The configuration as the schema wants it, or everything that keeps it from fitting. */
export function decodeBody(
  body: Body,
  shape: Shape,
  scope: Scope,
  at: Location,
  diagnostics: EngineDiagnostic[],
): Decoded | undefined {
  const before = diagnostics.length;
  const fail = (summary: string, detail: string, source: Location, path?: AttributePath) => {
    diagnostics.push({ severity: "error", summary, detail, source, ...(path && { path }) });
  };
  for (const name of Object.keys(body)) {
    const known = shape.attributes.get(name);
    if (known?.configurable === true || name === "//") continue;
    if (known) {
      fail(
        "Value for unconfigurable attribute",
        `Can't configure a value for ${JSON.stringify(name)}: its value will be decided automatically based on the ` +
          "result of applying this configuration.",
        within(at, name),
        [name],
      );
    } else {
      const hint = suggestion(name, [...shape.attributes.keys()]);
      fail(
        "Unsupported argument",
        `An argument named ${JSON.stringify(name)} is not expected here.${hint}`,
        within(at, name),
      );
    }
  }
  const sensitive: AttributePath[] = [];
  const found = [...shape.attributes].map(([name, attribute]): [string, Value] => {
    const json = attribute.configurable ? body[name] : undefined;
    if (json === undefined || json === null) {
      if (attribute.required) {
        fail(
          "Missing required argument",
          `The argument ${JSON.stringify(name)} is required, but no definition was found.`,
          at,
          [name],
        );
      }
      return [name, null];
    }
    try {
      // A block: in Terraform's JSON an object, or a list of at most one.
      const isBlock = name === "timeouts" && Array.isArray(json) && json.length <= 1;
      const given: unknown = isBlock ? ((json as unknown[])[0] ?? null) : json;
      const value = fitJson(given, attribute.type, [], { name, scope, sensitive });
      if (attribute.required && value === null) throw new Misfit([], "a value is required, but it is null");
      return [name, value];
    } catch (error) {
      if (error instanceof Misfit) {
        const detail = `Inappropriate value for attribute ${JSON.stringify(name)}: ${describe(error)}.`;
        fail("Incorrect attribute value type", detail, within(at, name, ...error.path), [name, ...error.path]);
      } else if (error instanceof EvaluationError) {
        fail(error.summary, error.detail, within(at, name), [name]);
      } else throw error;
      return [name, UNKNOWN];
    }
  });
  return diagnostics.length > before ? undefined : { value: Object.fromEntries(found), sensitive };
}

interface Fitting {
  readonly name: string;
  readonly scope: Scope;
  readonly sensitive: AttributePath[];
}

/** Most of a stack is literals and objects of them, which need no evaluating. */
function fitJson(json: unknown, type: ShapeType, path: AttributePath, fitting: Fitting): Value {
  if (json === null) return null;
  if (type === "string" && typeof json === "string" && !json.includes("{")) return json;
  if ((type === "int" && typeof json === "number") || (type === "bool" && typeof json === "boolean")) return json;
  if (typeof type === "object" && ("object" in type || "mapOf" in type) && isLiteralObject(json)) {
    return "object" in type
      ? fitFields(type.object, path, new Set(Object.keys(json)), (name, of) =>
          fitJson(json[name] ?? null, of, [...path, name], fitting),
        )
      : Object.fromEntries(
          Object.keys(json)
            .sort()
            .map((key) => [key, fitJson(json[key], { object: type.mapOf }, [...path, key], fitting)]),
        );
  }
  const typed = evaluateJson(json, fitting.scope);
  for (const mark of sensitivePaths(typed)) fitting.sensitive.push([fitting.name, ...path, ...mark]);
  return fit(typed, type, path);
}

function isLiteralObject(json: unknown): json is Body {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false;
  return Object.keys(json).every((key) => key !== "//" && !key.includes("{"));
}

function describe({ path, message }: Misfit): string {
  const steps = path.map((step) => `element ${typeof step === "number" ? step : JSON.stringify(step)}: `);
  return `${steps.join("")}${message}`;
}

function fit(value: Typed, type: ShapeType, path: AttributePath): Value {
  if (value.raw === null) return null;
  if (type === "dynamic") return wrap(value);
  if (isUnknown(value.raw)) return UNKNOWN;
  if (typeof type === "string" || "list" in type || "map" in type) {
    try {
      return toPlain(convert(value, typeOf(type)));
    } catch (error) {
      if (error instanceof ConversionError) throw new Misfit(path, error.message);
      throw error;
    }
  }
  return fitNested(value, type, path);
}

type Nested = Exclude<AttributeType, string | { list: unknown } | { map: unknown }>;

function fitNested(value: Typed, type: Nested, path: AttributePath): Value {
  if ("listOf" in type) {
    const list = items(value);
    if (!list) throw new Misfit(path, "list of object required");
    return list.map((item, i) => fitObject(item, type.listOf, [...path, i]));
  }
  const map = entries(value);
  if (!map) throw new Misfit(path, "mapOf" in type ? "map of object required" : "object required");
  if ("object" in type) return fitObject(value, type.object, path);
  return Object.fromEntries(
    sortedEntries(map).map(([key, item]) => [key, fitObject(item, type.mapOf, [...path, key])]),
  );
}

function fitObject(value: Typed, attributes: Attributes, path: AttributePath): Value {
  if (value.raw === null) return null;
  if (isUnknown(value.raw)) return UNKNOWN;
  const map = entries(value);
  if (!map) throw new Misfit(path, "object required");
  return fitFields(attributes, path, new Set(map.keys()), (name, type) =>
    fit(map.get(name) ?? nullOf("dynamic"), type, [...path, name]),
  );
}

function fitFields(
  attributes: Attributes,
  path: AttributePath,
  given: ReadonlySet<string>,
  field: (name: string, type: AttributeType) => Value,
): Value {
  for (const name of given) {
    if (Object.hasOwn(attributes, name)) continue;
    const hint = suggestion(name, Object.keys(attributes))
      .replace(/^ Did you/, "; did you")
      .replace(/\?$/, "");
    throw new Misfit(path, `there is no attribute ${JSON.stringify(name)}${hint}`);
  }
  const found: Record<string, Value> = {};
  for (const [name, { type, mode }] of Object.entries(attributes)) {
    const value = given.has(name) ? field(name, type) : null;
    if (mode === "required" && value === null) throw new Misfit(path, `attribute ${JSON.stringify(name)} is required`);
    found[name] = value;
  }
  return found;
}

/** As a state holds what has no type of its own. */
export function wrap(value: Typed): Value {
  if (value.raw === null) return null;
  if (isUnknown(value.raw)) return UNKNOWN;
  return { value: toPlain(value), type: typeToJson(value.type) as Value };
}
