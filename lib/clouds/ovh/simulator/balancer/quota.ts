import type { Router } from "../../../../simulator";
import { time } from "../cloud";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { noSuchObject } from "../errors";
import { type Fields, readChange } from "../fields";
import { listing, passes } from "../listing";
import type { Balancer } from "../world";
import { balancerOf } from "./collections";

/** How much traffic is included and used, by zone: none is ever used here. */

const BASE = "/ipLoadbalancing/:serviceName";
const ALERT: Fields = { alert: { type: "integer", min: 0 } };
const INCLUDED_BYTES = 10_000_000_000;

const monthsFrom = (ms: number, count: number) => {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
};

function quotaOf(context: Context, zone: string) {
  const balancer = balancerOf(context);
  if (!balancer.zones.includes(zone)) throw noSuchObject("zone", zone);
  const now = context.cloud.clock.now();
  return {
    zone,
    alert: balancer.alerts[zone] ?? null,
    included: INCLUDED_BYTES,
    total: 0,
    lastUpdateDate: time(now),
    resetDate: time(monthsFrom(now, 0)),
  };
}

/** Of the month before, one entry by zone. */
function historyOf({ cloud }: Context, { zones }: Balancer) {
  const now = cloud.clock.now();
  return zones.map((zone, index) => ({
    id: index + 1,
    zone,
    historizedDate: time(monthsFrom(now, 0)).slice(0, 10),
    lastUpdateDate: time(monthsFrom(now, 0)),
    resetDate: time(monthsFrom(now, -1)),
    total: 0,
  }));
}

export function addQuotaRoutes(routes: Router<Route>): void {
  routes.add("GET", `${BASE}/quota`, (context) =>
    listing(context, balancerOf(context).zones, (zone) => quotaOf(context, String(zone))),
  );
  routes.add("GET", `${BASE}/quota/:zone`, (context) => ok(quotaOf(context, context.params.zone ?? "")));
  routes.add("PUT", `${BASE}/quota/:zone`, (context) => {
    const { zone } = quotaOf(context, context.params.zone ?? "");
    const { alert } = readChange(ALERT, bodyOf(context), context.cloud.behaviour);
    if (alert !== undefined) balancerOf(context).alerts[zone] = alert as number | null;
    return done;
  });
  routes.add("GET", `${BASE}/quotaHistory`, (context) => {
    const { query } = context.request;
    const from = query.get("historizedDate.from") ?? "";
    const to = query.get("historizedDate.to") ?? "9999";
    const found = historyOf(context, balancerOf(context)).filter(
      ({ zone, historizedDate }) => passes(context, { zone }) && historizedDate >= from && historizedDate <= to,
    );
    const byId = new Map(found.map((entry) => [entry.id, entry]));
    return listing(context, [...byId.keys()], (id) => byId.get(Number(id))!);
  });
  routes.add("GET", `${BASE}/quotaHistory/:id`, (context) => {
    const { id = "" } = context.params;
    const found = historyOf(context, balancerOf(context)).find((entry) => String(entry.id) === id);
    if (!found) throw noSuchObject("id", id);
    return ok(found);
  });
}
