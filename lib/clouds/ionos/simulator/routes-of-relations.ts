import type { Router } from "../../../simulator";
import { accept, bodyOf, type Context, depthOf, itemAt, ok, type Route, showItem } from "./context";
import { notFound, required } from "./errors";
import type { Item } from "./item";
import { balanceNic, balancedNics, releaseNic } from "./nouns/load-balancers";
import { attachNic } from "./nouns/nics";
import { assignSecurityGroups } from "./nouns/security-groups";
import { cdromsOf, SERVER_ACTIONS } from "./nouns/servers";
import { attachVolume, detachVolume, volumesOf } from "./nouns/volumes";
import { securityGroupsOf } from "./nouns/nics";
import { renderItem } from "./render";
import { listItems } from "./routes-of-nouns";
import { createItem } from "./writes";
import type { Work } from "./work";

const DATACENTER = "/datacenters/:datacenter";
const SERVER = `${DATACENTER}/servers/:server`;
const NIC = `${SERVER}/nics/:nic`;
const VOLUME = `${DATACENTER}/volumes/:volume`;

type Body = Record<string, unknown>;

/** The path of the object at the start of this one, `length` parts long. */
const startOf = ({ path }: Context, length: number) =>
  path
    .split("/")
    .slice(0, length + 1)
    .join("/");

/** A collection of things that live elsewhere: list them, attach one by its id, show one, detach one. */
interface Relation {
  readonly pattern: string;
  /** How many parts the owner's path has. */
  readonly owner: number;
  readonly members: (context: Context, owner: Item) => readonly Item[];
  readonly attach: (context: Context, work: Work, owner: Item, body: Body) => Item;
  readonly detach?: (context: Context, work: Work, owner: Item, member: Item) => void;
}

const RELATIONS: readonly Relation[] = [
  {
    pattern: `${DATACENTER}/lans/:lan/nics`,
    owner: 4,
    members: ({ cloud }, lan) => cloud.noun("lan").references?.nics?.(cloud, lan) ?? [],
    attach: ({ cloud }, work, lan, body) => attachNic(cloud, work, lan, body),
  },
  {
    pattern: `${DATACENTER}/loadbalancers/:balancer/balancednics`,
    owner: 4,
    members: ({ cloud }, balancer) => balancedNics(cloud, balancer),
    attach: ({ cloud }, work, balancer, body) => balanceNic(cloud, work, balancer, body),
    detach: ({ cloud }, work, balancer, nic) => releaseNic(cloud, work, balancer, nic),
  },
  {
    pattern: `${SERVER}/volumes`,
    owner: 4,
    members: ({ cloud }, server) => volumesOf(cloud, server),
    attach({ cloud }, work, server, body) {
      const volume = cloud.tree.get(`${server.parent ?? ""}/volumes/${String(body.id)}`);
      if (!volume) throw notFound();
      attachVolume(cloud, work, server, volume);
      return volume;
    },
    detach: (_context, work, server, volume) => detachVolume(work, server, volume),
  },
  {
    pattern: `${SERVER}/cdroms`,
    owner: 4,
    members: ({ cloud }, server) => cdromsOf(cloud, server),
    attach({ cloud }, work, server, body) {
      const image = cloud.tree.get(`/images/${String(body.id)}`);
      if (!image) throw notFound();
      const attached = (server.requested.$cdroms ?? []) as string[];
      work.update(server, { $cdroms: [...new Set([...attached, image.id])] });
      return image;
    },
    detach(_context, work, server, image) {
      const attached = (server.requested.$cdroms ?? []) as string[];
      const boots = server.requested.$bootCdrom === image.id;
      work.update(server, {
        $cdroms: attached.filter((id) => id !== image.id),
        ...(boots ? { $bootCdrom: null } : {}),
      });
    },
  },
];

