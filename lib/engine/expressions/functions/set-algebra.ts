import { sameTyped } from "../equality";
import { setOf } from "../sets";
import { bool, items, listOf, number, tuple, type Typed } from "../typed";
import { rounded } from "../numbers";
import { elementType } from "./collections";
import { ArgumentError, type FunctionSpec, type FunctionTable, type Parameter } from "./define";

const aSet = (name: string): Parameter => ({ name, type: { set: "dynamic" } });

function algebra(combine: (a: readonly Typed[], b: readonly Typed[]) => readonly Typed[]): FunctionSpec {
  return {
    parameters: [aSet("first_set")],
    rest: aSet("other_sets"),
    returns: ([first]) => first!.type,
    run: (args) => {
      const found = args.map((arg) => items(arg)!).reduce(combine);
      const typed = args.find((arg) => elementType(arg) !== "dynamic") ?? args[0]!;
      return setOf(elementType(typed), found);
    },
  };
}

const has = (set: readonly Typed[], item: Typed) => set.some((other) => sameTyped(other, item));

function truths(all: boolean): FunctionSpec {
  return {
    parameters: [{ name: "list", type: { list: "bool" } }],
    returns: "bool",
    run: ([list]) => {
      const values = items(list!)!.map(({ raw }) => raw === true);
      return bool(all ? values.every(Boolean) : values.some(Boolean));
    },
  };
}

export const setFunctions: FunctionTable = {
  setunion: algebra((a, b) => [...a, ...b]),
  setintersection: algebra((a, b) => a.filter((item) => has(b, item))),
  setsubtract: algebra((a, b) => a.filter((item) => !has(b, item))),
  setproduct: {
    parameters: [],
    rest: { name: "sets", type: "dynamic" },
    returns: "dynamic",
    run: (args) => {
      if (args.length < 2) throw new ArgumentError(0, "at least two arguments are required");
      const all = args.map((arg, i) => {
        const found = items(arg);
        if (!found) throw new ArgumentError(i, "a set or a list is required");
        return found;
      });
      const rows = all.reduce<Typed[][]>(
        (done, next) => done.flatMap((row) => next.map((item) => [...row, item])),
        [[]],
      );
      const isSet = args.every(({ type }) => typeof type === "object" && "set" in type);
      const type = { tuple: args.map(elementType) };
      const tuples = rows.map((row) => tuple(row));
      return isSet ? setOf(type, tuples) : listOf(type, tuples);
    },
  },
  alltrue: truths(true),
  anytrue: truths(false),
  sum: {
    parameters: [{ name: "list", type: { list: "number" } }],
    returns: "number",
    run: ([list]) => {
      const all = items(list!)!;
      if (all.length === 0) throw new ArgumentError(0, "cannot sum an empty list");
      return number(rounded(all.reduce((total, { raw }) => total + (raw as number), 0)));
    },
  },
};
