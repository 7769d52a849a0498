/**
 * Answers as their types have them. What the schema does not demand may be null or absent, lists above all: then it is
 * what it stands for, so that nobody takes "not told" for "is so".
 */
import type {
  Destinations,
  Farm,
  Frontend,
  Ip,
  LoadBalancer,
  LoadBalancerTask,
  NetworkSpecification,
  PendingChange,
  Route,
} from "./wire";

/** In place of a zone's name: each of them. */
export const ALL_ZONES = "all";

/** As it may come. */
type Told<T> = { readonly [K in keyof T]?: T[K] | null };

const listOf = <T>(list: readonly T[] | null | undefined): readonly T[] => list ?? [];

export const ipOf = (told: Ip): Ip => ({
  ...told,
  country: told.country ?? null,
  description: told.description ?? null,
  campus: told.campus ?? null,
  regions: told.regions ?? null,
});

/** Families that are no lists are none; a service may stand there by its name alone. */
export function destinationsOf(told: Destinations | null | undefined): Destinations {
  const families = Object.entries(told ?? {}).map(([family, list]: [string, unknown]) => {
    const entries = Array.isArray(list) ? (list as readonly unknown[]) : [];
    return [
      family,
      entries.flatMap((entry) => (typeof entry === "string" ? { service: entry, nexthop: null } : entry)),
    ];
  });
  return Object.fromEntries<unknown>(families as [string, unknown][]) as unknown as Destinations;
}

export const loadBalancerOf = (told: Told<LoadBalancer>, name: string): LoadBalancer => ({
  serviceName: told.serviceName ?? name,
  displayName: told.displayName ?? null,
  ipv4: told.ipv4 ?? null,
  ipv6: told.ipv6 ?? null,
  state: told.state ?? "unknown",
  vrackName: told.vrackName || null,
  zone: listOf(told.zone),
});

/** No zones stand for all of them. */
export const loadBalancerTaskOf = (told: Told<LoadBalancerTask> & { readonly id: number }): LoadBalancerTask => ({
  id: told.id,
  action: told.action ?? "refreshIplb",
  status: told.status ?? "unknown",
  progress: told.progress ?? 0,
  zones: listOf(told.zones),
  creationDate: told.creationDate ?? "",
  doneDate: told.doneDate ?? null,
});

export const frontendOf = (told: Frontend): Frontend => ({
  ...told,
  port: String(told.port),
  dedicatedIpfo: told.dedicatedIpfo ?? null,
  defaultFarmId: told.defaultFarmId ?? null,
  disabled: told.disabled ?? false,
  displayName: told.displayName ?? null,
});

export const farmOf = (told: Farm): Farm => ({
  ...told,
  displayName: told.displayName ?? null,
  vrackNetworkId: told.vrackNetworkId ?? null,
});

export const routeOf = (told: Route): Route => ({
  ...told,
  displayName: told.displayName ?? null,
  frontendId: told.frontendId ?? null,
});

/** Whether a change to all zones counts once in each is not documented: it may stand there once. */
export const pendingOf = (told: readonly Told<PendingChange>[] | null | undefined): readonly PendingChange[] =>
  listOf(told).map(({ number, zone }) => ({ number: Number(number ?? 0), zone: zone ?? ALL_ZONES }));

export const networkSpecificationOf = (told: Told<NetworkSpecification> | null | undefined): NetworkSpecification => ({
  vmac: told?.vmac ?? null,
});
