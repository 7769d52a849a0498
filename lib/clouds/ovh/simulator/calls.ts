import type { Router, SimulatedRequest } from "../../../simulator";
import { changing, type Cloud } from "./cloud";
import type { Route } from "./context";
import { findRoute } from "./gate";

/** Calls of the API from within: the same routes and rules, without credentials, journal, faults or HTTP. */
export function createCalls(cloud: Cloud, routes: Router<Route>) {
  return (method: string, path: string, body?: unknown): unknown => {
    const [bare = "", query = ""] = path.split("?");
    const request: SimulatedRequest = {
      method,
      path: bare,
      rawUrl: path,
      query: new URLSearchParams(query),
      headers: {},
      bodyText: body === undefined ? "" : JSON.stringify(body),
      at: cloud.clock.now(),
      effects: { stale: false },
    };
    const { value: route, params } = findRoute(routes, method, bare);
    const run = () => route({ cloud, request, params, credential: undefined, origin: "" }).body;
    return method === "GET" ? run() : changing(cloud, run);
  };
}
