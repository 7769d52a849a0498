/** What is stored for one object of the cloud. */

export type Properties = Readonly<Record<string, unknown>>;

export interface Item {
  /** The vendor's word: "lan", "nic", "ipblock", ... */
  readonly type: string;
  readonly id: string;
  /** The path below `/cloudapi/v6`, which names it: two LANs of two data centres share the id "1". */
  readonly path: string;
  /** The path of what it lies in; undefined for what lies in the contract itself. */
  readonly parent: string | undefined;
  /** As carried out. Names that start with "$" are relations, which clients never see. */
  properties: Properties;
  /** As carried out and then as all pending requests want it. The same object as `properties` when there are none. */
  requested: Properties;
  /** As it was before the last change that finished: what a stale read shows. */
  previous: Properties | undefined;
  /** False while the request that makes it is under way. */
  created: boolean;
  /** True once its deletion was accepted. */
  deleting: boolean;
  /** How many requests are under way on it or on something inside it. */
  pending: number;
  /** Changes with every change: the entity tag follows from it. */
  revision: number;
  readonly createdAt: number;
  modifiedAt: number;
}

/** The value of one property in both worlds: carried out, and asked for. One or two values. */
export function bothOf<T>(item: Item, name: string): readonly T[] {
  const settled = item.properties[name] as T;
  const requested = item.requested[name] as T;
  return settled === requested ? [settled] : [settled, requested];
}

/** The id at the end of a path, or at another place counted from the end. */
export function segment(path: string, fromEnd = 1): string {
  const parts = path.split("/");
  return parts[parts.length - fromEnd] ?? "";
}

/** The path of the data centre in which `path` lies, if it does. */
export function datacenterOf(path: string): string | undefined {
  return /^\/datacenters\/[^/]+/.exec(path)?.[0];
}
