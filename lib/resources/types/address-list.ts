/** Lists that mean sets: of addresses and blocks, and of texts. Order is no difference, and neither are `[]` and null. */
import { tryBlock, tryEnclosingBlock } from "../../clouds/block";
import { formatPath, problem } from "../diagnostic";
import type { AttributePath, Diagnostic } from "../diagnostic";
import { isList, isUnknown } from "../value";
import type { Value } from "../value";

type Spelling = (text: string) => string;

/** A bare address and its `/32` are the same. */
const asBlock: Spelling = (text) => tryBlock(text) ?? text;
const asText: Spelling = (text) => text;

/** The known texts of a list; none when there is no list. */
export function textsOf(value: Value | undefined): readonly string[] {
  return isList(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

export function sameAddresses(a: Value | undefined, b: Value | undefined): boolean {
  return same(a, b, asBlock);
}

export function sameTexts(a: Value | undefined, b: Value | undefined): boolean {
  return same(a, b, asText);
}

function same(a: Value | undefined, b: Value | undefined, spelling: Spelling): boolean {
  if ([a, b].some((value) => isUnknown(value) || (isList(value) && value.some(isUnknown)))) return false;
  const spelled = [a, b].map((value) => new Set(textsOf(value).map(spelling)));
  const [one, other] = spelled as [Set<string>, Set<string>];
  return one.size === other.size && [...one].every((text) => other.has(text));
}

/** What the cloud tells, in the recorded order and spelling as far as it is the same. */
export function inRecordedSpelling(
  recorded: Value | undefined,
  told: readonly string[],
  spelling: Spelling = asBlock,
): Value {
  if (same(recorded, told, spelling)) return recorded ?? null;
  const there = new Set(told.map(spelling));
  const kept = textsOf(recorded).filter((text) => there.has(spelling(text)));
  const known = new Set(kept.map(spelling));
  const all = [...kept, ...told.filter((text) => !known.has(spelling(text)))];
  return all.length === 0 ? null : all;
}

export function textsInRecordedOrder(recorded: Value | undefined, told: readonly string[]): Value {
  return inRecordedSpelling(recorded, told, asText);
}

/** Entries that are no addresses, and those that stand there twice. Unknown ones are passed over. */
export function checkAddresses(value: Value | undefined, path: AttributePath): readonly Diagnostic[] {
  if (!isList(value)) return [];
  const first = new Map<string, number>();
  return value.flatMap((item, i) => {
    if (typeof item !== "string") return [];
    const at = [...path, i];
    const name = formatPath(at);
    const block = tryBlock(item);
    if (block === undefined) return [noAddress(item, at)];
    const other = first.get(block);
    if (other !== undefined) {
      const detail = `${name} is "${item}", which is ${formatPath([...path, other])} already. Remove one of them.`;
      return [problem(at, `${name} is there twice`, detail)];
    }
    first.set(block, i);
    return [];
  });
}

function noAddress(text: string, path: AttributePath): Diagnostic {
  const name = formatPath(path);
  const meant = tryEnclosingBlock(text);
  const fix =
    meant === undefined
      ? "Write an address such as 203.0.113.10, or a block such as 203.0.113.0/29."
      : `Write ${meant}.`;
  return problem(
    path,
    `${name} is no address`,
    `${name} is "${text}", which is neither an address nor a block. ${fix}`,
  );
}
