/** What the cloud shows of a group, and when that is beyond doubt. */
import { isNotFound } from "../../http/error";
import type { AddressRole, GroupObservation } from "../ports/groups";
import { hasRole, sameList } from "./address-list";
import type { IonosApi } from "./api";
import type { Present } from "./group-steps";
import type { LanGroup } from "./lan-group";
import type { Snapshot, Snapshots } from "./snapshot";

/** How many readings must show the same order of addresses before it counts as a role mismatch, the first included. */
const AGREEING_READINGS = 3;

/** Undefined only when the LAN, or its data centre, is gone by its own 404. */
export async function observeGroup(
  { api, snapshots }: { readonly api: IonosApi; readonly snapshots: Snapshots },
  ref: LanGroup,
  expectedRole: AddressRole | undefined,
  since: number,
  signal: AbortSignal,
): Promise<GroupObservation | undefined> {
  const first = await snapshots.get(ref.network.datacenterId, since, signal);
  if (!first) return undefined;
  if (!first.lans.has(ref.network.lanId)) return lanIsGone(api, ref, signal);
  const seen = observationOf(first, ref, expectedRole);
  const asExpected = ({ role }: GroupObservation) =>
    expectedRole === undefined || role === undefined || role === expectedRole;

  // The API does not always keep the order that it was given: only an order that it shows again and again counts.
  for (let reading = 2; reading <= AGREEING_READINGS && !asExpected(seen); reading++) {
    const next = await snapshots.get(ref.network.datacenterId, Date.now(), signal);
    if (!next) return undefined;
    const again = observationOf(next, ref, expectedRole);
    if (asExpected(again)) return again;
    if (!sameOrder(first, next, ref)) return { ...again, role: expectedRole };
  }
  return seen;
}

/** Only the LAN's own 404 says that it is gone. */
export async function lanIsGone(api: IonosApi, { network, ip }: LanGroup, signal: AbortSignal): Promise<undefined> {
  try {
    await api.lan(network, signal);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  throw new Error(
    `LAN ${network.lanId} exists but data centre ${network.datacenterId} does not list it; cannot read the group of ${ip}. Try again later.`,
  );
}

export function presentOf(snapshot: Snapshot, ref: LanGroup): Present {
  return {
    registered: snapshot.lans.get(ref.network.lanId)?.entries.get(ref.ip),
    holders: new Map(holdersOf(snapshot, ref).map(({ id, ips }) => [id, ips])),
  };
}

function holdersOf(snapshot: Snapshot, { ip, network }: LanGroup) {
  return snapshot.holders(ip).filter(({ lanId }) => lanId === network.lanId);
}

function sameOrder(a: Snapshot, b: Snapshot, ref: LanGroup): boolean {
  return holdersOf(a, ref).every(({ id, ips }) => sameList(ips, b.nics.get(id)?.ips ?? []));
}

function observationOf(snapshot: Snapshot, ref: LanGroup, expectedRole: AddressRole | undefined): GroupObservation {
  const holders = holdersOf(snapshot, ref);
  const plays = (role: AddressRole) => holders.every(({ ips }) => hasRole(ips, ref.ip, role));
  const role = plays(expectedRole ?? "primary")
    ? (expectedRole ?? "primary")
    : expectedRole === "additional"
      ? "primary"
      : "additional";
  return {
    members: holders.map(({ id, serverId, mac }) => ({
      server: serverId,
      nic: id,
      nexthop: undefined,
      serverName: snapshot.servers.get(serverId)?.name,
      zone: snapshot.servers.get(serverId)?.zone,
      mac,
    })),
    registeredNic: snapshot.lans.get(ref.network.lanId)?.entries.get(ref.ip),
    role: holders.length === 0 ? undefined : role,
    route: undefined,
  };
}
