import { isUnknown } from "../../resources/value";
import type { ResourceConfig } from "../config/model";
import { ConversionError, convert } from "../expressions/convert";
import { EvaluationError } from "../expressions/error";
import { containsSensitive, entries, items, number, sortedEntries, text } from "../expressions/typed";
import type { Evaluator, InstanceNames } from "./evaluator";
import type { Key } from "./values";

export type Repetition = "one" | "count" | "for_each";

export function repetitionOf({ count, forEach }: ResourceConfig): Repetition {
  return count ? "count" : forEach ? "for_each" : "one";
}

/** The instances of a resource with what they may refer to. Throws EvaluationError. */
export function expand(resource: ResourceConfig, evaluator: Evaluator): ReadonlyMap<Key, InstanceNames> {
  if (resource.count) return expandCount(resource.count, evaluator);
  if (resource.forEach) return expandForEach(resource.forEach, evaluator);
  return new Map([[undefined, {}]]);
}

function expandCount(count: NonNullable<ResourceConfig["count"]>, evaluator: Evaluator): Map<Key, InstanceNames> {
  const value = evaluator.evaluate(count);
  const fail = (detail: string) => new EvaluationError("Invalid count argument", detail);
  if (value.raw === null) throw fail('The given "count" argument value is null. An integer is required.');
  if (isUnknown(value.raw)) {
    throw fail(
      'The "count" value depends on resource attributes that cannot be determined until apply, so it cannot be ' +
        "predicted how many instances will be created.",
    );
  }
  if (value.sensitive) {
    throw fail("Sensitive values, or values derived from sensitive values, cannot be used as count arguments.");
  }
  try {
    const total = convert(value, "number").raw as number;
    if (!Number.isInteger(total)) throw new ConversionError("a whole number is required");
    if (total < 0) throw fail('The given "count" argument value is unsuitable: must be greater than or equal to zero.');
    return new Map(Array.from({ length: total }, (_, i) => [i, { count: number(i) }]));
  } catch (error) {
    if (error instanceof ConversionError)
      throw fail(`The given "count" argument value is unsuitable: ${error.message}.`);
    throw error;
  }
}

function expandForEach(forEach: NonNullable<ResourceConfig["forEach"]>, evaluator: Evaluator): Map<Key, InstanceNames> {
  const value = evaluator.evaluate(forEach);
  const fail = (detail: string) => new EvaluationError("Invalid for_each argument", detail);
  if (value.raw === null) {
    throw fail(
      'The given "for_each" argument value is unsuitable: the given "for_each" argument value is null. A map, or set ' +
        "of strings is allowed.",
    );
  }
  const isSet = typeof value.type === "object" && "set" in value.type;
  const unknownKey = isSet && items(value)?.some(({ raw }) => isUnknown(raw));
  if (isUnknown(value.raw) || unknownKey) {
    throw fail(
      'The "for_each" value includes keys derived from resource attributes that cannot be determined until apply, so ' +
        "the full set of keys that will identify the instances of this resource cannot be determined.",
    );
  }
  if (value.sensitive || (isSet && containsSensitive(value))) {
    throw fail("Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments.");
  }
  const map = entries(value);
  if (map) {
    return new Map(sortedEntries(map).map(([key, item]) => [key, { each: { key: text(key), value: item } }]));
  }
  const set = isSet ? items(value) : undefined;
  if (!set?.every(({ raw }) => typeof raw === "string")) {
    throw fail(
      'The given "for_each" argument value is unsuitable: the "for_each" argument must be a map, or set of strings, and ' +
        `you have provided a value of type ${typeof value.type === "string" ? value.type : Object.keys(value.type)[0]}.`,
    );
  }
  return new Map(set.map((item) => [item.raw as string, { each: { key: item, value: item } }]));
}
