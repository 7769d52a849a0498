import { createRouter, parseBody, type Reply, type SimulatedRequest } from "../../../simulator";
import { isAddress } from "./addresses";
import { type Cloud, writeAtOnce } from "./cloud";
import { invalid, malformed, methodNotAllowed, notFound, unauthorized } from "./errors";
import { checkProperties } from "./fields";
import type { Item, Properties } from "./item";
import { page } from "./listing";
import type { Noun } from "./noun";
import { renderItem } from "./render";
import { discard } from "./work";

/**
 * Cloud DNS reverse records: an API of its own (https://dns.de-fra.ionos.com), here at the root of the same address.
 * It takes tokens only and is synchronous. Unconfirmed: the status codes of writes, and what a record becomes when its
 * address is given back (here it stays).
 */
export const REVERSE_RECORDS: Noun = {
  type: "reverserecord",
  collection: "reverserecords",
  fields: {
    name: { type: "string", required: true },
    ip: { type: "string", required: true },
    description: { type: "string", hiddenWhenUnset: true },
  },
};

export const REVERSE_RECORDS_PATH = "/reverserecords";

type Route = (cloud: Cloud, request: SimulatedRequest, id: string) => Reply;

const routes = createRouter<Route>();
routes.add("GET", REVERSE_RECORDS_PATH, (cloud, request) => {
  const wanted = request.query.getAll("filter.recordIp");
  const records = cloud.tree.list(REVERSE_RECORDS_PATH);
  const kept =
    wanted.length === 0 ? records : records.filter((record) => wanted.includes(record.properties.ip as string));
  const { items, ...rest } = page(kept, request.query, { limit: 100, most: 1000 }, cloud.href(REVERSE_RECORDS_PATH));
  const envelope = { id: cloud.userId, type: "collection", href: cloud.href(REVERSE_RECORDS_PATH) };
  return { status: 200, body: { ...envelope, items: items.map((record) => renderItem(cloud, record, 1)), ...rest } };
});
routes.add("GET", `${REVERSE_RECORDS_PATH}/:id`, (cloud, _request, id) => show(cloud, find(cloud, id)));
routes.add("POST", REVERSE_RECORDS_PATH, (cloud, request) => {
  const record = write(cloud, cloud.ids.uuid(), readProperties(cloud, request));
  return { ...show(cloud, record), status: 201 };
});
// A client may make the id itself: PUT creates what there is not ("ensure").
routes.add("PUT", `${REVERSE_RECORDS_PATH}/:id`, (cloud, request, id) =>
  show(cloud, write(cloud, id, readProperties(cloud, request))),
);
routes.add("DELETE", `${REVERSE_RECORDS_PATH}/:id`, (cloud, _request, id) => {
  discard(cloud, find(cloud, id));
  return { status: 200 };
});

/** Answers a request to the reverse records; `request` has passed the check of its credentials. */
export function serveReverseRecords(cloud: Cloud, request: SimulatedRequest): Reply {
  if (!/^bearer /i.test(request.headers.authorization ?? "")) throw unauthorized();
  const route = routes.find(request.method, request.path);
  if (route.kind === "wrong-method") throw methodNotAllowed(route.allowed);
  if (route.kind === "unknown") throw notFound();
  return route.value(cloud, request, route.params.id ?? "");
}

const show = (cloud: Cloud, record: Item): Reply => ({ status: 200, body: renderItem(cloud, record, 1) });

function find(cloud: Cloud, id: string): Item {
  const record = cloud.tree.get(`${REVERSE_RECORDS_PATH}/${id}`);
  if (!record) throw notFound();
  return record;
}

function readProperties(cloud: Cloud, request: SimulatedRequest): Properties {
  const body = parseBody(request);
  if (body.kind !== "json") throw malformed("it is not JSON");
  const { properties } = body.value as { properties?: Properties };
  return checkProperties(REVERSE_RECORDS.fields, properties ?? {}, "create", cloud.behaviour.unknownProperties);
}

function write(cloud: Cloud, id: string, properties: Properties): Item {
  const ip = properties.ip as string;
  // The address must be the contract's own. IPv6 addresses are those of data centres, which are not looked up here.
  if (!ip.includes(":") && (!isAddress(ip) || !cloud.addresses.blockOf(ip)))
    throw invalid("ip", `'${ip}' is not owned by the contract`);
  const path = `${REVERSE_RECORDS_PATH}/${id}`;
  const taken = cloud.tree
    .list(REVERSE_RECORDS_PATH)
    .some((record) => record.properties.ip === ip && record.path !== path);
  if (taken) throw invalid("ip", `a reverse record for '${ip}' exists already`);
  return writeAtOnce(cloud, { type: REVERSE_RECORDS.type, id, path, parent: undefined, properties });
}
