import { convert, ConversionError } from "../convert";
import { isUnknown } from "../../../resources/value";
import { bool, items, listOf, mapOf, nullOf, text, tuple, type Typed, unknownOf } from "../typed";
import { ArgumentError, any, type FunctionSpec, type FunctionTable, numeric, string, strings } from "./define";
import { formatText } from "./format";

const raw = (value: Typed | undefined) => value!.raw as string;

function ofTexts(names: readonly string[], compute: (...values: string[]) => string | boolean): FunctionSpec {
  const probe = names.length === 2 && names[1]!.endsWith("fix?");
  return {
    parameters: names.map((name) => string(name.replace("?", ""))),
    returns: probe ? "bool" : "string",
    run: (args) => {
      const result = compute(...args.map(raw));
      return typeof result === "boolean" ? bool(result) : text(result);
    },
  };
}

/** One character for one, as Go does it: "ß" stays. */
function mapCharacters(value: string, change: (character: string) => string): string {
  return [...value].map((character) => ([...change(character)].length === 1 ? change(character) : character)).join("");
}

function trim(value: string, cutset: string, start: boolean, end: boolean): string {
  const characters = [...value];
  const cut = new Set(cutset);
  let [from, to] = [0, characters.length];
  while (start && from < to && cut.has(characters[from]!)) from++;
  while (end && to > from && cut.has(characters[to - 1]!)) to--;
  return characters.slice(from, to).join("");
}

