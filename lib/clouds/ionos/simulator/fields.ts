import { invalid, readOnly, required } from "./errors";
import type { Properties } from "./item";

/** What the API takes and gives as one property of an object. */
interface Field {
  readonly type: "string" | "integer" | "number" | "boolean" | "strings" | "objects" | "object";
  readonly required?: true;
  /** Never accepted from clients: 422/105 on every write. */
  readonly readOnly?: true;
  /** Accepted at create only: 422/105 in a PATCH; a PUT, which sends everything, may repeat it unchanged. */
  readonly immutable?: true;
  /** May be sent again, but not changed: 422/105. For what the vendor does not say whether it can be changed. */
  readonly fixed?: true;
  /** Accepted, never shown. */
  readonly secret?: true;
  /** The values that there are. */
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** What it is when nothing is said. Left out: null. */
  readonly default?: unknown;
  /** Not shown at all when it was never set. Default: shown as null. */
  readonly hiddenWhenUnset?: true;
}

export type Fields = Readonly<Record<string, Field>>;

function isOfType(field: Field, value: unknown): boolean {
  switch (field.type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "strings":
      return Array.isArray(value) && value.every((entry) => typeof entry === "string");
    case "objects":
      return Array.isArray(value) && value.every((entry) => typeof entry === "object" && entry !== null);
    case "object":
      return typeof value === "object" && !Array.isArray(value);
  }
}

export type Write = "create" | "update" | "replace";

/**
 * The known properties in `given`, checked for what can be said without knowing the cloud. Numbers in strings are taken
 * for integers, as the API takes a NIC's `lan`.
 */
export function checkProperties(
  fields: Fields,
  given: Properties,
  write: Write,
  unknown: "ignore" | "reject",
  current: Properties = {},
): Properties {
  const refused = Object.keys(given).filter((name) => {
    const field = fields[name];
    if (field?.readOnly || (field?.immutable && write === "update")) return true;
    return (
      write !== "create" && (field?.immutable || field?.fixed) && (given[name] ?? null) !== (current[name] ?? null)
    );
  });
  if (refused.length > 0) throw readOnly(refused);
  if (write !== "update") {
    const missing = Object.keys(fields).filter((name) => {
      const field = fields[name];
      return (
        field?.required &&
        !((field.immutable || field.fixed) && write === "replace") &&
        (given[name] === undefined || given[name] === null)
      );
    });
    if (missing.length > 0) throw required(missing);
  }
  const accepted: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(given)) {
    const field = fields[name];
    if (!field) {
      if (unknown === "reject") throw invalid(name, "Attribute is unknown", "100");
      continue;
    }
    accepted[name] = checkValue(name, field, raw);
  }
  return accepted;
}

function checkValue(name: string, field: Field, raw: unknown): unknown {
  if (raw === null || raw === undefined) {
    if (field.required) throw required([name]);
    return null;
  }
  const value = field.type === "integer" && typeof raw === "string" && /^\d+$/.test(raw) ? Number(raw) : raw;
  if (!isOfType(field, value)) throw invalid(name, `Attribute '${name}' has an invalid format`, "100");
  if (field.values && !field.values.includes(value as string)) {
    throw invalid(name, `Attribute '${name}' has an invalid value. Allowed: ${field.values.join(", ")}`, "100");
  }
  const tooSmall = field.min !== undefined && (value as number) < field.min;
  const tooLarge = field.max !== undefined && (value as number) > field.max;
  if (tooSmall || tooLarge) throw invalid(name, `Attribute '${name}' is out of range`, "100");
  return value;
}

/** What a new object has where nothing was said. */
export function defaultsOf(fields: Fields): Properties {
  const defaults: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.default !== undefined) defaults[name] = field.default;
  }
  return defaults;
}

/** What clients are shown: every field that there is, null where there is nothing, no secrets, no relations. */
export function shownProperties(fields: Fields, properties: Properties): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = properties[name];
    if (field.secret || (field.hiddenWhenUnset && (value === undefined || value === null))) continue;
    shown[name] = value ?? null;
  }
  return shown;
}
