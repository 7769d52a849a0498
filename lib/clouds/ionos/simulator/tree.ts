import type { Item } from "./item";

/** All objects of the cloud, found by path, by id, and by the collection that they lie in. */
export interface Tree {
  get(path: string): Item | undefined;
  /** By UUID. Never for LANs, whose ids are small numbers that repeat. */
  byId(type: string, id: string): Item | undefined;
  /** What lies in a collection such as `/datacenters/<id>/lans`, the oldest first. */
  list(collectionPath: string): readonly Item[];
  /** An object and everything inside it, itself first: what goes when it goes. */
  within(path: string): readonly Item[];
  all(): Iterable<Item>;
  insert(item: Item): void;
  remove(item: Item): void;
  clear(): void;
}

const collectionOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

export function createTree(): Tree {
  const items = new Map<string, Item>();
  const ids = new Map<string, Item>();
  const collections = new Map<string, Map<string, Item>>();
  const childCollections = new Map<string, Set<string>>(); // the path of an item → its collections' paths

  function within(path: string): Item[] {
    const found: Item[] = [];
    const self = items.get(path);
    if (self) found.push(self);
    for (const collection of childCollections.get(path) ?? []) {
      for (const child of collections.get(collection)?.values() ?? []) found.push(...within(child.path));
    }
    return found;
  }

  return {
    get: (path) => items.get(path),
    byId: (type, id) => ids.get(`${type}/${id}`),
    list: (path) => [...(collections.get(path)?.values() ?? [])],
    within,
    all: () => items.values(),
    insert(item) {
      items.set(item.path, item);
      ids.set(`${item.type}/${item.id}`, item);
      const collection = collectionOf(item.path);
      const siblings = collections.get(collection) ?? new Map<string, Item>();
      siblings.set(item.id, item);
      collections.set(collection, siblings);
      if (item.parent !== undefined) {
        const known = childCollections.get(item.parent) ?? new Set<string>();
        known.add(collection);
        childCollections.set(item.parent, known);
      }
    },
    remove(item) {
      items.delete(item.path);
      ids.delete(`${item.type}/${item.id}`);
      collections.get(collectionOf(item.path))?.delete(item.id);
      childCollections.delete(item.path);
    },
    clear() {
      items.clear();
      ids.clear();
      collections.clear();
      childCollections.clear();
    },
  };
}
