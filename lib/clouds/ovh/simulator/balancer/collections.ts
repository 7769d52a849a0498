import type { Reply, Router } from "../../../../simulator";
import { nextNumber, service } from "../cloud";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { noSuchObject } from "../errors";
import { readChange, readNew, type Values } from "../fields";
import { listing } from "../listing";
import type { Balancer } from "../world";
import { FARMS, objectsOf, type ObjectKind, type StoredObject, zoneOf } from "./configuration";
import { type Noun, NOUNS } from "./nouns";
import { countWrite } from "./pending";
import { checkDeletion, checkObject, checkRoom } from "./rules";
import { showObject } from "./show";

/** Reads and writes of all objects of a load balancer: every write changes what is stored, never what is live. */

const BASE = "/ipLoadbalancing/:serviceName";

export const balancerOf = ({ cloud, params }: Context) => service(cloud, "ipLoadbalancing", params.serviceName);

const PARENTS: Readonly<Partial<Record<string, readonly [ObjectKind, string]>>> = {
  "http/farm/server": ["http/farm", "farmId"],
  "tcp/farm/server": ["tcp/farm", "farmId"],
  "udp/farm/server": ["udp/farm", "farmId"],
  "http/route/rule": ["http/route", "routeId"],
  "tcp/route/rule": ["tcp/route", "routeId"],
};

function find(balancer: Balancer, kind: ObjectKind, idName: string, text = ""): StoredObject {
  const object = objectsOf(balancer.stored, kind).find((entry) => String(entry.id) === text);
  if (!object) throw noSuchObject(idName, text);
  return object;
}

function parentOf(context: Context, noun: Noun, balancer: Balancer): number | null {
  const parent = PARENTS[noun.kind];
  return parent ? find(balancer, parent[0], parent[1], context.params[parent[1]]).id : null;
}

function objectAt(context: Context, noun: Noun, balancer: Balancer): StoredObject {
  const parent = parentOf(context, noun, balancer);
  const object = find(balancer, noun.kind, noun.idName, context.params[noun.idName]);
  if (object.parent !== parent) throw noSuchObject(noun.idName, object.id);
  return object;
}

function list(context: Context, noun: Noun): Reply {
  const balancer = balancerOf(context);
  const parent = parentOf(context, noun, balancer);
  const passes = (shown: Values) =>
    noun.filters.every((name) => {
      const wanted = context.request.query.get(name);
      if (!wanted) return true;
      const value = JSON.stringify(shown[name] ?? "").replaceAll('"', "");
      return name === "port" ? value.includes(wanted.replaceAll("%", "")) : value === wanted;
    });
  const objects = objectsOf(balancer.stored, noun.kind).filter((object) => object.parent === parent);
  const shown = new Map(objects.map((object) => [object.id, showObject(context.cloud, balancer, noun, object)]));
  const ids = [...shown].filter(([, values]) => passes(values)).map(([id]) => id);
  return listing(context, ids, (id) => shown.get(Number(id)) ?? {});
}

/** `farmId` of a network is where it is used: the farms know it, the network shows it. */
export function useNetwork(balancer: Balancer, network: number, farmIds: readonly number[]): void {
  for (const id of farmIds)
    if (!objectsOf(balancer.stored, ...FARMS).some((farm) => farm.id === id)) throw noSuchObject("farmId", id);
  for (const farm of objectsOf(balancer.stored, ...FARMS)) {
    if (farmIds.includes(farm.id)) farm.values = { ...farm.values, vrackNetworkId: network };
    else if (farm.values.vrackNetworkId === network) farm.values = { ...farm.values, vrackNetworkId: null };
  }
}

function create(context: Context, noun: Noun): Reply {
  const { cloud } = context;
  const balancer = balancerOf(context);
  const parent = parentOf(context, noun, balancer);
  const body = bodyOf(context);
  const values = readNew(noun.fields, body, cloud.behaviour);
  checkRoom(balancer, noun.kind);
  const object: StoredObject = { kind: noun.kind, id: nextNumber(cloud), parent, values };
  checkObject(cloud, balancer, { ...object, given: Object.keys(body) });
  const { farmId, ...rest } = values;
  if (noun.kind === "vrack/network") {
    useNetwork(balancer, object.id, (farmId ?? []) as number[]);
    object.values = rest;
  }
  balancer.stored.objects.push(object);
  countWrite(balancer, zoneOf(balancer.stored, object));
  return ok(showObject(cloud, balancer, noun, object));
}

function update(context: Context, noun: Noun): Reply {
  const { cloud } = context;
  const balancer = balancerOf(context);
  const object = objectAt(context, noun, balancer);
  const changes = readChange(noun.fields, bodyOf(context), cloud.behaviour);
  const values = { ...object.values, ...changes };
  checkObject(cloud, balancer, { ...object, values, given: Object.keys(changes) });
  const before = zoneOf(balancer.stored, object);
  object.values = values;
  const after = zoneOf(balancer.stored, object);
  for (const zone of before === "all" || after === "all" ? ["all"] : new Set([before, after]))
    countWrite(balancer, zone);
  return done;
}

function remove(context: Context, noun: Noun): Reply {
  const balancer = balancerOf(context);
  const object = objectAt(context, noun, balancer);
  checkDeletion(context.cloud, balancer, object);
  countWrite(balancer, zoneOf(balancer.stored, object));
  const inside = (entry: StoredObject) => PARENTS[entry.kind]?.[0] === object.kind && entry.parent === object.id;
  balancer.stored.objects = balancer.stored.objects.filter((entry) => entry !== object && !inside(entry));
  if (object.kind === "vrack/network") useNetwork(balancer, object.id, []);
  return done;
}

export function addCollections(routes: Router<Route>): void {
  for (const noun of NOUNS) {
    const parent = PARENTS[noun.kind];
    const last = noun.kind.split("/").at(-1) ?? "";
    const all = `${BASE}/${parent ? `${parent[0]}/:${parent[1]}/${last}` : noun.kind}`;
    const one = `${all}/:${noun.idName}`;
    routes.add("GET", all, (context) => list(context, noun));
    routes.add("POST", all, (context) => create(context, noun));
    routes.add("GET", one, (context) => {
      const balancer = balancerOf(context);
      return ok(showObject(context.cloud, balancer, noun, objectAt(context, noun, balancer)));
    });
    routes.add("PUT", one, (context) => update(context, noun));
    routes.add("DELETE", one, (context) => remove(context, noun));
  }
}
