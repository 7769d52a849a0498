import { convert } from "../convert";
import { equals, sameTyped } from "../equality";
import type { Type } from "../type";
import {
  bool,
  entries,
  items,
  listOf,
  mapOf,
  mark,
  number,
  object,
  sortedEntries,
  text,
  tuple,
  Typed,
  unknownOf,
} from "../typed";
import { unify } from "../unify";
import { ArgumentError, any, anyKnowledge, type FunctionTable, numeric, strings } from "./define";
import { isUnknown } from "../../../resources/value";

const collection = (name: string) => anyKnowledge(name);

/** The elements of a list, set or tuple, or an error about that argument. */
export function elements(value: Typed, position: number, demand: string): readonly Typed[] {
  const found = items(value);
  if (!found) throw new ArgumentError(position, demand);
  return found;
}

function isTuple({ type }: Typed): boolean {
  return typeof type === "object" && "tuple" in type;
}

export function elementType({ type }: Typed): Type {
  if (typeof type === "string") return "dynamic";
  if ("list" in type) return type.list;
  if ("set" in type) return type.set;
  if ("map" in type) return type.map;
  return unify("tuple" in type ? type.tuple : Object.values(type.object)) ?? "dynamic";
}

/** Like its source: items of a list make a list, items of a tuple make a tuple. */
function alike(source: Typed, found: readonly Typed[]): Typed {
  return isTuple(source) ? tuple(found) : listOf(elementType(source), found);
}

