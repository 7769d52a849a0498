import { contains } from "../blocks";
import { type Cloud, tryService } from "../cloud";
import type { DedicatedServer, VirtualMacRecord } from "../world";

export interface AddMac {
  readonly kind: "add-mac";
  readonly server: string;
  readonly mac: string;
  readonly type: "ovh" | "vmware";
  readonly ip: string;
  readonly machine: string;
}

export interface RemoveMac {
  readonly kind: "remove-mac";
  readonly server: string;
  readonly mac: string;
  readonly ip: string;
}

/** Whether addresses of this block have this virtual MAC, and whether others have it too. */
export function sharesMac({ addresses }: VirtualMacRecord, block: string): "none" | "alone" | "with-others" {
  const all = Object.keys(addresses);
  const inside = all.filter((address) => contains(block, address));
  if (inside.length === 0) return "none";
  return inside.length === all.length ? "alone" : "with-others";
}

/** Takes all addresses of a block from a server's virtual MACs; returns what was taken, by MAC. */
export function takeMacs({ macs }: DedicatedServer, block: string): Record<string, VirtualMacRecord> {
  const taken: Record<string, VirtualMacRecord> = {};
  for (const [mac, record] of Object.entries(macs)) {
    for (const [address, machine] of Object.entries(record.addresses)) {
      if (!contains(block, address)) continue;
      (taken[mac] ??= { type: record.type, addresses: {} }).addresses[address] = machine;
      delete record.addresses[address];
    }
    if (Object.keys(record.addresses).length === 0) delete macs[mac];
  }
  return taken;
}

export function addMac(cloud: Cloud, { server, mac, type, ip, machine }: AddMac): void {
  const owner = tryService(cloud, "dedicatedServer", server);
  if (!owner) return;
  const record = (owner.macs[mac] ??= { type, addresses: {} });
  record.addresses[ip] = machine;
}

/** "Removing the last IP deletes the vMAC": there is no other way. */
export function removeMac(cloud: Cloud, { server, mac, ip }: RemoveMac): void {
  const owner = tryService(cloud, "dedicatedServer", server);
  const record = owner?.macs[mac];
  if (!owner || !record) return;
  delete record.addresses[ip];
  if (Object.keys(record.addresses).length === 0) delete owner.macs[mac];
}
