/** A difference as text, laid out as Terraform lays it out: what its users read for years is not to be learnt anew. */
import { isUnknown, type Value } from "../../resources/value";
import type { Diff, Mark, Members, Shape } from "./diff";
import type { Paint } from "./paint";
import { pairItems } from "./sequence";
import { harmless, keyText, quoted } from "./text";

export interface DrawOptions {
  readonly paint: Paint;
  /** Also what did not change. */
  readonly all?: boolean;
  /** What is removed says `-> null`. */
  readonly toNull?: boolean;
  /** Every element of the collection forces a replacement. */
  readonly forces?: boolean;
  /** Says nothing of replacement: whatever is around says it. */
  readonly forcesUntold?: boolean;
}

/** Shown even when they did not change, so that one knows what one looks at. */
const ALWAYS_SHOWN = ["id", "name", "tags"];

const SYMBOLS: Readonly<Record<Mark, readonly ["green" | "red" | "yellow", string] | undefined>> = {
  none: undefined,
  add: ["green", "+"],
  remove: ["red", "-"],
  change: ["yellow", "~"],
};

export function symbol(mark: Mark, paint: Paint): string {
  const known = SYMBOLS[mark];
  return known ? paint(...known) : " ";
}

/** Without the symbol and the name in front. `depth` counts the enclosing braces. */
export function draw(diff: Diff, depth: number, options: DrawOptions): string {
  const { shape, mark } = diff;
  switch (shape.kind) {
    case "value":
      return drawValue(shape.before, shape.after, diff, depth, options);
    case "sensitive":
      return `(sensitive value)${nullSuffix(mark, options)}${forced(diff, options)}`;
    case "unknown":
      return `${drawOld(shape.before, depth, diff, options)}(known after apply)${forced(diff, options)}`;
    case "type-change": {
      const { paint } = options;
      const inner = { ...options, toNull: false };
      const [old, next] = [draw(shape.before, depth, inner), draw(shape.after, depth, inner)];
      return `${old} ${paint("yellow", "->")} ${next}${forced(diff, options)}`;
    }
    case "object":
      return drawObject(shape, diff, depth, options);
    case "map":
      return drawMap(shape, diff, depth, options);
    case "list":
      return drawList(shape.items, shape.context, diff, depth, options);
  }
}

function drawOld(before: Diff | undefined, depth: number, diff: Diff, options: DrawOptions): string {
  if (!before) return "";
  const silent = { ...options, toNull: false, forcesUntold: diff.forcesReplacement };
  return `${draw(before, depth, silent)} ${options.paint("yellow", "->")} `;
}

function forced({ forcesReplacement }: Diff, { forces = false, forcesUntold = false, paint }: DrawOptions): string {
  return (forcesReplacement || forces) && !forcesUntold ? paint("red", " # forces replacement") : "";
}

/** What is said of replacement holds for one level only. */
function plain(options: DrawOptions): DrawOptions {
  return { ...options, forces: false, forcesUntold: false };
}

function nullSuffix(mark: Mark, { toNull = false, paint }: DrawOptions): string {
  return mark === "remove" && toNull ? paint("gray", " -> null") : "";
}

function indentOf(depth: number): string {
  return "    ".repeat(depth);
}

function line(depth: number, mark: Mark, text: string, { paint }: DrawOptions): string {
  return `${indentOf(depth)}  ${symbol(mark, paint)} ${text}`;
}

function hidden(depth: number, count: number, word: string, options: DrawOptions): readonly string[] {
  if (count === 0) return [];
  const text = options.paint("gray", `# (${count} unchanged ${word}${count === 1 ? "" : "s"} hidden)`);
  return [line(depth + 1, "none", text, options)];
}

export function enclosed(
  brackets: string,
  head: string,
  lines: readonly string[],
  tail: string,
  depth: number,
): string {
  return `${brackets[0]}${head}\n${lines.join("\n")}\n${indentOf(depth)}    ${brackets[1]}${tail}`;
}

/** The members' lines; objects of schemas, of values and resources have them alike. */
export function drawMembers(members: Members, depth: number, options: DrawOptions): readonly string[] {
  const width = Math.max(0, ...[...members.keys()].map((name) => keyText(name).length));
  let unchanged = 0;
  const lines: string[] = [];
  for (const [name, member] of members) {
    const always = ALWAYS_SHOWN.includes(name);
    if (member.mark === "none" && !always && !options.all) unchanged++;
    else {
      const value = draw(member, depth + 1, always ? { ...options, all: true } : options);
      lines.push(line(depth + 1, member.mark, `${keyText(name).padEnd(width)} = ${value}`, options));
    }
  }
  return [...lines, ...hidden(depth, unchanged, "attribute", options)];
}

