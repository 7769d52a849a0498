import { convert } from "../convert";
import { containsSensitive, entries, items, mark, Typed } from "../typed";
import type { Type } from "../type";
import { ArgumentError, any, type FunctionSpec, type FunctionTable } from "./define";

function to(type: Type): FunctionSpec {
  return {
    parameters: [{ ...any("v"), unknown: true }],
    returns: type,
    marks: "shallow",
    run: ([value]) => {
      try {
        return convert(value!, type);
      } catch (error) {
        throw new ArgumentError(0, `cannot convert ${describe(value!)} to ${wanted(type)}${reason(error, type)}`);
      }
    },
  };
}

function describe({ type, raw }: Typed): string {
  if (typeof raw === "string") return JSON.stringify(raw);
  return typeof type === "string" ? type : Object.keys(type)[0]!;
}

function wanted(type: Type): string {
  if (typeof type === "string") return type;
  return "list" in type
    ? "list of any single type"
    : "set" in type
      ? "set of any single type"
      : "map of any single type";
}

function reason(error: unknown, type: Type): string {
  if (!(error instanceof Error)) throw error;
  return typeof type === "string" && !error.message.startsWith("a bool") ? "" : `: ${error.message}`;
}

export const conversionFunctions: FunctionTable = {
  tostring: to("string"),
  tonumber: to("number"),
  tobool: to("bool"),
  tolist: to({ list: "dynamic" }),
  toset: to({ set: "dynamic" }),
  tomap: to({ map: "dynamic" }),
  sensitive: {
    parameters: [{ ...any("value"), unknown: true }],
    returns: "dynamic",
    run: ([value]) => mark(value!),
  },
  nonsensitive: {
    parameters: [{ ...any("value"), unknown: true }],
    returns: "dynamic",
    marks: "none",
    run: ([value]) => unmarkDeep(value!),
  },
  issensitive: {
    parameters: [{ ...any("value"), unknown: true }],
    returns: "bool",
    marks: "none",
    run: ([value]) => new Typed("bool", containsSensitive(value!)),
  },
};

function unmarkDeep(value: Typed): Typed {
  const map = entries(value);
  if (map) return new Typed(value.type, new Map([...map].map(([key, item]) => [key, unmarkDeep(item)])));
  return new Typed(value.type, items(value)?.map(unmarkDeep) ?? value.raw);
}
