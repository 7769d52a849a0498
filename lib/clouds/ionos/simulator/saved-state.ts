import type { Cloud } from "./cloud";
import type { Item } from "./item";
import type { CloudRequest } from "./requests";

/** All that a simulated cloud knows, as JSON. */
export interface SavedState {
  readonly version: 1;
  readonly cloud: "ionos";
  readonly items: readonly Item[];
  readonly requests: readonly CloudRequest[];
  readonly counters: {
    readonly ids: number;
    readonly revision: number;
    readonly reserved: number;
    readonly dynamic: number;
  };
}

export interface Counters {
  revision(): number;
  restoreRevision(to: number): void;
  /** Puts what is there before anybody made anything. */
  fill(put: (type: string, properties: Record<string, unknown>) => void): void;
}

export function createSaveable(cloud: Cloud, counters: Counters) {
  const { tree, addresses, ids, requests } = cloud;

  function put(type: string, properties: Record<string, unknown>): void {
    const id = ids.uuid();
    const { collection, fields } = cloud.noun(type);
    const defaults = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default ?? null]));
    const complete = { ...defaults, ...properties };
    const now = cloud.clock.now();
    tree.insert({
      type,
      id,
      path: `/${collection}/${id}`,
      parent: undefined,
      properties: complete,
      requested: complete,
      previous: undefined,
      created: true,
      deleting: false,
      pending: 0,
      revision: 0,
      createdAt: now,
      modifiedAt: now,
    });
  }

  return {
    state(): SavedState {
      const { reserved, dynamic } = addresses.position();
      const state: SavedState = {
        version: 1,
        cloud: "ionos",
        items: [...tree.all()],
        requests: requests.save(),
        counters: { ids: ids.position(), revision: counters.revision(), reserved, dynamic },
      };
      return structuredClone(state);
    },
    load(saved: unknown): void {
      const state = structuredClone(saved) as SavedState;
      if (state?.cloud !== "ionos" || state.version !== 1)
        throw new Error("this is no saved state of the IONOS simulator");
      tree.clear();
      addresses.clear();
      for (const item of state.items) {
        // Where nothing is pending both are one object: that is how the rest tells that nothing is pending.
        const settled = item.pending === 0 && item.created ? { requested: item.properties } : {};
        tree.insert({ ...item, ...settled, previous: item.previous, pending: 0 });
      }
      addresses.restore(state.counters);
      ids.restore(state.counters.ids);
      counters.restoreRevision(state.counters.revision);
      requests.load(state.requests);
    },
    reset(): void {
      tree.clear();
      addresses.clear();
      ids.restore(0);
      counters.restoreRevision(0);
      requests.load([]);
      counters.fill(put);
    },
  };
}
