import type { Cloud } from "./cloud";
import type { Fields } from "./fields";
import type { Item, Properties } from "./item";
import type { Work } from "./work";

/** The body of a POST or PUT: `{properties, entities}`. */
export interface Entity {
  readonly id?: string;
  readonly properties: Properties;
  readonly entities: Readonly<Record<string, { readonly items?: readonly Record<string, unknown>[] } | null>>;
}

/** One kind of object that the cloud has: what it looks like, where it lives, which rules hold for it. */
export interface Noun {
  /** The vendor's word, the value of `type`. */
  readonly type: string;
  /** The last part of its collection's path. */
  readonly collection: string;
  /** The type of what it lies in; left out: it lies in the contract. */
  readonly parent?: string;
  readonly fields: Fields;
  /** The collections that it contains. */
  readonly children?: readonly string[];
  /** Collections of objects that live elsewhere: a LAN's NICs, a server's volumes. */
  readonly references?: Readonly<Record<string, (cloud: Cloud, item: Item) => readonly Item[]>>;
  /** How many are listed at once. Default: 1000, at most 10000. */
  readonly page?: { readonly limit: number; readonly most: number };
  /** False: there is no POST, PUT, PATCH, DELETE. */
  readonly writable?: false;
  readonly labels?: true;
  newId?(cloud: Cloud, parent: Item | undefined): string;
  /** Checks a new object and completes its properties; may make others in the same piece of work. */
  prepare?(cloud: Cloud, work: Work, parent: Item | undefined, entity: Entity): Prepared;
  /** Makes what was sent inside the new object. */
  inside?(cloud: Cloud, work: Work, item: Item, entity: Entity): void;
  /** Checks a change and completes it. */
  change?(cloud: Cloud, work: Work, item: Item, patch: Properties): Properties;
  /** Checks a deletion; may change others in the same piece of work. */
  remove?(cloud: Cloud, work: Work, item: Item, query: URLSearchParams): void;
  /** What clients are shown instead of or beside what is stored. */
  show?(cloud: Cloud, item: Item, shown: Record<string, unknown>): Record<string, unknown>;
}

interface Prepared {
  readonly properties: Properties;
  /** Properties that it gets only when its request is done. */
  readonly later?: Properties;
}
