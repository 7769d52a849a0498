import type { Handler, Reply, Router, SimulatedRequest } from "../../../simulator";
import { checkAction } from "./access/actions";
import { checkAccess } from "./access/check";
import type { Keys } from "./access/keys";
import { tryPage } from "./access/pages";
import { UNSIGNED } from "./access/routes";
import { changing, type Cloud } from "./cloud";
import { done, type Route } from "./context";
import { ApiError, bodyOfRefusal, methodNotAllowed, notSimulated, unknownUrl } from "./errors";
import { isElsewhere, isNotSimulated, isPartly } from "./not-simulated";

/** `/v1` is an alias of `/1.0`; clients that are given a path with `/v1/` leave the `/1.0` out. */
const VERSION = /^\/(1\.0|v1)(?=\/|$)/;

/** The route of a path, or why there is none. An unescaped `/` in a block makes a path that is not there: 404. */
export function findRoute(routes: Router<Route>, method: string, path: string) {
  if (isNotSimulated(method, path)) throw notSimulated(`${method} ${path}`);
  const found = routes.find(method, path);
  if (found.kind === "found") return found;
  const isLacking = found.kind === "unknown" ? isElsewhere(path) : isPartly(method, path);
  if (isLacking) throw notSimulated(`${method} ${path}`);
  throw found.kind === "wrong-method" ? methodNotAllowed(found.allowed) : unknownUrl();
}

export function createGate(cloud: Cloud, routes: Router<Route>, keys: Keys, origin: () => string): Handler {
  function serve(request: SimulatedRequest): Reply {
    const page = tryPage(cloud, request, keys);
    if (page) return page;
    if (/^\/v2(\/|$)/.test(request.path)) throw notSimulated("API v2");
    if (!VERSION.test(request.path)) throw unknownUrl();
    const path = request.path.replace(VERSION, "");
    if (/^\/[^/]+\.json$/.test(path)) throw notSimulated(`the schema at ${path}`);
    const unsigned = UNSIGNED.has(`${request.method} ${path.replace(/\/+$/, "")}`);
    const credential = unsigned ? undefined : checkAccess(cloud, request, path, keys);
    if (request.headers["x-ovh-batch"] !== undefined) throw notSimulated("batches (X-OVH-BATCH)");
    const { value: route, pattern, params } = findRoute(routes, request.method, path);
    checkAction(cloud, request.method, pattern);
    const run = () => route({ cloud, request, params, credential, origin: origin() });
    return answered(request.method === "GET" ? run() : changing(cloud, run), request);
  }

  /** What has no result, as the option says. */
  function answered(reply: Reply, { headers }: SimulatedRequest): Reply {
    if (reply !== done) return reply;
    const { emptyAnswers } = cloud.behaviour;
    const needsJson = emptyAnswers === "by-client" && (headers["user-agent"] ?? "").startsWith("python-requests/");
    if (emptyAnswers === "null" || needsJson) return { ...reply, body: null };
    return emptyAnswers === "no-content" ? { ...reply, status: 204 } : reply;
  }

  /** A stale read sees the whole cloud as it was. */
  function serveStale(request: SimulatedRequest): Reply {
    const { world } = cloud;
    cloud.world = cloud.previous ?? world;
    try {
      return serve(request);
    } finally {
      cloud.world = world;
    }
  }

  return (request) => {
    try {
      return request.effects.stale && request.method === "GET" ? serveStale(request) : serve(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: bodyOfRefusal(error, cloud.behaviour), headers: error.headers };
    }
  };
}
