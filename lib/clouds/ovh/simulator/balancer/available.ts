import type { Router } from "../../../../simulator";
import { ok, type Route } from "../context";
import { ZONES } from "../zones";
import { balancerOf } from "./collections";

/** What can be configured. The shapes are the vendor's schema's; which values are listed is the simulator's choice. */

const PROTOCOLS = ["http", "tcp", "udp"];

const TEXT = ["contains", "endswith", "is", "matches", "startswith"];

const probe = (type: string, matches: readonly string[], isHttp = false) => ({
  type,
  matches: ["default", ...matches],
  negatableMatches: matches,
  method: isHttp ? ["GET", "HEAD", "OPTIONS"] : null,
  port: type !== "oco", // "ignored for oco probe type"
  url: isHttp,
});
const PROBES = [
  probe("http", ["contains", "matches", "status"], true),
  probe("mysql", []),
  probe("oco", []),
  probe("pgsql", []),
  probe("smtp", []),
  probe("tcp", ["contains", "matches"]),
];

const action = (type: string, name: string, destination: string | null, status: readonly number[] | null) => ({
  type,
  name,
  destination,
  status,
});
const ACTIONS = [
  action("http", "farm", "farm", null),
  action("http", "redirect", "url", [301, 302, 303, 307, 308]),
  action("http", "reject", null, [200, 400, 403, 405, 408, 429, 500, 502, 503, 504]),
  action("tcp", "farm", "farm", null),
  action("tcp", "reject", null, null),
];

const rule = (type: string, name: string, pattern: string, matches: readonly string[], values?: readonly string[]) => ({
  type,
  name,
  pattern,
  matches,
  enum: values ?? null,
  hasSubField: ["cookie", "header", "queryParam"].includes(name),
});
const RULES = [
  rule("http", "cookie", "string", ["exists", ...TEXT]),
  rule("http", "header", "string", ["exists", ...TEXT]),
  rule("http", "host", "string", TEXT),
  rule("http", "method", "enum", ["is"], ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]),
  rule("http", "protocol", "enum", ["is"], ["http", "https"]),
  rule("http", "queryParam", "string", ["exists", ...TEXT]),
  rule("http", "source", "cidr", ["in"]),
  rule("http", "uri", "string", TEXT),
  rule("tcp", "sni", "string", ["exists", ...TEXT]),
  rule("tcp", "source", "cidr", ["in"]),
];

export function addAvailableRoutes(routes: Router<Route>): void {
  routes.add("GET", "/ipLoadbalancing/availableZones", () => ok(ZONES));
  for (const [name, body] of [
    ["availableFarmProbes", PROBES],
    ["availableFarmType", PROTOCOLS],
    ["availableFrontendType", PROTOCOLS],
    ["availableRouteActions", ACTIONS],
    ["availableRouteRules", RULES],
  ] as const) {
    routes.add("GET", `/ipLoadbalancing/:serviceName/${name}`, (context) => {
      balancerOf(context);
      return ok(body);
    });
  }
}
