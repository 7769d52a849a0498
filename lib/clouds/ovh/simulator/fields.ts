import { tryAddress, tryBlock, versionOf } from "./blocks";
import { missing, refused, wrongType } from "./errors";
import type { Behaviour } from "./options";

/** What the schema says of one field of a body. */
export interface Field {
  readonly type:
    | "string"
    | "integer"
    | "boolean"
    | "ip"
    | "ipv4"
    | "ipBlock"
    | "ports"
    | "string[]"
    | "integer[]"
    | "ipBlock[]"
    | "object";
  readonly required?: boolean;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  /** What it is when nobody says. Default: null. */
  readonly default?: unknown;
  /** Default: always writable. */
  readonly access?: "read-only" | "on-create";
  /** Of an object. */
  readonly fields?: Fields;
}

export type Fields = Readonly<Record<string, Field>>;
export type Values = Record<string, unknown>;
type Rules = Pick<Behaviour, "coercibleTypes" | "unknownFields" | "readOnlyFields" | "absentInPut">;

/** "Single, a-b range, comma list; each in [1;49151]". Undefined when it is none. */
export function tryPorts(text: string): readonly (readonly [number, number])[] | undefined {
  const ranges = text.split(",").map((part) => /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part));
  const pairs = ranges.map((match) =>
    match ? ([Number(match[1]), Number(match[2] ?? match[1])] as const) : undefined,
  );
  const isValid = (pair: readonly [number, number] | undefined): pair is readonly [number, number] =>
    pair !== undefined && pair[0] >= 1 && pair[0] <= pair[1] && pair[1] <= 49_151;
  return pairs.every(isValid) ? pairs : undefined;
}

function coerce(type: Field["type"], given: unknown): unknown {
  if ((type === "string" || type === "ports") && typeof given === "number") return String(given);
  if (type === "integer" && typeof given === "string" && /^-?\d+$/.test(given)) return Number(given);
  if (type === "boolean" && (given === "true" || given === "false")) return given === "true";
  return given;
}

function list(name: string, given: unknown, field: Field, rules: Rules, type: Field["type"]): unknown[] {
  if (!Array.isArray(given)) throw wrongType(name, given, field.type);
  return given.map((item) => read(name, item, { ...field, type }, rules));
}

function read(name: string, raw: unknown, field: Field, rules: Rules): unknown {
  const { type } = field;
  const given = rules.coercibleTypes === "accept" ? coerce(type, raw) : raw;
  const expect = (condition: boolean, value: unknown = given) => {
    if (!condition) throw wrongType(name, given, type === "ports" ? "string" : type);
    return value;
  };
  switch (type) {
    case "boolean":
      return expect(typeof given === "boolean");
    case "integer": {
      expect(Number.isSafeInteger(given));
      const { min = -Infinity, max = Infinity } = field;
      if (Number(given) < min || Number(given) > max)
        throw refused(`[${name}] ${Number(given)} is not in [${min};${max}]`);
      return given;
    }
    case "string":
      expect(typeof given === "string");
      if (field.values && !field.values.includes(given as string))
        throw refused(
          `[${name}] Given data (${String(given)}) does not belong to the enumeration: ${field.values.join(", ")}`,
        );
      if ((given as string).length > (field.maxLength ?? Infinity))
        throw refused(`[${name}] is longer than ${field.maxLength} characters`);
      return given;
    case "ports":
      expect(typeof given === "string");
      if (!tryPorts(given as string))
        throw refused(`[${name}] ${given as string} is no port, range or list in [1;49151]`);
      return given;
    case "ip":
      return expect(tryAddress(given) !== undefined, tryAddress(given));
    case "ipv4":
      return expect(tryAddress(given) !== undefined && versionOf(given as string) === 4);
    case "ipBlock":
      return expect(tryBlock(given) !== undefined, tryBlock(given));
    case "string[]":
      return list(name, given, field, rules, "string");
    case "integer[]":
      return list(name, given, field, rules, "integer");
    case "ipBlock[]":
      return [...new Set(list(name, given, field, rules, "ipBlock"))];
    case "object":
      expect(typeof given === "object" && given !== null && !Array.isArray(given));
      return readNew(field.fields ?? {}, given as Values, rules, `${name}.`);
  }
}

function checkNames(fields: Fields, body: Readonly<Values>, rules: Rules): void {
  for (const name of Object.keys(body)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field && rules.unknownFields === "reject") throw refused(`[${name}] Unknown parameter`);
    if (field?.access === "read-only" && rules.readOnlyFields === "reject") throw refused(`[${name}] is read-only`);
  }
}

/** All fields of a new object: what the body says, and the default of each that it leaves out. */
export function readNew(fields: Fields, body: Readonly<Values>, rules: Rules, prefix = ""): Values {
  checkNames(fields, body, rules);
  const values: Values = {};
  for (const [name, field] of Object.entries(fields)) {
    const given = field.access === "read-only" ? undefined : body[name];
    if (given !== undefined && given !== null) values[name] = read(prefix + name, given, field, rules);
    else if (field.required) throw missing(prefix + name);
    else values[name] = field.default ?? null;
  }
  return values;
}

/** What a PUT changes: an explicit null gives the default again, and absent does where the option says so. */
export function readChange(fields: Fields, body: Readonly<Values>, rules: Rules): Values {
  checkNames(fields, body, rules);
  const values: Values = {};
  for (const [name, field] of Object.entries(fields)) {
    const given = body[name];
    if (field.access !== undefined || (given === undefined && rules.absentInPut === "unchanged")) continue;
    if (given !== null && given !== undefined) values[name] = read(name, given, field, rules);
    else if (field.required) throw missing(name);
    else values[name] = field.default ?? null;
  }
  return values;
}
