import { convert, ConversionError } from "../convert";
import { containsSensitive, entries, items, mark, Typed } from "../typed";
import { requiredName, type Type } from "../type";
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
        if (!(error instanceof ConversionError)) throw error;
        throw new ArgumentError(
          0,
          `cannot convert ${describe(value!, type)} to ${requiredName(type)}${hint(value!, type)}`,
        );
      }
    },
  };
}

function describe({ type, raw }: Typed, wanted: Type): string {
  if (typeof raw === "string" && typeof wanted === "string") return JSON.stringify(raw);
  return typeof type === "string" ? type : Object.keys(type)[0]!;
}

function hint({ raw }: Typed, wanted: Type): string {
  if (typeof raw !== "string") return "";
  if (wanted === "number") return "; given string must be a decimal representation of a number";
  return wanted === "bool" ? '; only the strings "true" or "false" are allowed' : "";
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
