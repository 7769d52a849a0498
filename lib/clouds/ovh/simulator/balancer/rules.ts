import { contains, overlap } from "../blocks";
import { blocksOf, type Cloud } from "../cloud";
import { conflict, internalError, noSuchObject, refused } from "../errors";
import { tryPorts, type Values } from "../fields";
import type { Balancer } from "../world";
import { checkCertificate } from "./certificates";
import { FRONTENDS, objectsOf, type ObjectKind, protocolOf, ROUTES, type StoredObject } from "./configuration";

/** What a write must not break. Texts are the simulator's own unless a source is given. */

const ipsOf = (values: Values) => (values.dedicatedIpfo ?? []) as readonly string[];
const isDatagram = (kind: ObjectKind) => kind.startsWith("udp/");

/** An object as it will be, and which fields the request gave. */
export interface Written extends StoredObject {
  readonly given: readonly string[];
}

/** What a request names is there; `idName` is how a refusal calls it. */
function mustExist(
  balancer: Balancer,
  { given, values }: Written,
  field: string,
  kind: ObjectKind,
  idName: string,
): void {
  const id = values[field] as number | null;
  if (!given.includes(field) || id === null || objectsOf(balancer.stored, kind).some((object) => object.id === id))
    return;
  throw noSuchObject(idName, id);
}

const shareZone = (one: Values, other: Values) => one.zone === other.zone || one.zone === "all" || other.zone === "all";

function sharePort(one: Values, other: Values): boolean {
  const ranges = tryPorts(other.port as string) ?? [];
  return (tryPorts(one.port as string) ?? []).some(([from, to]) =>
    ranges.some(([first, last]) => from <= last && first <= to),
  );
}

/** Both open, or with a dedicated address in common. */
function shareAddress(one: Values, other: Values): boolean {
  const [here, there] = [ipsOf(one), ipsOf(other)];
  if (here.length === 0 || there.length === 0) return here.length === there.length;
  return here.some((ip) => there.some((block) => overlap(ip, block)));
}

function checkClashes({ behaviour }: Cloud, balancer: Balancer, { kind, id, values }: StoredObject): void {
  for (const other of objectsOf(balancer.stored, ...FRONTENDS)) {
    if (other.id === id || !shareZone(values, other.values)) continue;
    const bothListen = !values.disabled && !other.values.disabled && isDatagram(kind) === isDatagram(other.kind);
    if (
      bothListen &&
      behaviour.portClash === "reject" &&
      sharePort(values, other.values) &&
      shareAddress(values, other.values)
    )
      throw conflict(
        `Port ${values.port as string} is used by ${protocolOf(other.kind)} front-end ${other.id} on the same address`,
      );
    const shared = ipsOf(values).some((ip) => ipsOf(other.values).some((block) => overlap(ip, block)));
    if (shared && behaviour.sharedDedicatedIp === "never")
      throw conflict(`An address of dedicatedIpfo is dedicated to ${protocolOf(other.kind)} front-end ${other.id}`);
    if (shared && bothListen && behaviour.sharedDedicatedIp === "different-ports" && sharePort(values, other.values))
      throw conflict(`An address of dedicatedIpfo serves port ${values.port as string} of front-end ${other.id}`);
  }
}

function checkFrontend(cloud: Cloud, balancer: Balancer, object: Written): void {
  const { values, kind } = object;
  const lists = [values.allowedSource, values.deniedSource].filter((list) => Array.isArray(list) && list.length > 0);
  if (lists.length > 1) throw refused("allowedSource and deniedSource cannot be used together");
  // #297 of the vendor's provider: this really is a server error.
  if (values.defaultSslId === 0) throw internalError();
  mustExist(balancer, object, "defaultFarmId", `${protocolOf(kind)}/farm`, "farmId");
  mustExist(balancer, object, "defaultSslId", "ssl", "id");
  const farm = objectsOf(balancer.stored, `${protocolOf(kind)}/farm`).find(({ id }) => id === values.defaultFarmId);
  if (farm && cloud.behaviour.farmOfAnotherZone === "reject" && farm.values.zone !== values.zone)
    throw refused(`Farm ${farm.id} is in ${String(farm.values.zone)}, the front-end in ${String(values.zone)}`);
  if (cloud.behaviour.unroutedDedicatedIp === "reject" && object.given.includes("dedicatedIpfo")) {
    const routed = blocksOf(cloud, balancer.name);
    const stranger = ipsOf(values).find((ip) => !routed.some((block) => contains(block, ip)));
    if (stranger !== undefined) throw refused(`[dedicatedIpfo] ${stranger} is not routed to this load balancer`);
  }
  checkClashes(cloud, balancer, object);
}

