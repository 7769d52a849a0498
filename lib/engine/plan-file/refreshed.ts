/**
 * What planning found to differ from the state file. Only that is saved with a plan: the file that it was made from is
 * still there when the plan is applied, or the plan is refused.
 */
import { isDeepStrictEqual } from "node:util";
import type { Address } from "../model";
import {
  getObject,
  listObjects,
  type ObjectState,
  type PlacedObject,
  putObject,
  removeObject,
  sensitiveNames,
  type State,
} from "../state";

export interface Refreshed {
  readonly put: readonly SavedObject[];
  readonly removed: readonly { readonly address: Address; readonly deposed?: string }[];
}

interface SavedObject {
  readonly address: Address;
  readonly provider: string;
  readonly object: ObjectState;
  /** Sensitive attributes: not saved, but taken from the state file. */
  readonly withheld: readonly string[];
}

export function findRefreshed(base: State, refreshed: State): Refreshed {
  const [before, after] = [rootObjects(base), rootObjects(refreshed)];
  const put = [...after].flatMap(([name, placed]) => {
    const old = before.get(name);
    const isSame = old?.provider === placed.provider && isSameObject(old.object, placed.object);
    return isSame ? [] : [savedObject(placed)];
  });
  const removed = [...before].flatMap(([name, { address, object }]) =>
    after.has(name) ? [] : [{ address, ...(object.deposed !== undefined && { deposed: object.deposed }) }],
  );
  return { put, removed };
}

function rootObjects(state: State): ReadonlyMap<string, PlacedObject> {
  const objects = listObjects(state).filter(({ module }) => module === undefined);
  return new Map(objects.map((placed) => [JSON.stringify([placed.address, placed.object.deposed]), placed]));
}

function isSameObject(a: ObjectState, b: ObjectState): boolean {
  return a === b || isDeepStrictEqual(a, b);
}

function savedObject({ address, provider, object }: PlacedObject): SavedObject {
  const withheld = sensitiveNames(object.sensitiveAttributes).filter(
    (name) => (object.attributes[name] ?? null) !== null,
  );
  const open = { ...object };
  delete (open as { private?: string }).private;
  const attributes = Object.fromEntries(Object.entries(object.attributes).filter(([name]) => !withheld.includes(name)));
  return { address, provider, object: { ...open, attributes }, withheld };
}

export function applyRefreshed(base: State, { put, removed }: Refreshed): State {
  const without = removed.reduce((state, { address, deposed }) => removeObject(state, address, deposed), base);
  return put.reduce((state, { address, provider, object, withheld }) => {
    const old = getObject(base, address, object.deposed);
    const kept = Object.fromEntries(withheld.map((name) => [name, old?.attributes[name] ?? null]));
    const whole: ObjectState = {
      ...object,
      attributes: { ...object.attributes, ...kept },
      ...(old?.private !== undefined && { private: old.private }),
    };
    return putObject(state, address, provider, whole, object.deposed);
  }, without);
}
