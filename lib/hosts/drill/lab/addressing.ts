/**
 * Names and addresses inside a lab that no declaration chooses. Addresses come from the ranges for benchmarking
 * (RFC 2544: 198.18.0.0/15, RFC 5180: 2001:2::/48), so that they meet no declared one.
 */
import type { LabPlan } from "./plan";

/** UDP and TCP: answers with the member's name, whatever the service does. */
export const echoPort = 7000;
/** TCP: says the member's name every few milliseconds for as long as the connection lives. */
export const streamPort = 7001;

export type Family = 4 | 6;

export function familyOf(address: string): Family {
  return address.includes(":") ? 6 : 4;
}

export function hostPrefix(address: string): string {
  return `${address}/${familyOf(address) === 6 ? 128 : 32}`;
}

/** The lab's own network on a LAN: the router is its first address and the client its second one. */
export interface LanAddressing {
  readonly network: string;
  readonly router: string;
  readonly client: string;
  /** The client's address for what it sends to this very member, past every neighbour table. */
  readonly direct: (member: number) => string;
  /** Of a member's NIC about which nothing is known: somebody has configured it, and it has an address. */
  readonly member: (member: number) => string;
  /** A next hop that stands for the member's NIC. */
  readonly nextHop: (member: number) => string;
}

export function lanAddressing(plan: Pick<LabPlan, "lans">, lan: string, family: Family): LanAddressing {
  const index = plan.lans.indexOf(lan);
  if (family === 6) {
    const prefix = `2001:2:0:${(index + 1).toString(16)}`;
    return {
      network: `${prefix}::/64`,
      router: `${prefix}::1`,
      client: `${prefix}::2`,
      direct: (member) => `${prefix}::1:${(member + 1).toString(16)}`,
      nextHop: (member) => `${prefix}::2:${(member + 1).toString(16)}`,
      member: (member) => `${prefix}::3:${(member + 1).toString(16)}`,
    };
  }
  const base = index * 16;
  return {
    network: `198.18.${base}.0/20`,
    router: `198.18.${base}.1`,
    client: `198.18.${base}.2`,
    direct: (member) => `198.18.${base + 1}.${member + 1}`,
    nextHop: (member) => `198.18.${base + 2}.${member + 1}`,
    member: (member) => `198.18.${base + 3}.${member + 1}`,
  };
}

/** The client's link to the router: what comes from outside the LAN. */
export const outside: Readonly<Record<Family, { readonly router: string; readonly client: string }>> = {
  4: { router: "198.19.0.1", client: "198.19.0.2" },
  6: { router: "2001:2:0:ffff::1", client: "2001:2:0:ffff::2" },
};

/** The switch's port towards a member's NIC; at most 15 characters. */
export function memberPort(member: number, nic: number): string {
  return `m${member}n${nic}`;
}

export function bridgeOf(plan: LabPlan, lan: string): string {
  return `br${plan.lans.indexOf(lan)}`;
}

/** The LANs on which somebody uses a failover address. */
export function servedLans(plan: LabPlan): readonly string[] {
  return plan.lans.filter((lan) => plan.addresses.some((address) => address.lan === lan));
}
