/** Changes to a state, each giving a new one. They touch the root module only; other modules stay as they are. */
import { randomBytes } from "node:crypto";
import type { Address } from "../model";
import type { ObjectState, OutputState, ResourceState, State } from "./model";
import { compareObjects, compareResources, type ObjectName, type ResourceName } from "./order";

/** An object with where it stands. */
export interface PlacedObject {
  readonly address: Address;
  readonly module?: string;
  readonly provider: string;
  readonly object: ObjectState;
}

/** What is recorded of an object; its key and its being deposed follow from where it is put. */
export type NewObject = Omit<ObjectState, "key" | "deposed">;

/** Every object of the state in its order, deposed ones and those of other modules included. */
export function listObjects(state: State): readonly PlacedObject[] {
  return state.resources.flatMap(({ module, mode, type, name, provider, objects }) =>
    objects.map((object) => ({
      address: { mode, type, name, ...(object.key !== undefined && { key: object.key }) },
      ...(module !== undefined && { module }),
      provider,
      object,
    })),
  );
}

/** The resource in the root module, with all its instances. */
export function getResource(state: State, address: Address): ResourceState | undefined {
  const { index, found } = place(state.resources, resourceOrder(address));
  return found ? state.resources[index] : undefined;
}

/** The current object, or the deposed one of that name. */
export function getObject(state: State, address: Address, deposed?: string): ObjectState | undefined {
  const objects = getResource(state, address)?.objects ?? [];
  const { index, found } = place(objects, objectOrder({ key: address.key, deposed }));
  return found ? objects[index] : undefined;
}

export function listDeposed(state: State, address: Address): readonly ObjectState[] {
  const objects = getResource(state, address)?.objects ?? [];
  return objects.filter(({ key, deposed }) => deposed !== undefined && key === address.key);
}

/** Records the object, in place of the one that is there. All instances of a resource share the provider. */
export function putObject(
  state: State,
  address: Address,
  provider: string,
  object: NewObject,
  deposed?: string,
): State {
  const { mode, type, name, key } = address;
  const placed: ObjectState = {
    ...withoutName(object),
    ...(key !== undefined && { key }),
    ...(deposed !== undefined && { deposed }),
  };
  const old = getResource(state, address) ?? { mode, type, name, provider, objects: [], rest: {} };
  const { index, found } = place(old.objects, objectOrder({ key, deposed }));
  const objects = splice(old.objects, index, found ? 1 : 0, placed);
  return putResource(state, { ...old, provider, objects });
}

/** Removes the current object, or the deposed one of that name. Of what is not there, nothing. */
export function removeObject(state: State, address: Address, deposed?: string): State {
  const old = getResource(state, address);
  if (!old) return state;
  const { index, found } = place(old.objects, objectOrder({ key: address.key, deposed }));
  return found ? putResource(state, { ...old, objects: splice(old.objects, index, 1) }) : state;
}

/** Sets the current object aside, for a replacement that makes the new one first. */
export function depose(state: State, address: Address): { readonly state: State; readonly deposed: string } {
  const resource = getResource(state, address);
  const current = getObject(state, address);
  if (!resource || !current) throw new Error(`There is no object of ${address.type}.${address.name} to set aside.`);
  const deposed = randomBytes(4).toString("hex");
  const without = removeObject(state, address);
  return { state: putObject(without, address, resource.provider, current, deposed), deposed };
}

/** Makes a deposed object the current one again, after its replacement could not be made. */
export function undepose(state: State, address: Address, deposed: string): State {
  const resource = getResource(state, address);
  const object = getObject(state, address, deposed);
  if (!resource || !object || getObject(state, address)) return state;
  return putObject(removeObject(state, address, deposed), address, resource.provider, withoutName(object));
}

export function putOutput(state: State, name: string, output: OutputState): State {
  return { ...state, outputs: { ...state.outputs, [name]: output } };
}

export function removeOutput(state: State, name: string): State {
  const { [name]: removed, ...outputs } = state.outputs;
  return removed === undefined ? state : { ...state, outputs };
}

/** What comes from another place keeps neither its key nor its being deposed. */
function withoutName(object: NewObject): NewObject {
  const copy: { -readonly [K in keyof ObjectState]?: ObjectState[K] } & NewObject = { ...object };
  delete copy.key;
  delete copy.deposed;
  return copy;
}

function putResource(state: State, resource: ResourceState): State {
  const { index, found } = place(state.resources, resourceOrder(resource));
  const kept = resource.objects.length === 0 ? [] : [resource];
  return { ...state, resources: splice(state.resources, index, found ? 1 : 0, ...kept) };
}

function splice<T>(list: readonly T[], index: number, remove: number, ...items: readonly T[]): readonly T[] {
  const copy = list.slice();
  copy.splice(index, remove, ...items);
  return copy;
}

type Order<T> = (item: T) => number;

/** Lists are in Terraform's order, so a place is found by halving: a state may hold ten thousand resources. */
function place<T>(list: readonly T[], order: Order<T>): { readonly index: number; readonly found: boolean } {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = list[middle];
    const compared = item === undefined ? 1 : order(item);
    if (compared === 0) return { index: middle, found: true };
    if (compared < 0) low = middle + 1;
    else high = middle;
  }
  return { index: low, found: false };
}

function resourceOrder(wanted: ResourceName): Order<ResourceState> {
  return (resource) => compareResources(resource, wanted);
}

function objectOrder(wanted: ObjectName): Order<ObjectState> {
  return (object) => compareObjects(object, wanted);
}
