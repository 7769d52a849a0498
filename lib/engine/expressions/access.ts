import { isUnknown } from "../../resources/value";
import { ConversionError, convert } from "./convert";
import { suggestion } from "./suggestion";
import { EvaluationError } from "./error";
import { type Type, typeName } from "./type";
import { entries, items, mark, type Typed, UNKNOWN_DYNAMIC, unknownOf } from "./typed";

/** `of.name`. A resource's missing attribute is told in other words than an object's. */
export function attribute(of: Typed, name: string, ofResource = false): Typed {
  if (of.raw === null) {
    throw new EvaluationError(
      "Attempt to get attribute from null value",
      "This value is null, so it does not have any attributes.",
    );
  }
  const { type } = of;
  if (type === "dynamic") return mark(UNKNOWN_DYNAMIC, of.sensitive);
  if (typeof type === "object" && ("object" in type || "map" in type)) {
    if (isUnknown(of.raw)) {
      if ("map" in type) return mark(unknownOf(type.map), of.sensitive);
      const known = Object.hasOwn(type.object, name) ? type.object[name]! : undefined;
      if (known) return mark(unknownOf(known), of.sensitive);
    }
    const found = entries(of)?.get(name);
    if (found) return mark(found, of.sensitive);
    throw missing(type, name, ofResource);
  }
  if (typeof type === "object") {
    const element = "list" in type ? type.list : "set" in type ? type.set : undefined;
    const objects = typeof element === "object" && "object" in element;
    throw unsupported(
      objects && Object.hasOwn(element.object, name)
        ? `Can't access attributes on a ${typeName(type).replace(/object$/, "objects")}. Did you mean to access ` +
            `attribute ${JSON.stringify(name)} for a specific element of the list, or across all elements of the list?`
        : `This value does not have any attributes.`,
    );
  }
  throw unsupported(`Can't access attributes on a primitive-typed value (${typeName(type)}).`);
}

function missing(type: Type, name: string, ofResource: boolean): EvaluationError {
  if (ofResource && typeof type === "object" && "object" in type) {
    const hint = suggestion(name, Object.keys(type.object));
    return unsupported(
      `This object has no argument, nested block, or exported attribute named ${JSON.stringify(name)}.${hint}`,
    );
  }
  if (typeof type === "object" && "map" in type) {
    return new EvaluationError(
      "Missing map element",
      `This map does not have an element with the key ${JSON.stringify(name)}.`,
    );
  }
  return unsupported(`This object does not have an attribute named ${JSON.stringify(name)}.`);
}

function unsupported(detail: string): EvaluationError {
  return new EvaluationError("Unsupported attribute", detail);
}

/** `of[key]`. */
export function index(of: Typed, key: Typed): Typed {
  if (of.raw === null) {
    throw new EvaluationError("Attempt to index null value", "This value is null, so it does not have any indices.");
  }
  if (key.raw === null) {
    throw invalidIndex("Can't use a null value as an indexing key.");
  }
  const sensitive = of.sensitive || key.sensitive;
  const { type } = of;
  if (type === "dynamic") return mark(UNKNOWN_DYNAMIC, sensitive);
  if (typeof type === "string") {
    throw new EvaluationError("Invalid index", "This value does not have any indices.");
  }
  if ("set" in type) {
    throw new EvaluationError(
      "Invalid index",
      "Elements of a set are identified only by their value and don't have any separate index or key to select with, " +
        "so it's only possible to perform operations across all elements of the set.",
    );
  }
  if ("list" in type || "tuple" in type) return mark(indexList(of, type, key), sensitive);
  return mark(indexMap(of, type, key), sensitive);
}

function indexList(of: Typed, type: { list: Type } | { tuple: readonly Type[] }, key: Typed): Typed {
  const at = converted(key, "number");
  if (isUnknown(at.raw) || isUnknown(of.raw)) {
    if ("list" in type) return unknownOf(type.list);
    const known = typeof at.raw === "number" ? type.tuple[at.raw] : undefined;
    return unknownOf(known ?? "dynamic");
  }
  const position = at.raw as number;
  const list = items(of) ?? [];
  const found = Number.isInteger(position) && position >= 0 ? list[position] : undefined;
  if (found) return found;
  const reason = !Number.isInteger(position)
    ? "indexing a sequence requires a whole number, but the given index has a fractional part"
    : list.length === 0
      ? "the collection has no elements"
      : position < 0
        ? "a negative number is not a valid index for a sequence"
        : undefined;
  throw invalidKey(reason);
}

function indexMap(of: Typed, type: { map: Type } | { object: Readonly<Record<string, Type>> }, key: Typed): Typed {
  const name = converted(key, "string");
  if (isUnknown(name.raw)) return unknownOf("map" in type ? type.map : "dynamic");
  const word = name.raw as string;
  if (isUnknown(of.raw)) {
    if ("map" in type) return unknownOf(type.map);
    if (Object.hasOwn(type.object, word)) return unknownOf(type.object[word]!);
  }
  const found = entries(of)?.get(word);
  if (found) return found;
  throw invalidIndex("The given key does not identify an element in this collection value.");
}

function converted(key: Typed, type: Type): Typed {
  try {
    return convert(key, type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw invalidKey(error.message);
  }
}

const invalidIndex = (detail: string) => new EvaluationError("Invalid index", detail);
const invalidKey = (reason: string | undefined) =>
  invalidIndex(
    `The given key does not identify an element in this collection value${reason === undefined ? "" : `: ${reason}`}.`,
  );