/** Go's syntax is near to JavaScript's; what differs are inline flags and named groups. */
function pattern(source: string, position: number): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const body = source.slice(flags?.[0].length ?? 0).replaceAll("(?P<", "(?<");
  try {
    return new RegExp(body, `gu${flags?.[1] ?? ""}`);
  } catch (error) {
    throw new ArgumentError(
      position,
      `invalid regexp pattern: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The whole match, or its groups: by number as a tuple, by name as an object. */
function matched(found: RegExpMatchArray): Typed {
  const part = (group: string | undefined) => (group === undefined ? nullOf("string") : text(group));
  if (found.groups) {
    const groups = Object.entries(found.groups).map(([name, group]) => [name, part(group)] as const);
    return convert(mapOf("string", new Map(groups)), {
      object: Object.fromEntries(groups.map(([name]) => [name, "string"])),
    });
  }
  return found.length === 1 ? text(found[0]) : tuple(found.slice(1).map(part));
}

function replaceAll(value: string, search: string, replacement: string): string {
  const isPattern = search.length > 1 && search.startsWith("/") && search.endsWith("/");
  if (!isPattern) return value.replaceAll(search, () => replacement);
  const dollars = replacement.replace(/\$\{?(\w+)\}?/g, (_, group: string) =>
    /^\d+$/.test(group) ? `$${group}` : `$<${group}>`,
  );
  return value.replace(pattern(search.slice(1, -1), 1), dollars);
}

const formatted = (args: readonly Typed[]) => formatText(raw(args[0]), args.slice(1));

export const stringFunctions: FunctionTable = {
  lower: ofTexts(["str"], (value) => mapCharacters(value, (character) => character.toLowerCase())),
  upper: ofTexts(["str"], (value) => mapCharacters(value, (character) => character.toUpperCase())),
  title: ofTexts(["str"], (value) =>
    value.replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_, a: string, b: string) => a + b.toUpperCase()),
  ),
  strrev: ofTexts(["str"], (value) =>
    [...new Intl.Segmenter().segment(value)]
      .map(({ segment }) => segment)
      .reverse()
      .join(""),
  ),
  chomp: ofTexts(["str"], (value) => value.replace(/(?:\r\n?|\n)+$/, "")),
  trimspace: ofTexts(["str"], (value) => value.trim()),
  trim: ofTexts(["str", "cutset"], (value, cut) => trim(value, cut, true, true)),
  trimprefix: ofTexts(["str", "prefix"], (value, start) =>
    value.startsWith(start) ? value.slice(start.length) : value,
  ),
  trimsuffix: ofTexts(["str", "suffix"], (value, end) =>
    end !== "" && value.endsWith(end) ? value.slice(0, -end.length) : value,
  ),
  startswith: ofTexts(["str", "prefix?"], (value, start) => value.startsWith(start)),
  endswith: ofTexts(["str", "suffix?"], (value, end) => value.endsWith(end)),
  strcontains: { ...ofTexts(["str", "substr"], (value, part) => value.includes(part)), returns: "bool" },
  replace: ofTexts(["str", "substr", "replace"], replaceAll),
  substr: {
    parameters: [string("str"), numeric("offset"), numeric("length")],
    returns: "string",
    run: ([value, offset, length]) => {
      const characters = [...raw(value)];
      const [at, count] = [offset!.raw as number, length!.raw as number];
      const start = at < 0 ? Math.max(0, characters.length + at) : at;
      return text(characters.slice(start, count < 0 ? undefined : start + count).join(""));
    },
  },
  indent: {
    parameters: [numeric("spaces"), string("str")],
    returns: "string",
    run: ([spaces, value]) => text(raw(value).replaceAll("\n", `\n${" ".repeat(spaces!.raw as number)}`)),
  },
  join: {
    parameters: [string("separator")],
    rest: { ...strings("lists"), unknown: false },
    returns: "string",
    run: ([separator, ...lists]) => {
      if (lists.length === 0) throw new ConversionError("at least one list is required");
      const parts = lists.flatMap((list, i) =>
        items(list)!.map((item, j) => {
          if (item.raw === null) {
            const which = lists.length > 1 ? `element ${j} of list ${i}` : `element ${j}`;
            throw new ArgumentError(i + 1, `${which} is null; cannot concatenate null values`);
          }
          return raw(item);
        }),
      );
      return text(parts.join(raw(separator)));
    },
  },
  split: {
    parameters: [string("separator"), string("str")],
    returns: { list: "string" },
    run: ([separator, value]) => {
      const parts = raw(separator) === "" ? [...raw(value)] : raw(value).split(raw(separator));
      return listOf("string", parts.map(text));
    },
  },
  format: {
    parameters: [string("format")],
    rest: any("args"),
    returns: "string",
    run: (args) => text(formatted(args)),
  },
  formatlist: {
    parameters: [string("format")],
    rest: { ...any("args"), unknown: true },
    returns: { list: "string" },
    run: ([spec, ...args]) => {
      if (args.some(({ raw: value }) => isUnknown(value))) return unknownOf({ list: "string" });
      const lengths = args.flatMap((arg) => items(arg)?.length ?? []);
      const count = lengths.length > 0 ? lengths[0]! : 1;
      args.forEach((arg, i) => {
        if (items(arg) && items(arg)!.length !== count) {
          throw new ArgumentError(
            1,
            `argument ${i + 1} has length ${items(arg)!.length}, which is inconsistent with argument 1 of length ${count}`,
          );
        }
      });
      const lines = Array.from({ length: count }, (_, i) =>
        formatText(
          raw(spec),
          args.map((arg) => items(arg)?.[i] ?? arg),
        ),
      );
      return listOf("string", lines.map(text));
    },
  },
  regex: {
    parameters: [string("pattern"), string("string")],
    returns: "dynamic",
    run: ([source, value]) => {
      const [found] = raw(value).matchAll(pattern(raw(source), 0));
      if (!found) throw new ConversionError("pattern did not match any part of the given string");
      return matched(found);
    },
  },
  regexall: {
    parameters: [string("pattern"), string("string")],
    returns: { list: "dynamic" },
    run: ([source, value]) => {
      const found = [...raw(value).matchAll(pattern(raw(source), 0))].map(matched);
      return listOf(found[0]?.type ?? "string", found);
    },
  },
};
