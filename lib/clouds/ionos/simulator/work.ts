import type { Cloud } from "./cloud";
import { beingDeleted } from "./errors";
import type { Item, Properties } from "./item";

/** One step of a request, in a form that can be saved. */
export type Change =
  | { readonly kind: "create"; readonly path: string; readonly later?: Properties }
  | { readonly kind: "update"; readonly path: string; readonly patch: Properties }
  | { readonly kind: "delete"; readonly path: string };

/**
 * What one request is going to do. Objects are there at once, though BUSY; their properties change when the request is
 * done. All of it is taken back when a later check refuses.
 */
export interface Work {
  readonly changes: readonly Change[];
  create(init: NewItem): Item;
  update(item: Item, patch: Properties): void;
  /** Marks it, and everything inside it, for deletion. */
  remove(item: Item): void;
  takeBack(): void;
}

interface NewItem {
  readonly type: string;
  readonly id: string;
  readonly path: string;
  readonly parent: string | undefined;
  readonly properties: Properties;
  readonly later?: Properties;
}

export function beginWork(cloud: Cloud): Work {
  const changes: Change[] = [];
  const undo: (() => void)[] = [];
  return {
    changes,
    create({ type, id, path, parent, properties, later }) {
      const now = cloud.clock.now();
      const item: Item = {
        type,
        id,
        path,
        parent,
        properties,
        requested: later ? { ...properties, ...later } : properties,
        previous: undefined,
        created: false,
        deleting: false,
        pending: 0,
        revision: cloud.nextRevision(),
        createdAt: now,
        modifiedAt: now,
      };
      cloud.tree.insert(item);
      cloud.addresses.index(item);
      changes.push({ kind: "create", path, ...(later ? { later } : {}) });
      undo.push(() => discard(cloud, item));
      return item;
    },
    update(item, patch) {
      if (item.deleting) throw beingDeleted(item.type, item.id);
      const before = item.requested;
      item.requested = { ...before, ...patch };
      cloud.addresses.index(item);
      changes.push({ kind: "update", path: item.path, patch });
      undo.push(() => {
        item.requested = before;
        cloud.addresses.index(item);
      });
    },
    remove(item) {
      if (item.deleting) throw beingDeleted(item.type, item.id);
      const marked = cloud.tree.within(item.path).filter((inner) => !inner.deleting);
      for (const inner of marked) inner.deleting = true;
      changes.push({ kind: "delete", path: item.path });
      undo.push(() => {
        for (const inner of marked) inner.deleting = false;
      });
    },
    takeBack() {
      for (const step of undo.reverse()) step();
    },
  };
}

/** Removes an object and everything inside it. */
export function discard(cloud: Cloud, item: Item): void {
  for (const inner of [...cloud.tree.within(item.path)].reverse()) {
    cloud.tree.remove(inner);
    cloud.addresses.forget(inner);
  }
}
