import { convert, ConversionError } from "../convert";
import { equals } from "../equality";
import type { Type } from "../type";
import type { Typed } from "../typed";
import { bool, entries, items, listOf, mapOf, mark, number, object, sortedEntries, tuple, unknownOf } from "../typed";
import { unify } from "../unify";
import { ArgumentError, any, anyKnowledge, type FunctionTable, numeric } from "./define";
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
      return alike(
        list!,
        [...elements(list!, 0, `can only reverse list or tuple values, not ${kindOf(list!)}`)].reverse(),
      );
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
      if (found < 0) throw new ConversionError("item not found");
      return number(found);
    },
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
      given.forEach((arg) => {
        const map = entries(arg);
        if (!map) throw new ConversionError(`arguments must be maps or objects, got ${JSON.stringify(kindOf(arg))}`);
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
  const all = items(list);
  if (!all) throw new ConversionError("can only flatten lists, sets and tuples");
  for (const item of all) {
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

export function kindOf({ type }: Typed): string {
  return typeof type === "string" ? type : Object.keys(type)[0]!;
}
