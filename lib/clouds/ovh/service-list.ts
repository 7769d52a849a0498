/** What the account has that an address could be routed to, and where that stands: to say why an address cannot go there. */
import { isStatus } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { createSharedRead } from "../shared-read";
import type { ServiceApi } from "./api-service";
import { campusOf } from "./campus";

/** As the API calls the families of destinations; newer schemas have more. */
export type Family = "cloudProject" | "dedicatedCloud" | "dedicatedServer" | "ipLoadbalancing" | "vps";

export interface Service {
  readonly name: string;
  readonly family: Family;
  /** Where it stands, such as `GRA`; empty when that is not known. */
  readonly campuses: readonly string[];
}

export interface ServiceList {
  /** Families that these credentials may not list are left out. */
  all(signal: AbortSignal): Promise<readonly Service[]>;
}

/** A plan is one look at the cloud. */
const READ_AGE_MS = 60_000;

export function createServiceList(api: ServiceApi): ServiceList {
  const nobody = new AbortController().signal;

  const read = createSharedRead(async () => {
    const families = await Promise.all([
      unlessRefused("dedicatedServer", api.servers(nobody), (server) => ({
        name: server.name,
        places: [server.region ?? server.datacenter],
      })),
      unlessRefused("vps", api.vps(nobody), (vps) => ({ name: vps.name, places: [vps.zone] })),
      unlessRefused("ipLoadbalancing", api.loadBalancers(nobody), (lb) => ({ name: lb.serviceName, places: lb.zone })),
      unlessRefused("cloudProject", api.projects(nobody), (name) => ({ name, places: [] })),
      unlessRefused("dedicatedCloud", api.privateClouds(nobody), (name) => ({ name, places: [] })),
    ]);
    return families.flat();
  });

  return {
    all: (signal) =>
      unlessStopped(read.get(Date.now() - READ_AGE_MS), signal, "listing the account's servers and other services"),
  };
}

/** Not granted, or not there in this part of the world. */
async function unlessRefused<T>(
  family: Family,
  list: Promise<readonly T[]>,
  show: (item: T) => { readonly name: string; readonly places: readonly (string | null)[] },
): Promise<readonly Service[]> {
  try {
    return (await list).map((item) => {
      // Names alone, where a list does not know how to show objects.
      const { name, places } = typeof item === "string" ? { name: item, places: [] } : show(item);
      return { name, family, campuses: places.flatMap((place) => campusOf(place ?? "") ?? []) };
    });
  } catch (error) {
    if (isStatus(error, 403, 404, 501)) return [];
    throw error;
  }
}
