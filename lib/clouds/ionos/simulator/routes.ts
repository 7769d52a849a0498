import { createRouter, type Router } from "../../../simulator";
import { type Context, depthOf, itemAt, ok, type Route } from "./context";
import { notFound, notSimulated } from "./errors";
import { page, USUAL_LIMITS } from "./listing";
import { NOUNS } from "./nouns";
import { showContracts, showUser } from "./nouns/contracts";
import { findLabel, showAllLabels, showLabel } from "./nouns/labels";
import { showLocations } from "./nouns/locations";
import { collectionReference } from "./render";
import { findRequests, renderRequest, renderStatus, requestsReference } from "./request-log";
import { addNoun, patternOf } from "./routes-of-nouns";
import { addLabels } from "./routes-of-labels";
import { addRelations } from "./routes-of-relations";

/** Kinds of objects that nobody has here: lists are empty, a single one is not found, writing is answered 501. */
const NOBODY_HAS = [
  "/datacenters/:datacenter/networkloadbalancers",
  "/datacenters/:datacenter/applicationloadbalancers",
  "/datacenters/:datacenter/natgateways",
  "/datacenters/:datacenter/servers/:server/nics/:nic/flowlogs",
  "/datacenters/:datacenter/servers/:server/gpus",
  "/targetgroups",
  "/backupunits",
  "/templates",
  "/um/groups",
  "/um/resources",
];

/** All that is served below `/cloudapi/v6`. What is not here exists at the vendor's and is answered 501, or 404. */
export function createRoutes(): Router<Route> {
  const router = createRouter<Route>();
  for (const noun of NOUNS) {
    addNoun(router, noun, NOUNS);
    if (noun.labels) addLabels(router, `${patternOf(noun, NOUNS)}/:${noun.type}`);
  }
  addRelations(router);
  addRequests(router);

  router.add("GET", "/", (context) => ok(context, { href: context.cloud.href(""), name: "CLOUD API", version: "6.0" }));
  router.add("GET", "/contracts", (context) => ok(context, showContracts(context.cloud)));
  router.add("GET", "/labels", (context) => {
    const { items, ...rest } = page(
      showAllLabels(context.cloud, depthOf(context)),
      context.request.query,
      USUAL_LIMITS,
      context.cloud.href("/labels"),
    );
    return ok(context, { ...collectionReference(context.cloud, "/labels"), items, ...rest });
  });
  router.add("GET", "/labels/:urn", (context) => {
    const label = findLabel(context.cloud, context.params.urn ?? "");
    if (!label) throw notFound();
    return ok(context, showLabel(context.cloud, label, depthOf(context) + 1));
  });
  for (const pattern of [
    "/locations",
    "/locations/:region",
    "/locations/:region/:id",
    "/locations/:region/:id/:child",
  ]) {
    router.add("GET", pattern, (context) => {
      const id = Object.values(context.params).join("/");
      return ok(context, showLocations(context.cloud, id, depthOf(context) + 1));
    });
  }
  router.add("GET", "/um/users", (context) =>
    ok(context, {
      ...collectionReference(context.cloud, "/um/users"),
      items: [showUser(context.cloud, depthOf(context))],
    }),
  );
  router.add("GET", "/um/users/:user", (context) => {
    if (context.params.user !== context.cloud.userId) throw notFound();
    return ok(context, showUser(context.cloud, depthOf(context) + 1));
  });
  for (const pattern of NOBODY_HAS) addEmpty(router, pattern);
  return router;
}

function addRequests(router: Router<Route>): void {
  const find = ({ cloud, params }: Context) => {
    const request = cloud.requests.get(params.request ?? "");
    if (!request) throw notFound();
    return request;
  };
  router.add("GET", "/requests", (context) => {
    const { cloud, request } = context;
    const { items, ...rest } = page(
      findRequests(cloud, request.query),
      request.query,
      USUAL_LIMITS,
      cloud.href("/requests"),
    );
    const depth = depthOf(context);
    return ok(context, {
      ...requestsReference(cloud),
      items: items.map((entry) => renderRequest(cloud, entry, depth)),
      ...rest,
    });
  });
  router.add("GET", "/requests/:request", (context) =>
    ok(context, renderRequest(context.cloud, find(context), depthOf(context) + 1)),
  );
  router.add("GET", "/requests/:request/status", (context) => ok(context, renderStatus(context.cloud, find(context))));
}

function addEmpty(router: Router<Route>, pattern: string): void {
  const name = pattern.split("/").at(-1) ?? "";
  router.add("GET", pattern, (context) => {
    const parent = context.path.slice(0, context.path.lastIndexOf("/"));
    if (pattern.includes(":")) itemAt(context, parent);
    return ok(context, {
      ...collectionReference(context.cloud, context.path),
      items: [],
      offset: 0,
      limit: USUAL_LIMITS.limit,
      _links: { self: context.cloud.href(context.path) },
    });
  });
  router.add("GET", `${pattern}/:id`, () => {
    throw notFound();
  });
  const refuse: Route = () => {
    throw notSimulated(`writing ${name}`);
  };
  router.add("POST", pattern, refuse);
  for (const method of ["PUT", "PATCH", "DELETE"]) router.add(method, `${pattern}/:id`, refuse);
}
