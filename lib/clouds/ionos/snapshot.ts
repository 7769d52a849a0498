/**
 * A data centre as two requests show it, indexed by what groups ask for. All groups of a data centre that are read at
 * about the same time share one.
 */
import { isNotFound } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { createSharedReads } from "../shared-read";
import type { IonosApi } from "./api";

export interface NicView {
  readonly id: string;
  readonly serverId: string;
  readonly lanId: string | undefined;
  readonly ips: readonly string[];
  readonly mac: string | undefined;
}

export interface ServerView {
  readonly name: string | undefined;
  readonly zone: string | undefined;
}

export interface LanView {
  readonly id: string;
  readonly public: boolean;
  /** The registered NIC of each address. */
  readonly entries: ReadonlyMap<string, string>;
  /** True when a classic load balancer spreads traffic on it. */
  readonly balanced: boolean;
}

export interface Registration {
  readonly lan: string;
  readonly nic: string;
}

export interface Snapshot {
  readonly location: string | undefined;
  readonly lans: ReadonlyMap<string, LanView>;
  readonly servers: ReadonlyMap<string, ServerView>;
  readonly nics: ReadonlyMap<string, NicView>;
  /** NICs that have the address, wherever in the data centre. */
  holders(ip: string): readonly NicView[];
  /** The LANs whose list has the address, with the registered NIC. */
  registrations(ip: string): readonly Registration[];
}

export interface Snapshots {
  /** This process changed something: no reading from before is an answer any more. */
  markWritten(datacenterId: string): void;
  /** Not older than `since` (as of Date.now); undefined when the data centre is gone by its own 404. */
  get(datacenterId: string, since: number, signal: AbortSignal): Promise<Snapshot | undefined>;
}

export function createSnapshots(api: IonosApi): Snapshots {
  // A read that several wait for belongs to none of them: one who gives up shall not end it for the others.
  const nobody = new AbortController().signal;
  const reads = createSharedReads((id) => load(api, id, nobody));
  const writtenAt = new Map<string, number>();
  return {
    markWritten: (datacenterId) => void writtenAt.set(datacenterId, Date.now()),
    get(datacenterId, since, signal) {
      const recent = reads(datacenterId).get(Math.max(since, writtenAt.get(datacenterId) ?? 0));
      return unlessStopped(recent, signal, `reading data centre ${datacenterId}`);
    },
  };
}

async function load(api: IonosApi, datacenterId: string, signal: AbortSignal): Promise<Snapshot | undefined> {
  try {
    const [tree, servers] = await Promise.all([
      api.datacenter(datacenterId, signal),
      api.servers(datacenterId, signal),
    ]);
    const nics = servers.flatMap((server) =>
      (server.entities?.nics?.items ?? []).map(({ id, properties }): NicView => ({
        id,
        serverId: server.id,
        lanId: properties?.lan === undefined ? undefined : String(properties.lan),
        ips: properties?.ips ?? [],
        mac: properties?.mac,
      })),
    );
    const nicById = new Map(nics.map((nic) => [nic.id, nic]));
    const balancers = tree.entities?.loadbalancers?.items ?? [];
    const balanced = new Set(
      balancers
        .flatMap(({ entities }) => entities?.balancednics?.items ?? [])
        .map(({ id, properties }) => nicById.get(id)?.lanId ?? String(properties?.lan)),
    );
    const lans = (tree.entities?.lans?.items ?? []).map(({ id, properties }): LanView => ({
      id,
      public: properties?.public ?? false,
      entries: new Map((properties?.ipFailover ?? []).map(({ ip, nicUuid }) => [ip, nicUuid])),
      balanced: balanced.has(id),
    }));
    const byAddress = index(nics.flatMap((nic) => nic.ips.map((ip) => [ip, nic] as const)));
    const registered = index(
      lans.flatMap(({ id, entries }) => [...entries].map(([ip, nic]) => [ip, { lan: id, nic }] as const)),
    );
    return {
      location: tree.properties?.location,
      lans: new Map(lans.map((lan) => [lan.id, lan])),
      servers: new Map(
        servers.map(({ id, properties }) => [
          id,
          { name: properties?.name ?? undefined, zone: properties?.availabilityZone },
        ]),
      ),
      nics: nicById,
      holders: (ip) => byAddress.get(ip) ?? [],
      registrations: (ip) => registered.get(ip) ?? [],
    };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Everything that goes by the same address, under it. */
function index<T>(pairs: readonly (readonly [ip: string, thing: T])[]): ReadonlyMap<string, readonly T[]> {
  const things = new Map<string, T[]>();
  for (const [ip, thing] of pairs) {
    const known = things.get(ip);
    if (known) known.push(thing);
    else things.set(ip, [thing]);
  }
  return things;
}
