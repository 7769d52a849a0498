import { convert, ConversionError } from "../convert";
import { rounded } from "../numbers";
import { number } from "../typed";
import { ArgumentError, type FunctionSpec, type FunctionTable, numeric } from "./define";

function plain(parameters: readonly string[], compute: (...values: number[]) => number): FunctionSpec {
  return {
    parameters: parameters.map(numeric),
    returns: "number",
    run: (args) => number(rounded(compute(...args.map(({ raw }) => raw as number)))),
  };
}

function extreme(choose: (...values: number[]) => number): FunctionSpec {
  return {
    parameters: [],
    rest: numeric("numbers"),
    returns: "number",
    run: (args) => {
      if (args.length === 0) throw new ConversionError("must pass at least one number");
      return number(choose(...args.map(({ raw }) => raw as number)));
    },
  };
}

export const numberFunctions: FunctionTable = {
  abs: plain(["num"], Math.abs),
  ceil: plain(["num"], Math.ceil),
  floor: plain(["num"], Math.floor),
  signum: plain(["num"], Math.sign),
  pow: plain(["num", "power"], Math.pow),
  max: extreme(Math.max),
  min: extreme(Math.min),
  parseint: {
    parameters: [{ name: "number", type: "dynamic" }, numeric("base")],
    returns: "number",
    run: ([value, base]) => {
      const digits = convert(value!, "string").raw as string;
      const radix = base!.raw as number;
      if (radix < 2 || radix > 36) throw new ArgumentError(1, "base must be a whole number between 2 and 62 inclusive");
      const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, radix);
      const body = digits.replace(/^[-+]/, "").toLowerCase();
      if (body === "" || [...body].some((digit) => !alphabet.includes(digit))) {
        throw new ArgumentError(0, `cannot parse ${JSON.stringify(digits)} as a base ${radix} integer`);
      }
      return number(parseInt(digits, radix));
    },
  },
};