export function checkObject(cloud: Cloud, balancer: Balancer, object: Written): void {
  const { kind, values } = object;
  const protocol = protocolOf(kind);
  const { zone } = values;
  if (typeof zone === "string" && zone !== "all" && !balancer.zones.includes(zone))
    throw refused(`[zone] ${zone} is no zone of this load balancer: ${balancer.zones.join(", ")}`);
  if (FRONTENDS.includes(kind)) checkFrontend(cloud, balancer, object);
  if (kind === "ssl" && object.given.includes("certificate")) checkCertificate(cloud, values);
  if (kind.endsWith("/farm")) mustExist(balancer, object, "vrackNetworkId", "vrack/network", "vrackNetworkId");
  if (ROUTES.includes(kind)) mustExist(balancer, object, "frontendId", `${protocol}/frontend`, "frontendId");
  const probe = values.probe as Values | boolean | null | undefined;
  // The vendor's words, seen by its own provider.
  if (typeof probe === "object" && probe?.negate === true && probe.match === null)
    throw refused("A probe can not negate without a match");
  if (kind === "vrack/network" && !contains(values.subnet as string, values.natIp as string))
    throw refused(`[natIp] ${values.natIp as string} is not in ${values.subnet as string}`);
}

/** How many private networks a load balancer may have: the simulator's choice, shown by `networkCreationRules`. */
const MOST_NETWORKS = 8;
export const remainingNetworks = ({ stored }: Balancer) => MOST_NETWORKS - objectsOf(stored, "vrack/network").length;

/** What one more of may be too many. */
export function checkRoom(balancer: Balancer, kind: ObjectKind): void {
  if (kind === "vrack/network" && remainingNetworks(balancer) <= 0)
    throw refused(`This load balancer has ${MOST_NETWORKS} networks, the most that it may have`);
}

/** Who names a farm: a front-end or a route. */
function userOfFarm({ stored }: Balancer, { kind, id }: StoredObject): string | undefined {
  const protocol = protocolOf(kind);
  const user = objectsOf(stored, `${protocol}/frontend`).find((frontend) => frontend.values.defaultFarmId === id);
  if (user) return `the default farm of front-end ${user.id}`;
  const routes = objectsOf(stored, ...ROUTES).filter((entry) => protocolOf(entry.kind) === protocol);
  const route = routes.find(({ values }) => {
    const action = values.action as Values;
    return action.type === "farm" && action.target === String(id);
  });
  return route && `the target of route ${route.id}`;
}

/** What must not be deleted because others name it. */
export function checkDeletion({ behaviour }: Cloud, balancer: Balancer, object: StoredObject): void {
  const { kind, id } = object;
  const { stored } = balancer;
  if (behaviour.deleteUsed === "reject") {
    const farmUser = kind.endsWith("/farm") ? userOfFarm(balancer, object) : undefined;
    if (farmUser !== undefined) throw conflict(`Farm ${id} is ${farmUser}`);
    if (kind === "ssl" && objectsOf(stored, ...FRONTENDS).some((frontend) => frontend.values.defaultSslId === id))
      throw conflict(`Certificate ${id} is used by a front-end`);
  }
  // "DELETE only if no farm server uses it": schema.
  const farms = objectsOf(stored, "http/farm", "tcp/farm", "udp/farm").filter(
    (farm) => farm.values.vrackNetworkId === id,
  );
  const servers = objectsOf(stored, "http/farm/server", "tcp/farm/server", "udp/farm/server");
  if (kind === "vrack/network" && farms.some((farm) => servers.some((server) => server.parent === farm.id)))
    throw conflict(`vRack network ${id} is used by servers of farms`);
}
