import type { Values } from "../fields";

/** What a load balancer is configured with: all that waits for a refresh to go live. */

export type Protocol = "http" | "tcp" | "udp";

export type ObjectKind =
  | `${Protocol}/frontend`
  | `${Protocol}/farm`
  | `${Protocol}/farm/server`
  | `${"http" | "tcp"}/route`
  | `${"http" | "tcp"}/route/rule`
  | "ssl"
  | "vrack/network";

export interface StoredObject {
  readonly kind: ObjectKind;
  readonly id: number;
  /** The farm of a server, the route of a rule. */
  readonly parent: number | null;
  values: Values;
}

export interface StoredConfiguration {
  objects: StoredObject[];
  /** In what is live: the addresses that were routed to the load balancer at the refresh. */
  failover: string[];
}

export const emptyConfiguration = (): StoredConfiguration => ({ objects: [], failover: [] });

export const objectsOf = ({ objects }: StoredConfiguration, ...kinds: readonly ObjectKind[]) =>
  objects.filter((object) => kinds.includes(object.kind));

export const FRONTENDS: readonly ObjectKind[] = ["http/frontend", "tcp/frontend", "udp/frontend"];
export const FARMS: readonly ObjectKind[] = ["http/farm", "tcp/farm", "udp/farm"];
export const ROUTES: readonly ObjectKind[] = ["http/route", "tcp/route"];

export const protocolOf = (kind: ObjectKind) => kind.split("/")[0] as Protocol;

/** The zone of an object, that of what it belongs to, or "all". */
export function zoneOf(configuration: StoredConfiguration, object: StoredObject): string {
  const { zone } = object.values;
  if (typeof zone === "string") return zone;
  const ownerKind = object.kind.replace(/\/(server|rule)$/, "");
  const owner =
    ownerKind === object.kind
      ? undefined
      : configuration.objects.find((entry) => entry.kind === ownerKind && entry.id === object.parent);
  if (owner) return zoneOf(configuration, owner);
  const frontend = configuration.objects.find(
    (entry) => entry.kind === `${protocolOf(object.kind)}/frontend` && entry.id === object.values.frontendId,
  );
  return frontend ? zoneOf(configuration, frontend) : "all";
}

/** The part of a configuration that a zone has. */
export function inZone(configuration: StoredConfiguration, zone: string, failover: readonly string[]) {
  const objects = configuration.objects.filter((object) => ["all", zone].includes(zoneOf(configuration, object)));
  return structuredClone({ objects, failover: [...failover] });
}
