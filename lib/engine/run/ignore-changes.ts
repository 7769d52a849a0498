import type { AttributePath } from "../../resources/diagnostic";
import { isList, isObject, type ObjectValue, type Value } from "../../resources/value";
import type { LifecycleConfig } from "../config/model";
import type { Shape } from "./shape";

/** The configuration with what the user wants left alone as it is in the object. */
export function ignoreChanges(
  config: ObjectValue,
  prior: ObjectValue | null,
  ignored: LifecycleConfig["ignoreChanges"],
  shape: Shape,
): ObjectValue {
  if (prior === null || ignored.length === 0) return config;
  if (ignored === "all") {
    const kept = [...shape.attributes].map(([name, { configurable, computed }]): [string, Value] => {
      if (!configurable || (computed && config[name] === null)) return [name, null];
      return [name, prior[name] ?? null];
    });
    return Object.fromEntries(kept);
  }
  return ignored.reduce<ObjectValue>((value, path) => {
    const [name, ...rest] = path;
    const isDynamic = shape.attributes.get(String(name))?.type === "dynamic";
    const inside: AttributePath = isDynamic && rest.length > 0 ? [name!, "value", ...rest] : path;
    return copyAt(value, prior, inside) as ObjectValue;
  }, config);
}

/** `to` with the part at the path as `from` has it, which may also mean without it. */
function copyAt(to: Value, from: Value, path: AttributePath): Value {
  const [step, ...rest] = path;
  if (step === undefined) return from;
  if (isList(to) && isList(from) && typeof step === "number") {
    return to.map((item, i) => (i === step && i < from.length ? copyAt(item, from[i]!, rest) : item));
  }
  if (!isObject(to) || !isObject(from)) return to;
  const [old, kept] = [to[step], from[step]];
  if (rest.length > 0) {
    return old === undefined || kept === undefined ? to : { ...to, [step]: copyAt(old, kept, rest) };
  }
  if (kept !== undefined) return { ...to, [step]: kept };
  return Object.fromEntries(Object.entries(to).filter(([name]) => name !== String(step)));
}
