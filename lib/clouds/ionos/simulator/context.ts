import type { Reply, SimulatedRequest } from "../../../simulator";
import { parseBody } from "../../../simulator";
import type { Cloud } from "./cloud";
import { malformed, notFound, preconditionFailed } from "./errors";
import type { Item } from "./item";
import { etag, type Look, renderItem } from "./render";
import type { CloudRequest } from "./requests";
import { beginWork, type Work } from "./work";

/** One request on its way through a route. */
export interface Context {
  readonly cloud: Cloud;
  readonly request: SimulatedRequest;
  readonly params: Readonly<Record<string, string>>;
  /** The path below `/cloudapi/v6`. */
  readonly path: string;
}

export type Route = (context: Context) => Reply;

/** `depth`: 0 to 10, default 0. */
export function depthOf({ request }: Context): number {
  const text = request.query.get("depth");
  if (text === null || text === "") return 0;
  if (!/^-?\d+$/.test(text)) throw malformed("query parameter 'depth' is not a number");
  return Math.max(0, Math.min(10, Number(text)));
}

/** `pretty` is true unless said otherwise. */
export const prettyOf = (request: SimulatedRequest) => request.query.get("pretty") !== "false";

export function bodyOf({ request }: Context): unknown {
  const body = parseBody(request);
  if (body.kind === "invalid") throw malformed("it is not JSON");
  return body.kind === "json" ? body.value : undefined;
}

/** The object that a path names; 404 when it is not there, or hidden still. */
export function itemAt({ cloud }: Context, path: string): Item {
  const item = cloud.tree.get(path);
  if (!item) throw notFound();
  return item;
}

export const look = (context: Context): Look => ({ stale: context.request.effects.stale });

export const ok = (context: Context, body: unknown, headers?: Record<string, string>): Reply => ({
  status: 200,
  body,
  pretty: prettyOf(context.request),
  ...(headers ? { headers } : {}),
});

/** A single object. "ETag is also added to responses of requests which don't use depth" (vendor's documentation). */
export function showItem(context: Context, item: Item): Reply {
  const { cloud, request } = context;
  const tag = etag(item.path, item.revision);
  const headers = request.query.has("depth") ? undefined : { ETag: `"${tag}"` };
  if (headers && request.headers["if-none-match"]?.replaceAll('"', "") === tag) return { status: 304, headers };
  return ok(context, renderItem(cloud, item, depthOf(context) + 1, look(context)), headers);
}

/** Refuses a write under `If-Match` that is out of date, where the option says so. */
export function checkIfMatch({ cloud, request }: Context, item: Item): void {
  const wanted = request.headers["if-match"];
  if (cloud.behaviour.ifMatch === "ignore" || wanted === undefined || wanted === "*") return;
  if (wanted.replaceAll('"', "") !== etag(item.path, item.revision)) throw preconditionFailed();
}

type Target = Pick<Item, "id" | "type" | "path">;

/**
 * Accepts a write: 202, the request's absolute address in `Location`, and the body that `answer` makes, which sees the
 * objects as they are before anything is carried out. All is taken back when `plan` refuses.
 */
export function accept(
  context: Context,
  plan: (work: Work) => { targets: readonly Target[]; answer?: () => unknown },
): Reply {
  const { cloud } = context;
  const work = beginWork(cloud);
  let planned: ReturnType<typeof plan>;
  try {
    planned = plan(work);
  } catch (error) {
    work.takeBack();
    throw error;
  }
  const body = planned.answer?.();
  const accepted = submit(context, work, planned.targets);
  return {
    status: 202,
    headers: { Location: cloud.href(`/requests/${accepted.id}/status`) },
    pretty: prettyOf(context.request),
    ...(body === undefined ? {} : { body }),
  };
}

const HIDDEN_HEADERS = new Set(["authorization", "connection", "content-length", "transfer-encoding"]);

function submit({ cloud, request, path }: Context, work: Work, targets: readonly Target[]): CloudRequest {
  const headers = Object.entries(request.headers).filter(([name]) => !HIDDEN_HEADERS.has(name));
  return cloud.requests.submit({
    work,
    method: request.method,
    url: cloud.href(path),
    headers: Object.fromEntries(headers),
    body: request.bodyText,
    targets: targets.map(({ id, type, path: at }) => ({ id, type, path: at })),
    ...(request.effects.failLater === undefined ? {} : { failLater: request.effects.failLater }),
  });
}