function addRelation(router: Router<Route>, relation: Relation): void {
  const { pattern, owner, members, attach, detach } = relation;
  const ownerOf = (context: Context) => itemAt(context, startOf(context, owner));
  const memberOf = (context: Context, item: Item) => {
    const id = context.path.split("/").at(-1);
    const member = members(context, item).find((other) => other.id === id);
    if (!member) throw notFound();
    return member;
  };
  router.add("GET", pattern, (context) => listItems(context, members(context, ownerOf(context))));
  router.add("GET", `${pattern}/:member`, (context) => showItem(context, memberOf(context, ownerOf(context))));
  router.add("POST", pattern, (context) => {
    const item = ownerOf(context);
    const body = (bodyOf(context) ?? {}) as Body;
    if (typeof body.id !== "string") throw required(["id"]);
    return accept(context, (work) => {
      const member = attach(context, work, item, body);
      return {
        targets: [item, member],
        answer: () => renderItem(context.cloud, member, depthOf(context) + 1, { reply: "changed" }),
      };
    });
  });
  if (!detach) return;
  router.add("DELETE", `${pattern}/:member`, (context) => {
    const item = ownerOf(context);
    const member = memberOf(context, item);
    return accept(context, (work) => {
      detach(context, work, item, member);
      return { targets: [item, member] };
    });
  });
}

export function addRelations(router: Router<Route>): void {
  for (const relation of RELATIONS) addRelation(router, relation);

  for (const [owner, length] of [
    [SERVER, 4],
    [NIC, 6],
  ] as const) {
    const find = (context: Context) => itemAt(context, startOf(context, length));
    router.add("GET", `${owner}/securitygroups`, (context) =>
      listItems(context, securityGroupsOf(context.cloud, find(context))),
    );
    router.add("PUT", `${owner}/securitygroups`, (context) => {
      const item = find(context);
      return accept(context, (work) => {
        assignSecurityGroups(context.cloud, work, item, bodyOf(context));
        return { targets: [item] };
      });
    });
  }

  for (const [action, vmState] of Object.entries(SERVER_ACTIONS)) {
    router.add("POST", `${SERVER}/${action}`, (context) => {
      const server = itemAt(context, startOf(context, 4));
      return accept(context, (work) => {
        work.update(server, { vmState });
        return { targets: [server] };
      });
    });
  }

  router.add("GET", `${SERVER}/token`, (context) => {
    const server = itemAt(context, startOf(context, 4));
    return ok(context, { token: `console-of-${server.id}` });
  });
  router.add("GET", `${SERVER}/remoteconsole`, (context) => {
    const server = itemAt(context, startOf(context, 4));
    return ok(context, { url: context.cloud.href(`${server.path}/console`) });
  });

  router.add("POST", `${VOLUME}/create-snapshot`, (context) => {
    const { cloud } = context;
    const volume = itemAt(context, startOf(context, 4));
    const given = snapshotBody(context);
    return accept(context, (work) => {
      const snapshot = createItem(cloud, work, "snapshot", undefined, { properties: given });
      const location = cloud.tree.get(volume.parent ?? "")?.properties.location;
      const facts = {
        location,
        size: volume.properties.size,
        licenceType: given.licenceType ?? volume.properties.licenceType,
      };
      snapshot.properties = snapshot.requested = { ...snapshot.properties, ...facts };
      return {
        targets: [snapshot],
        answer: () => renderItem(cloud, snapshot, depthOf(context) + 1, { reply: "created" }),
      };
    });
  });
  router.add("POST", `${VOLUME}/restore-snapshot`, (context) => {
    const volume = itemAt(context, startOf(context, 4));
    return accept(context, (work) => {
      const { snapshotId } = snapshotBody(context);
      if (typeof snapshotId === "string" && !context.cloud.tree.get(`/snapshots/${snapshotId}`)) throw notFound();
      work.update(volume, {});
      return { targets: [volume] };
    });
  });
}

/** JSON with `properties` since API 6, a form before. */
function snapshotBody(context: Context): Record<string, unknown> {
  const type = context.request.headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(context.request.bodyText));
  }
  const body = (bodyOf(context) ?? {}) as { properties?: Record<string, unknown> };
  return body.properties ?? {};
}