export const collectionFunctions: FunctionTable = {
  length: {
    parameters: [collection("value")],
    returns: "number",
    marks: "shallow",
    run: ([value]) => {
      if (typeof value!.raw === "string") return number([...value!.raw].length);
      const { type } = value!;
      if (typeof type === "object" && "tuple" in type) return number(type.tuple.length);
      if (typeof type === "object" && "object" in type) return number(Object.keys(type.object).length);
      if (isUnknown(value!.raw)) return unknownOf("number");
      const count = items(value!)?.length ?? entries(value!)?.size;
      if (count === undefined)
        throw new ArgumentError(0, "argument must be a string, a collection type, or a structural type");
      return number(count);
    },
  },
  concat: {
    parameters: [collection("seqs")],
    rest: collection("seqs"),
    returns: "dynamic",
    marks: "shallow",
    run: (args) => {
      if (args.some(({ raw }) => isUnknown(raw))) {
        const type = unify(args.map(elementType));
        return unknownOf(args.every((arg) => !isTuple(arg)) && type ? { list: type } : "dynamic");
      }
      const all = args.map((arg, i) => elements(arg, i, "all arguments must be lists or tuples; got " + kindOf(arg)));
      const joined = all.flatMap((part, i) => part.map((item) => mark(item, args[i]!.sensitive)));
      if (args.every((arg) => !isTuple(arg))) {
        const type = unify(args.map(elementType));
        if (type !== undefined)
          return listOf(
            type,
            joined.map((item) => convert(item, type)),
          );
      }
      return tuple(joined);
    },
  },
  flatten: {
    parameters: [collection("list")],
    returns: "dynamic",
    marks: "shallow",
    run: ([list]) => {
      const flat = flatten(list!);
      return flat ? tuple(flat) : unknownOf("dynamic");
    },
  },
  reverse: {
    parameters: [collection("list")],
    returns: "dynamic",
    marks: "shallow",
    run: ([list]) => {
      if (isUnknown(list!.raw)) return unknownOf("dynamic");
      return alike(list!, [...elements(list!, 0, "argument must be list or tuple, not " + kindOf(list!))].reverse());
    },
  },
  slice: {
    parameters: [collection("list"), numeric("start_index"), numeric("end_index")],
    returns: "dynamic",
    marks: "shallow",
    run: ([list, start, end]) => {
      if (isUnknown(list!.raw)) return unknownOf("dynamic");
      const all = elements(list!, 0, "must be a list or tuple value");
      const [from, to] = [start!.raw as number, end!.raw as number];
      if (from < 0) throw new ArgumentError(1, "start index must not be less than zero");
      if (to > all.length) throw new ArgumentError(2, "end index must not be greater than the length of the list");
      if (from > to) throw new ArgumentError(1, "start index must not be greater than end index");
      return alike(list!, all.slice(from, to));
    },
  },
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
        if (raw === null) throw new ArgumentError(0, `given list element ${i} is null; a null string cannot be sorted`);
        return raw as string;
      });
      return listOf("string", words.sort().map(text));
    },
  },
  contains: {
    parameters: [collection("list"), { ...any("value"), unknown: true }],
    returns: "bool",
    run: ([list, value]) => {
      if (isUnknown(list!.raw)) return unknownOf("bool");
      const results = elements(list!, 0, "argument must be list, tuple, or set").map((item) => equals(item, value!));
      if (results.includes(true)) return bool(true);
      return results.includes(undefined) ? unknownOf("bool") : bool(false);
    },
  },
  index: {
    parameters: [{ name: "list", type: "dynamic" }, any("value")],
    returns: "number",
    run: ([list, value]) => {
      const all = elements(list!, 0, "argument must be a list or tuple");
      if (all.length === 0) throw new ArgumentError(0, "cannot search an empty list");
      const found = all.findIndex((item) => equals(item, value!) === true);
      if (found < 0) throw new ArgumentError(1, "item not found");
      return number(found);
    },
  },
  chunklist: {
    parameters: [{ name: "list", type: { list: "dynamic" } }, numeric("size")],
    returns: ([list]) => ({ list: list!.type }),
    run: ([list, size]) => {
      const all = items(list!)!;
      const step = (size!.raw as number) || all.length || 1;
      if (step < 0) throw new ArgumentError(1, "the size argument must be positive");
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
  merge: {
    parameters: [],
    rest: { ...anyKnowledge("maps"), nullable: true },
    returns: "dynamic",
    marks: "shallow",
    run: (args) => {
      const given = args.filter(({ raw }) => raw !== null);
      if (given.some(({ raw }) => isUnknown(raw))) return unknownOf(mergedType(given));
      const merged = new Map<string, Typed>();
      given.forEach((arg, i) => {
        const map = entries(arg);
        if (!map) throw new ArgumentError(i, `arguments must be maps or objects, got ${JSON.stringify(kindOf(arg))}`);
        for (const [key, item] of sortedEntries(map)) merged.set(key, mark(item, arg.sensitive));
      });
      const type = mergedType(given);
      return typeof type === "object" && "map" in type ? mapOf(type.map, merged) : object(merged);
    },
  },
};

/** Maps of one element type make such a map, everything else makes an object. */
function mergedType(args: readonly Typed[]): Type {
  const [first] = args;
  if (!first || typeof first.type !== "object" || !("map" in first.type)) return "dynamic";
  const element = JSON.stringify(first.type.map);
  const all = args.every(
    ({ type }) => typeof type === "object" && "map" in type && JSON.stringify(type.map) === element,
  );
  return all ? first.type : "dynamic";
}

function flatten(list: Typed): Typed[] | undefined {
  if (isUnknown(list.raw)) return undefined;
  const found: Typed[] = [];
  for (const item of elements(list, 0, "can only flatten lists, sets and tuples")) {
    const isSequence = typeof item.type === "object" && !("map" in item.type) && !("object" in item.type);
    if (item.type === "dynamic" && isUnknown(item.raw)) return undefined;
    if (!isSequence || item.raw === null) {
      found.push(item);
      continue;
    }
    const inner = flatten(item);
    if (!inner) return undefined;
    found.push(...inner.map((part) => mark(part, item.sensitive)));
  }
  return found;
}

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

export function kindOf({ type }: Typed): string {
  return typeof type === "string" ? type : Object.keys(type)[0]!;
}
