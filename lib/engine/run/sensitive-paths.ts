import type { AttributePath } from "../../resources/diagnostic";
import { isList, isObject, type ObjectValue, type Value } from "../../resources/value";
import { type Type, typeFromJson } from "../expressions/type";
import type { Shape } from "./shape";

/** As `sensitive_attributes` of a state spells them: attributes by name, elements of lists and maps by index. */
export function encodePaths(paths: readonly AttributePath[], value: ObjectValue, shape: Shape): Value {
  const schemaPaths = shape.sensitive.filter((name) => value[name] !== null && value[name] !== undefined);
  const own = paths.filter(([name]) => !schemaPaths.includes(String(name)));
  return [...schemaPaths.map((name) => [name]), ...own].sort(inOrder).map((path) => encodePath(path, value, shape));
}

function inOrder(a: AttributePath, b: AttributePath): number {
  const at = a.findIndex((step, i) => step !== b[i]);
  const [x, y] = [a[at], b[at]];
  if (x === undefined || y === undefined) return a.length - b.length;
  return x < y ? -1 : 1;
}

function encodePath(path: AttributePath, value: ObjectValue, shape: Shape): Value {
  let type: Type | undefined = shape.type;
  return path.map((step, depth): Value => {
    const isAttribute: boolean = typeof type === "object" && "object" in type;
    type = depth === 0 ? attributeType(value, shape, String(step)) : inner(type, step);
    if (isAttribute) return { type: "get_attr", value: step };
    return { type: "index", value: { value: step, type: typeof step === "number" ? "number" : "string" } };
  });
}

function attributeType(value: ObjectValue, shape: Shape, name: string): Type | undefined {
  const part = value[name];
  if (shape.attributes.get(name)?.type === "dynamic" && isObject(part)) return typeFromJson(part.type);
  return inner(shape.type, name);
}

function inner(type: Type | undefined, step: string | number): Type | undefined {
  if (typeof type !== "object") return undefined;
  if ("object" in type) return type.object[step];
  if ("tuple" in type) return type.tuple[Number(step)];
  return "list" in type ? type.list : "set" in type ? type.set : type.map;
}

export function decodePaths(json: Value | undefined): readonly AttributePath[] {
  if (!isList(json)) return [];
  return json.flatMap((path) => {
    if (!isList(path)) return [];
    const steps = path.map((step) => {
      const value = isObject(step) ? step.value : undefined;
      return isObject(value) ? value.value : value;
    });
    return steps.every((step) => typeof step === "string" || typeof step === "number") ? [steps] : [];
  });
}
