import { type Attributes, type AttributeType, type Schema } from "../../resources/schema";
import type { ObjectValue, Value } from "../../resources/value";
import { isObject, isUnknown } from "../../resources/value";
import { fromPlain, mark, object, Typed, unknownOf } from "../expressions/typed";
import { mapRecord, type Type, typeFromJson } from "../expressions/type";

/** A type of attribute, or Terraform's own that may hold anything and is kept with its type. */
export type ShapeType = AttributeType | "dynamic";

export interface ShapeAttribute {
  readonly type: ShapeType;
  readonly required: boolean;
  readonly configurable: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
}

/** What the engine needs to know of a schema, for our own types and Terraform's alike. */
export interface Shape {
  readonly version: number;
  readonly attributes: ReadonlyMap<string, ShapeAttribute>;
  readonly type: Type;
  readonly sensitive: readonly string[];
}

const shapes = new WeakMap<Schema, Shape>();

export function shapeOf(schema: Schema): Shape {
  let shape = shapes.get(schema);
  if (!shape) {
    const timeouts: [string, ShapeAttribute][] = schema.timeouts
      ? [["timeouts", attribute({ object: timeoutAttributes(schema.timeouts) }, "optional")]]
      : [];
    const own = Object.entries(schema.attributes).map(([name, { type, mode, sensitive }]): [string, ShapeAttribute] => [
      name,
      attribute(type, mode, sensitive),
    ]);
    shape = makeShape(schema.version, new Map([...own, ...timeouts]));
    shapes.set(schema, shape);
  }
  return shape;
}

function timeoutAttributes(defaults: NonNullable<Schema["timeouts"]>): Attributes {
  return Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: "string", mode: "optional", description: "A duration." }]),
  );
}

export function attribute(type: ShapeType, mode: string, sensitive = false): ShapeAttribute {
  return {
    type,
    required: mode === "required",
    configurable: mode !== "computed",
    computed: mode === "computed" || mode === "optional-computed",
    sensitive,
  };
}

export function makeShape(version: number, attributes: ReadonlyMap<string, ShapeAttribute>): Shape {
  const types = [...attributes].map(([name, { type }]) => [name, typeOf(type)] as const);
  return {
    version,
    attributes,
    type: { object: Object.fromEntries(types) },
    sensitive: [...attributes].filter(([, { sensitive }]) => sensitive).map(([name]) => name),
  };
}

export function typeOf(type: ShapeType): Type {
  if (type === "string" || type === "bool" || type === "dynamic") return type;
  if (type === "int") return "number";
  if ("list" in type) return { list: type.list };
  if ("map" in type) return { map: type.map === "strings" ? { list: "string" } : type.map };
  if ("object" in type) return objectType(type.object);
  if ("listOf" in type) return { list: objectType(type.listOf) };
  return { map: objectType(type.mapOf) };
}

const objectType = (attributes: Attributes): Type => ({ object: mapRecord(attributes, ({ type }) => typeOf(type)) });

/** What expressions see of a resource. */
export function toTyped(value: ObjectValue, shape: Shape): Typed {
  const found = [...shape.attributes].map(([name, { type, sensitive }]): [string, Typed] => {
    const part = value[name] ?? null;
    const typed = type === "dynamic" ? unwrap(part) : fromPlain(part, typeOf(type));
    return [name, mark(typed, sensitive)];
  });
  // A dynamic attribute has the type of what it holds, so the object has no type of its own.
  return [...shape.attributes.values()].some(({ type }) => type === "dynamic")
    ? object(new Map(found))
    : new Typed(shape.type, new Map(found));
}

function unwrap(value: Value): Typed {
  if (isUnknown(value)) return unknownOf("dynamic");
  if (isObject(value)) return fromPlain(value.value ?? null, typeFromJson(value.type));
  return fromPlain(value, "dynamic");
}

/** As people see it: without the types that dynamic attributes carry. */
export function toShown(value: ObjectValue, shape: Shape): ObjectValue {
  const dynamic = [...shape.attributes].filter(([, { type }]) => type === "dynamic").map(([name]) => name);
  if (dynamic.length === 0) return value;
  const shown = dynamic.map((name): [string, Value] => {
    const part = value[name] ?? null;
    return [name, isObject(part) ? (part.value ?? null) : part];
  });
  return { ...value, ...Object.fromEntries(shown) };
}

/** Every attribute present, absent ones as null; what the schema does not know is dropped. */
export function complete(value: ObjectValue, shape: Shape): ObjectValue {
  const names = [...shape.attributes.keys()];
  const isComplete = names.every((name) => value[name] !== undefined) && Object.keys(value).length === names.length;
  return isComplete ? value : Object.fromEntries(names.map((name) => [name, value[name] ?? null]));
}