function drawObject(shape: Shape & { kind: "object" }, diff: Diff, depth: number, options: DrawOptions): string {
  if (shape.members.size === 0) return `{}${nullSuffix(diff.mark, options)}${forced(diff, options)}`;
  const lines = drawMembers(shape.members, depth, { ...plain(options), toNull: shape.nested });
  return enclosed("{}", forced(diff, options), lines, nullSuffix(diff.mark, options), depth);
}

function drawMap(shape: Shape & { kind: "map" }, diff: Diff, depth: number, options: DrawOptions): string {
  const { nested, members } = shape;
  const own = nested ? "" : forced(diff, options);
  if (members.size === 0) return `{}${nullSuffix(diff.mark, options)}${own}`;
  const toNull = !nested && diff.mark !== "remove";
  const inner = { ...plain(options), toNull, forces: nested && diff.forcesReplacement };
  const width = nested ? 0 : Math.max(...[...members.keys()].map((key) => quoted(key).length));
  let unchanged = 0;
  const lines: string[] = [];
  for (const [key, member] of members) {
    if (member.mark === "none" && !options.all) unchanged++;
    else {
      const comma = member.shape.kind === "object" ? "," : "";
      const text = `${quoted(key).padEnd(width)} = ${draw(member, depth + 1, inner)}${comma}`;
      lines.push(line(depth + 1, member.mark, text, options));
    }
  }
  const all = [...lines, ...hidden(depth, unchanged, "element", options)];
  return enclosed("{}", own, all, nullSuffix(diff.mark, options), depth);
}

function drawList(items: readonly Diff[], context: boolean, diff: Diff, depth: number, options: DrawOptions): string {
  if (items.length === 0) return `[]${nullSuffix(diff.mark, options)}${forced(diff, options)}`;
  const lines: string[] = [];
  let skipped = 0;
  items.forEach((item, i) => {
    const isNeighbour = context && (isChanged(items[i - 1]) || isChanged(items[i + 1]));
    if (!isChanged(item) && !isNeighbour && !options.all) return void skipped++;
    if (context) lines.push(...hidden(depth, skipped, "element", options));
    if (context) skipped = 0;
    const text = draw(item, depth + 1, {
      ...plain(options),
      toNull: false,
      all: options.all === true || !isChanged(item),
    });
    lines.push(line(depth + 1, item.mark, `${text},`, options));
  });
  lines.push(...hidden(depth, skipped, "element", options));
  return enclosed("[]", forced(diff, options), lines, nullSuffix(diff.mark, options), depth);
}

function isChanged(diff: Diff | undefined): boolean {
  return diff !== undefined && diff.mark !== "none";
}

function drawValue(before: Value, after: Value, diff: Diff, depth: number, options: DrawOptions): string {
  const { mark } = diff;
  const isText = (value: Value) => typeof value === "string" && value.trim().includes("\n");
  if (isText(before) || isText(after)) return drawText(before, after, diff, depth, options);
  if (mark !== "change") {
    const value = mark === "remove" ? before : after;
    const suffix = value === null ? "" : nullSuffix(mark, options);
    return `${valueText(value, options)}${suffix}${forced(diff, options)}`;
  }
  const [old, next] = [valueText(before, options), valueText(after, options)];
  return `${old} ${options.paint("yellow", "->")} ${next}${forced(diff, options)}`;
}

function valueText(value: Value, { paint }: DrawOptions): string {
  if (value === null) return paint("gray", "null");
  if (isUnknown(value)) return "(known after apply)";
  return typeof value === "string" ? quoted(value) : JSON.stringify(value);
}

/** Text of several lines, line by line. */
function drawText(before: Value, after: Value, diff: Diff, depth: number, options: DrawOptions): string {
  const [old, next] = [linesOf(before), linesOf(after)];
  const draws = (mark: Mark) => (text: string) => line(depth + 1, mark, harmless(text), options);
  const whole = diff.mark === "remove" ? old : next;
  const lines = diff.mark === "change" ? changedLines(old, next, draws) : whole.map(draws("none"));
  const end = `${indentOf(depth)}    EOT${nullSuffix(diff.mark, options)}`;
  return `<<-EOT${forced(diff, options)}\n${lines.join("\n")}\n${end}`;
}

function linesOf(value: Value): readonly string[] {
  return typeof value === "string" ? value.trim().split("\n") : [];
}

function changedLines(
  old: readonly string[],
  next: readonly string[],
  draws: (mark: Mark) => (text: string) => string,
): readonly string[] {
  const pairs = pairItems({ before: old, after: next, same: (a, b) => a === b, alike: () => false });
  return pairs.flatMap((pair) => {
    const was = pair.before === undefined ? [] : [old[pair.before] ?? ""];
    const is = pair.after === undefined ? [] : [next[pair.after] ?? ""];
    if (was.length > 0 && was[0] === is[0]) return was.map(draws("none"));
    return [...was.map(draws("remove")), ...is.map(draws("add"))];
  });
}
