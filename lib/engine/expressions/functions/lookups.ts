import { isUnknown } from "../../../resources/value";
import { convert, ConversionError } from "../convert";
import { jsonText } from "../json-text";
import type { Type } from "../type";
import {
  entries,
  items,
  listOf,
  mapOf,
  mark,
  nullOf,
  object,
  sortedEntries,
  text,
  tuple,
  Typed,
  unknownOf,
} from "../typed";
import { unify } from "../unify";
import { elements, elementType, kindOf } from "./collections";
import { any, anyKnowledge, ArgumentError, type FunctionTable, numeric, string, strings } from "./define";

export const lookupFunctions: FunctionTable = {
  element: {
    parameters: [anyKnowledge("list"), numeric("index")],
    returns: "dynamic",
    marks: "shallow",
    run: ([list, position]) => {
      const at = position!.raw as number;
      if (isUnknown(list!.raw)) return unknownOf(elementType(list!));
      const all = elements(list!, 0, `cannot read elements from ${kindOf(list!)}`);
      if (all.length === 0) throw new ConversionError("cannot use element function with an empty list");
      return all[((at % all.length) + all.length) % all.length]!;
    },
  },
  lookup: {
    parameters: [anyKnowledge("inputMap"), string("key")],
    rest: { ...any("default"), unknown: true },
    returns: "dynamic",
    marks: "shallow",
    run: (args) => {
      const [map, key, fallback] = args as [Typed, Typed, Typed | undefined];
      if (args.length > 3) throw new ArgumentError(2, `lookup() takes two or three arguments, got ${args.length}`);
      if (isUnknown(map.raw)) return unknownOf(elementType(map));
      const all = entries(map);
      if (!all) throw new ArgumentError(0, "lookup() requires a map as the first argument");
      const found = all.get(key.raw as string);
      if (found) return found;
      if (fallback) return isMap(map) ? convert(fallback, elementType(map)) : fallback;
      if (!isMap(map)) throw new ArgumentError(0, `the given object has no attribute ${JSON.stringify(key.raw)}`);
      throw new ConversionError(`lookup failed to find key ${JSON.stringify(key.raw)}`);
    },
  },
  keys: {
    parameters: [anyKnowledge("inputMap")],
    returns: "dynamic",
    marks: "shallow",
    run: ([map]) => {
      const { type } = map!;
      if (typeof type === "object" && "object" in type) return tuple(Object.keys(type.object).sort().map(text));
      if (isUnknown(map!.raw)) return unknownOf({ list: "string" });
      return listOf(
        "string",
        pairs(map!).map(([key]) => text(key)),
      );
    },
  },
  values: {
    parameters: [anyKnowledge("values")],
    returns: "dynamic",
    marks: "shallow",
    run: ([map]) => {
      if (!entries(map!) && !isUnknown(map!.raw))
        throw new ConversionError("values() requires a map as the first argument");
      if (isUnknown(map!.raw)) return unknownOf(isMap(map!) ? { list: elementType(map!) } : "dynamic");
      const all = pairs(map!).map(([, item]) => item);
      return isMap(map!) ? listOf(elementType(map!), all) : tuple(all);
    },
  },
  zipmap: {
    parameters: [strings("keys"), anyKnowledge("values")],
    returns: "dynamic",
    marks: "shallow",
    run: ([keys, values]) => {
      if (isUnknown(values!.raw)) return unknownOf("dynamic");
      const names = items(keys!)!.map(({ raw }) => raw as string);
      const all = elements(values!, 1, "values argument must be a list or tuple value");
      if (names.length !== all.length) {
        throw new ConversionError(`number of keys (${names.length}) does not match number of values (${all.length})`);
      }
      const map = new Map(names.map((name, i) => [name, all[i]!]));
      const isTuple = typeof values!.type === "object" && "tuple" in values!.type;
      return isTuple ? object(map) : mapOf(elementType(values!), map);
    },
  },
  one: {
    parameters: [anyKnowledge("list")],
    returns: "dynamic",
    marks: "shallow",
    run: ([list]) => {
      if (isUnknown(list!.raw)) return unknownOf(elementType(list!));
      const all = elements(list!, 0, "must be a list, set, or tuple value with either zero or one elements");
      if (all.length > 1)
        throw new ArgumentError(0, "must be a list, set, or tuple value with either zero or one elements");
      const none = typeof list!.type === "object" && "tuple" in list!.type ? "dynamic" : elementType(list!);
      return all[0] ?? nullOf(none);
    },
  },
  coalesce: {
    parameters: [],
    rest: { ...any("vals"), unknown: true },
    returns: "dynamic",
    marks: "none",
    run: (args) => {
      const type = unified(args);
      const passed: Typed[] = [];
      for (const arg of args) {
        passed.push(arg);
        const sensitive = passed.some((value) => value.sensitive);
        if (isUnknown(arg.raw)) return mark(unknownOf(type), sensitive);
        if (arg.raw === null || (arg.raw === "" && type === "string")) continue;
        return mark(convert(arg, type), sensitive);
      }
      throw new ConversionError("no non-null, non-empty-string arguments");
    },
  },
  coalescelist: {
    parameters: [],
    rest: { ...any("vals"), unknown: true },
    returns: "dynamic",
    marks: "shallow",
    run: (args) => {
      for (const arg of args) {
        if (isUnknown(arg.raw)) return unknownOf("dynamic");
        if ((items(arg)?.length ?? 0) > 0) return arg;
      }
      throw new ConversionError("no non-null arguments");
    },
  },
  matchkeys: {
    parameters: [
      { name: "values", type: { list: "dynamic" } },
      { name: "keys", type: { list: "dynamic" } },
      { name: "searchset", type: { list: "dynamic" } },
    ],
    returns: ([values]) => values!.type,
    run: ([values, keys, wanted]) => {
      const search = new Set(items(wanted!)!.map(jsonText));
      const names = items(keys!)!;
      if (names.length !== items(values!)!.length)
        throw new ConversionError("length of keys and values should be equal");
      return new Typed(
        values!.type,
        items(values!)!.filter((_, i) => search.has(jsonText(names[i]!))),
      );
    },
  },
  transpose: {
    parameters: [{ name: "values", type: { map: { list: "string" } } }],
    returns: { map: { list: "string" } },
    run: ([values]) => {
      const turned = new Map<string, string[]>();
      for (const [key, list] of sortedEntries(entries(values!)!)) {
        for (const { raw } of items(list)!) turned.set(raw as string, [...(turned.get(raw as string) ?? []), key]);
      }
      const lists = [...turned].map(([key, names]) => [key, listOf("string", names.sort().map(text))] as const);
      return mapOf({ list: "string" }, new Map(lists));
    },
  },
};

function isMap({ type }: Typed): boolean {
  return typeof type === "object" && "map" in type;
}

function pairs(map: Typed): [string, Typed][] {
  const all = entries(map);
  if (!all) throw new ArgumentError(0, "must have map or object type");
  return sortedEntries(all);
}

function unified(args: readonly Typed[]): Type {
  const type = unify(args.map((arg) => arg.type));
  if (type === undefined) throw new ConversionError("all arguments must have the same type");
  return type;
}
