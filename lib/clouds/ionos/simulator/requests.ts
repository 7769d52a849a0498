import type { RequestState } from "../wire";
import type { Cloud } from "./cloud";
import { ASYNC_FAILURE } from "./errors";
import { datacenterOf, type Item } from "./item";
import { type Change, discard, type Work } from "./work";

/** One accepted write: an entry of `GET /requests`, and the work that it stands for. */
export interface CloudRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly createdAt: number;
  readonly changes: readonly Change[];
  readonly targets: readonly { readonly id: string; readonly type: string; readonly path: string }[];
  /** Set by fault injection: the work fails, with these words. */
  readonly failWith?: string;
  status: RequestState;
  message: string;
  revision: number;
}

type NewRequest = Pick<CloudRequest, "method" | "url" | "headers" | "body" | "targets"> & {
  readonly work: Work;
  /** Left out: it succeeds. Empty: the vendor's usual words. */
  readonly failLater?: string;
};

export interface Requests {
  get(id: string): CloudRequest | undefined;
  /** The newest first. */
  list(): readonly CloudRequest[];
  submit(request: NewRequest): CloudRequest;
  save(): readonly CloudRequest[];
  load(requests: readonly CloudRequest[]): void;
}

/** Bodies of failover lists can be long: the log lets go of the oldest beyond this many characters. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/**
 * Requests take `settleMs`, and those that touch the same object wait for each other: "BUSY: there is at least one
 * modification request pending and all following requests will be queued" (vendor's model documentation).
 */
export function createRequests(cloud: Cloud): Requests {
  const log = new Map<string, CloudRequest>();
  const tails = new Map<string, CloudRequest>(); // the last request in the queue of each key
  const waiting = new Map<CloudRequest, { blockers: number; readonly next: Set<CloudRequest> }>(); // those not finished
  const updates = new Map<string, { readonly request: CloudRequest; readonly change: Change & { kind: "update" } }[]>();
  let characters = 0;

  const keysOf = (request: CloudRequest) => {
    const paths = request.changes.map((change) => change.path);
    return new Set(
      cloud.behaviour.queueScope === "datacenter" ? paths.map((path) => datacenterOf(path) ?? path) : paths,
    );
  };

  /** The objects that are BUSY because of it: those it changes and those they lie in. */
  function busyItems(request: CloudRequest): Set<Item> {
    const items = new Set<Item>();
    for (const change of request.changes) {
      const parts = change.path.split("/");
      for (let length = 3; length <= parts.length; length += 2) {
        const item = cloud.tree.get(parts.slice(0, length).join("/"));
        if (item) items.add(item);
      }
    }
    return items;
  }

  function enqueue(request: CloudRequest): void {
    const blockers = new Set<CloudRequest>();
    for (const key of keysOf(request)) {
      const tail = tails.get(key);
      if (tail && waiting.has(tail)) blockers.add(tail);
      tails.set(key, request);
    }
    waiting.set(request, { blockers: blockers.size, next: new Set() });
    for (const blocker of blockers) waiting.get(blocker)?.next.add(request);
    for (const item of busyItems(request)) item.pending++;
    for (const change of request.changes) {
      if (change.kind !== "update") continue;
      const queue = updates.get(change.path) ?? [];
      queue.push({ request, change });
      updates.set(change.path, queue);
    }
    if (blockers.size === 0) start(request);
  }

  function start(request: CloudRequest): void {
    const { settleMs } = cloud.behaviour;
    if (settleMs <= 0) return finish(request);
    cloud.clock.after(settleMs / 4, () => {
      if (!waiting.has(request)) return; // the state was reset or loaded meanwhile
      tell(request, "RUNNING", "Request is being executed");
      cloud.clock.after(settleMs - settleMs / 4, () => {
        if (waiting.has(request)) finish(request);
      });
    });
  }

  function tell(request: CloudRequest, status: RequestState, message: string): void {
    request.status = status;
    request.message = message;
    request.revision = cloud.nextRevision();
  }

  function finish(request: CloudRequest): void {
    for (const item of busyItems(request)) item.pending = Math.max(0, item.pending - 1);
    for (const change of request.changes) carryOut(request, change);
    if (request.failWith === undefined) tell(request, "DONE", "Request has been successfully executed");
    else tell(request, "FAILED", request.failWith);
    const next = waiting.get(request)?.next ?? new Set();
    waiting.delete(request);
    for (const key of keysOf(request)) if (tails.get(key) === request) tails.delete(key);
    for (const follower of next) {
      const state = waiting.get(follower);
      if (state && --state.blockers === 0) start(follower);
    }
    trim();
  }

  function carryOut(request: CloudRequest, change: Change): void {
    const item = cloud.tree.get(change.path);
    if (!item) return; // what it was about went with something that was deleted before
    const failed = request.failWith !== undefined;
    if (change.kind === "create") {
      if (failed) return discard(cloud, item);
      item.created = true;
      if (change.later) item.properties = { ...item.properties, ...change.later };
      item.requested = withPending(item);
    } else if (change.kind === "delete") {
      if (!failed) return discard(cloud, item);
      for (const inner of cloud.tree.within(item.path)) inner.deleting = false;
    } else {
      const queue = (updates.get(change.path) ?? []).filter((entry) => entry.change !== change);
      if (queue.length > 0) updates.set(change.path, queue);
      else updates.delete(change.path);
      if (!failed) {
        item.previous = item.properties;
        item.properties = { ...item.properties, ...change.patch };
      }
      item.requested = withPending(item);
    }
    touch(item);
    cloud.addresses.index(item);
  }

  function withPending(item: Item): Item["properties"] {
    const queue = updates.get(item.path);
    if (!queue) return item.properties;
    return Object.assign({}, item.properties, ...queue.map((entry) => entry.change.patch)) as Item["properties"];
  }

  function touch(item: Item): void {
    const now = cloud.clock.now();
    item.modifiedAt = now;
    item.revision = cloud.nextRevision();
    const datacenter = cloud.tree.get(datacenterOf(item.path) ?? "");
    if (!datacenter || datacenter === item) return;
    datacenter.properties = { ...datacenter.properties, version: Number(datacenter.properties.version ?? 0) + 1 };
    datacenter.requested = withPending(datacenter);
  }

  function trim(): void {
    for (const [id, request] of log) {
      if (log.size <= cloud.behaviour.requestLogLimit && characters <= MOST_CHARACTERS) return;
      if (waiting.has(request)) return;
      log.delete(id);
      characters -= request.body.length;
    }
  }

  function remember(request: CloudRequest): void {
    log.set(request.id, request);
    characters += request.body.length;
  }

  return {
    get: (id) => log.get(id),
    list: () => [...log.values()].reverse(),
    submit({ work, failLater, ...rest }) {
      const request: CloudRequest = {
        ...rest,
        id: cloud.ids.uuid(),
        createdAt: cloud.clock.now(),
        changes: work.changes,
        ...(failLater === undefined ? {} : { failWith: failLater === "" ? ASYNC_FAILURE : failLater }),
        status: "QUEUED",
        message: "Request has been queued",
        revision: cloud.nextRevision(),
      };
      remember(request);
      enqueue(request);
      return request;
    },
    save: () => [...log.values()],
    load(requests) {
      for (const map of [log, tails, waiting, updates]) map.clear();
      characters = 0;
      for (const request of requests) {
        remember(request);
        if (request.status === "QUEUED" || request.status === "RUNNING") enqueue(request);
      }
    },
  };
}
