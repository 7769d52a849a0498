import type { Clock, Ids } from "../../../simulator";
import { noSuchService } from "./errors";
import type { Behaviour } from "./options";
import type { Tasks } from "./tasks";
import type { Service, World } from "./world";

/** All parts of one simulated cloud. */
export interface Cloud {
  readonly behaviour: Behaviour;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tasks: Tasks;
  /** Replaced as a whole when a state is loaded, and for the time of one stale read. */
  world: World;
  /** The world before the last change, for stale reads. */
  previous: World | undefined;
}

export const nextNumber = (cloud: Cloud) => ++cloud.world.lastNumber;

/** Before every change. */
export function remember(cloud: Cloud): void {
  cloud.previous = structuredClone(cloud.world);
}

/** A request that may change something; one that is refused was no change. */
export function changing<T>(cloud: Cloud, run: () => T): T {
  const { previous } = cloud;
  remember(cloud);
  try {
    return run();
  } catch (error) {
    cloud.previous = previous;
    throw error;
  }
}

/** With an offset, as the API writes times: `2026-01-05T10:00:00+00:00`. */
export const time = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
export const timeOrNull = (ms: number | null) => (ms === null ? null : time(ms));

export function tryService<K extends Service["kind"]>(cloud: Cloud, kind: K, name: string) {
  const service = Object.hasOwn(cloud.world.services, name) ? cloud.world.services[name] : undefined;
  return service?.kind === kind ? (service as Extract<Service, { kind: K }>) : undefined;
}

/** The service of this kind and name; 404 when there is none. */
export function service<K extends Service["kind"]>(cloud: Cloud, kind: K, name = "") {
  const found = tryService(cloud, kind, name);
  if (!found) throw noSuchService();
  return found;
}

/** Names of all services of a kind, in the order in which they were made. */
export const namesOf = (cloud: Cloud, kind: Service["kind"]) =>
  Object.values(cloud.world.services)
    .filter((entry) => entry.kind === kind)
    .map((entry) => entry.name);

/** Which addresses and blocks are routed to a service. */
export const blocksOf = (cloud: Cloud, name: string) =>
  Object.values(cloud.world.ips)
    .filter((ip) => ip.routedTo === name)
    .map((ip) => ip.block);
