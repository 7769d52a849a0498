import type { Clock, Ids } from "../../../simulator";
import type { Addresses } from "./addresses";
import type { Item, Properties } from "./item";
import type { Noun } from "./noun";
import type { Behaviour } from "./options";
import type { Requests } from "./requests";
import type { Tree } from "./tree";

/** The simulated IONOS Cloud of one contract: what all its parts work on. */
export interface Cloud {
  readonly behaviour: Behaviour;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tree: Tree;
  readonly addresses: Addresses;
  readonly requests: Requests;
  /** Of the one user that there is. */
  readonly userId: string;
  /** The absolute address of a path, for example http://127.0.0.1:1234/cloudapi/v6/ipblocks. */
  href(path: string): string;
  noun(type: string): Noun;
  nextRevision(): number;
}

/** Writes an object that is there as soon as the request is answered, without any work behind it. */
export function writeAtOnce(cloud: Cloud, place: Pick<Item, "type" | "id" | "path" | "parent" | "properties">): Item {
  const now = cloud.clock.now();
  const known = cloud.tree.get(place.path);
  const item: Item = {
    ...place,
    requested: place.properties,
    previous: known?.properties,
    created: true,
    deleting: false,
    pending: 0,
    revision: cloud.nextRevision(),
    createdAt: known?.createdAt ?? now,
    modifiedAt: now,
  };
  cloud.tree.insert(item);
  return item;
}

/** What a client sees of `item` at this moment. */
export function visible(cloud: Cloud, item: Item, stale = false): Properties {
  if (stale) return item.previous ?? item.properties;
  return cloud.behaviour.readsWhileBusy === "requested" && item.created ? item.requested : item.properties;
}
