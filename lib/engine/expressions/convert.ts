import { isUnknown } from "../../resources/value";
import { EvaluationError } from "./error";
import { numberText } from "./numbers";
import { requiredName, sameType, type Type, typeName } from "./type";
import {
  bool,
  entries,
  items,
  mark,
  nullOf,
  number,
  object,
  sortedEntries,
  text,
  tuple,
  Typed,
  unknownOf,
} from "./typed";
import { unify } from "./unify";
import { setOf } from "./sets";

/** Says only what is demanded, as Terraform does; the caller says of what: `a number is required`. */
export class ConversionError extends Error {}

/** The value as `type`. Throws ConversionError. */
export function convert(value: Typed, type: Type): Typed {
  if (type === "dynamic" || sameType(value.type, type)) return value;
  if (value.raw === null)
    return value.type === "dynamic" ? mark(nullOf(type), value.sensitive) : convertNull(value, type);
  if (isUnknown(value.raw)) return convertUnknown(value, type);
  return mark(convertKnown(value, type), value.sensitive);
}

function convertNull(value: Typed, type: Type): Typed {
  checkConvertible(value.type, type);
  return mark(nullOf(type), value.sensitive);
}

function convertUnknown(value: Typed, type: Type): Typed {
  if (value.type !== "dynamic") checkConvertible(value.type, type);
  return mark(unknownOf(type), value.sensitive);
}

/** Whether some value of one type could be had as the other. */
function checkConvertible(from: Type, to: Type): void {
  const primitive = (type: Type) => type === "string" || type === "number" || type === "bool";
  if (primitive(to)) {
    const clash = (from === "number" && to === "bool") || (from === "bool" && to === "number");
    if (from !== "dynamic" && (!primitive(from) || clash)) throw new ConversionError(`${requiredName(to)} required`);
  } else if (primitive(from)) {
    throw new ConversionError(`${requiredName(to)} required`);
  }
}

function convertKnown(value: Typed, type: Type): Typed {
  if (type === "string") return text(toText(value));
  if (type === "number") return number(toNumber(value));
  if (type === "bool") return bool(toBoolean(value));
  if (typeof type === "string") return value;
  const list = items(value);
  const map = entries(value);
  if ("list" in type || "set" in type) {
    if (!list) throw new ConversionError(`${requiredName(type)} required`);
    const of = "list" in type ? type.list : type.set;
    const element = of === "dynamic" ? common(list, type) : of;
    const converted = list.map((item, i) => within(`element ${i}`, () => convert(item, element)));
    return "list" in type ? new Typed({ list: element }, converted) : setOf(element, converted);
  }
  if ("tuple" in type) {
    if (list?.length !== type.tuple.length) throw new ConversionError("tuple required");
    return tuple(list.map((item, i) => within(`element ${i}`, () => convert(item, type.tuple[i]!))));
  }
  if (!map) throw new ConversionError(`${requiredName(type)} required`);
  if ("map" in type) {
    const element = type.map === "dynamic" ? common([...map.values()], type) : type.map;
    const converted = sortedEntries(map).map(
      ([key, item]) => [key, within(`element ${JSON.stringify(key)}`, () => convert(item, element))] as const,
    );
    return new Typed({ map: element }, new Map(converted));
  }
  return object(
    new Map(
      Object.entries(type.object).map(([name, of]) => {
        const item = map.get(name);
        if (!item) throw new ConversionError(`attribute ${JSON.stringify(name)} is required`);
        return [name, within(`attribute ${JSON.stringify(name)}`, () => convert(item, of))];
      }),
    ),
  );
}

function common(all: readonly Typed[], type: Type): Type {
  const unified = unify(all.map((item) => item.type));
  if (unified === undefined)
    throw new ConversionError(`all ${typeName(type).split(" ")[0]} elements must have the same type`);
  return unified;
}

function within<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConversionError) throw new ConversionError(`${where}: ${error.message}`);
    throw error;
  }
}

function toText(value: Typed): string {
  if (typeof value.raw === "string") return value.raw;
  if (typeof value.raw === "number") return numberText(value.raw);
  if (typeof value.raw === "boolean") return String(value.raw);
  throw new ConversionError("string required");
}

function toNumber(value: Typed): number {
  if (typeof value.raw === "number") return value.raw;
  if (typeof value.raw === "string" && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value.raw))
    return Number(value.raw);
  throw new ConversionError(typeof value.raw === "string" ? "a number is required" : "number required");
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, "1": true, false: false, "0": false };

function toBoolean({ raw }: Typed): boolean {
  if (typeof raw === "boolean") return raw;
  const known = typeof raw === "string" ? BOOLEANS[raw] : undefined;
  if (known !== undefined) return known;
  if (typeof raw === "string" && raw.toLowerCase() in BOOLEANS) {
    throw new ConversionError(`a bool is required; to convert from string, use lowercase "${raw.toLowerCase()}"`);
  }
  throw new ConversionError(typeof raw === "string" ? "a bool is required" : "bool required");
}

/** For operands and the like, where the language names what it wanted. */
export function convertOr(value: Typed, type: Type, summary: string, detail: (reason: string) => string): Typed {
  try {
    return convert(value, type);
  } catch (error) {
    if (error instanceof ConversionError) throw new EvaluationError(summary, detail(error.message));
    throw error;
  }
}
