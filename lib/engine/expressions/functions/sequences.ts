import { ConversionError } from "../convert";
import { sameTyped } from "../equality";
import { items, listOf, number, text, Typed } from "../typed";
import { ArgumentError, type FunctionTable, numeric, strings } from "./define";

export const sequenceFunctions: FunctionTable = {
  distinct: {
    parameters: [{ name: "list", type: { list: "dynamic" } }],
    returns: ([list]) => list!.type,
    run: ([list]) => {
      const found: Typed[] = [];
      for (const item of items(list!)!) if (!found.some((other) => sameTyped(other, item))) found.push(item);
      return new Typed(list!.type, found);
    },
  },
  compact: {
    parameters: [{ ...strings("list") }],
    returns: { list: "string" },
    run: ([list]) =>
      listOf(
        "string",
        items(list!)!.filter(({ raw }) => raw !== null && raw !== ""),
      ),
  },
  sort: {
    parameters: [strings("list")],
    returns: { list: "string" },
    run: ([list]) => {
      const words = items(list!)!.map(({ raw }, i) => {
        if (raw === null) throw new ConversionError(`given list element ${i} is null; a null string cannot be sorted`);
        return raw as string;
      });
      return listOf("string", words.sort().map(text));
    },
  },
  chunklist: {
    parameters: [{ name: "list", type: { list: "dynamic" } }, numeric("size")],
    returns: ([list]) => ({ list: list!.type }),
    run: ([list, size]) => {
      const all = items(list!)!;
      const step = (size!.raw as number) || all.length || 1;
      if (step < 0) throw new ConversionError("the size argument must be positive");
      const chunks: Typed[] = [];
      for (let i = 0; i < all.length; i += step) chunks.push(new Typed(list!.type, all.slice(i, i + step)));
      return listOf(list!.type, chunks);
    },
  },
  range: {
    parameters: [numeric("start")],
    rest: numeric("params"),
    returns: { list: "number" },
    run: (args) => listOf("number", range(args.map(({ raw }) => raw as number)).map(number)),
  },
};

function range(args: readonly number[]): number[] {
  if (args.length > 3) throw new ArgumentError(0, "must have one, two, or three arguments");
  const [start, end] = args.length === 1 ? [0, args[0]!] : [args[0]!, args[1]!];
  const step = args[2] ?? (end < start ? -1 : 1);
  if (step === 0) throw new ArgumentError(2, "step must not be zero");
  if (step > 0 && end < start) throw new ArgumentError(1, "end must be greater than start when step is positive");
  if (step < 0 && end > start) throw new ArgumentError(1, "end must be less than start when step is negative");
  const numbers: number[] = [];
  for (let i = start; step > 0 ? i < end : i > end; i += step) {
    if (numbers.length >= 1024)
      throw new ArgumentError(
        0,
        "more than 1024 values were generated; either decrease the difference between start and end or use a smaller step",
      );
    numbers.push(i);
  }
  return numbers;
}
