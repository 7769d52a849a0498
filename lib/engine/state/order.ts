/** The order in which Terraform writes resources and their objects. Finding and putting objects depends on it. */
import { StateError } from "./error";
import { inByteOrder } from "./json-text";
import type { ResourceState, State } from "./model";

export interface ResourceName {
  readonly module?: string | undefined;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
}

export interface ObjectName {
  readonly key?: string | number | undefined;
  readonly deposed?: string | undefined;
}

export function compareResources(a: ResourceName, b: ResourceName): number {
  return (
    inByteOrder(a.module ?? "", b.module ?? "") ||
    inByteOrder(a.mode, b.mode) ||
    inByteOrder(a.type, b.type) ||
    inByteOrder(a.name, b.name)
  );
}

export function compareObjects(a: ObjectName, b: ObjectName): number {
  return compareKeys(a.key, b.key) || inByteOrder(a.deposed ?? "", b.deposed ?? "");
}

/** None first, then numbers, then strings. */
function compareKeys(a: ObjectName["key"], b: ObjectName["key"]): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return inByteOrder(a, b);
  const rank = (key: ObjectName["key"]) => (key === undefined ? 0 : typeof key === "number" ? 1 : 2);
  return rank(a) - rank(b);
}

/** A file edited by hand may be in any order; Terraform sorts it when it writes, and refuses what stands there twice. */
export function inOrder(state: State, file: string): State {
  const resources = state.resources.map((resource) => {
    const objects = sortedOnce(resource.objects, compareObjects, () => twice(resource, file));
    return objects === resource.objects ? resource : { ...resource, objects };
  });
  const sorted = sortedOnce(resources, compareResources, (resource) => twice(resource, file));
  return { ...state, resources: sorted };
}

function sortedOnce<T>(list: readonly T[], compare: (a: T, b: T) => number, fail: (item: T) => Error): readonly T[] {
  const isSorted = list.every((item, i) => i === 0 || compare(list[i - 1] ?? item, item) < 0);
  if (isSorted) return list;
  const sorted = list.slice().sort(compare);
  sorted.forEach((item, i) => {
    const before = sorted[i - 1];
    if (before !== undefined && compare(before, item) === 0) throw fail(item);
  });
  return sorted;
}

function twice({ module, mode, type, name }: ResourceState, file: string): StateError {
  const address = `${module ? `${module}.` : ""}${mode === "data" ? "data." : ""}${type}.${name}`;
  return new StateError(
    "Duplicate resource instance in state",
    `${file} holds the same object of ${address} more than once. Remove all but the right one, or put a good copy of ` +
      "the file in its place.",
  );
}
