import type { PendingChange } from "../../wire";
import type { Cloud } from "../cloud";
import type { Balancer } from "../world";
import { emptyConfiguration, inZone, type StoredObject } from "./configuration";

/** A write counts once in each zone that it touches (the API shows the number by zone; unconfirmed). */
export function countWrite(balancer: Balancer, zone: string): void {
  for (const name of zone === "all" ? balancer.zones : [zone])
    balancer.written[name] = (balancer.written[name] ?? 0) + 1;
}

const keyOf = ({ kind, id }: StoredObject) => `${kind}/${id}`;

/** How many objects differ from what is live. */
function differing(balancer: Balancer, zone: string): number {
  const texts = (objects: readonly StoredObject[]) =>
    new Map(objects.map((object) => [keyOf(object), JSON.stringify(object.values)]));
  const stored = texts(inZone(balancer.stored, zone, []).objects);
  const live = texts((balancer.applied[zone] ?? emptyConfiguration()).objects);
  const changed = [...stored].filter(([key, text]) => live.get(key) !== text).length;
  return changed + [...live.keys()].filter((key) => !stored.has(key)).length;
}

export function pendingIn({ behaviour }: Cloud, balancer: Balancer, zone: string): number {
  const { written, live } = balancer;
  return behaviour.pendingCount === "objects" ? differing(balancer, zone) : (written[zone] ?? 0) - (live[zone] ?? 0);
}

/** What all zones have in common, as one entry. */
function together(byZone: readonly PendingChange[]): readonly PendingChange[] {
  const common = Math.min(...byZone.map(({ number }) => number));
  return [{ number: common, zone: "all" }, ...byZone.map(({ number, zone }) => ({ number: number - common, zone }))];
}

export function pendingChanges(cloud: Cloud, balancer: Balancer): readonly PendingChange[] {
  const byZone = balancer.zones.map((zone) => ({ number: pendingIn(cloud, balancer, zone), zone }));
  const all = cloud.behaviour.pendingInAllZones === "together" ? together(byZone) : byZone;
  return cloud.behaviour.nothingPending === "zeros" ? all : all.filter(({ number }) => number > 0);
}
