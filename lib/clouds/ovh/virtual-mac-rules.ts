/** What stands in the way of a virtual MAC, out of what the cloud says: pure. */
import { advice, problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import type { VirtualMacRecord, VirtualMacSpec } from "../ports/virtual-mac";
import type { ListedMac } from "./virtual-mac-list";
import type { NetworkSpecification } from "./wire";

/** Where an address is: a server with its virtual MACs, another service, parked, or not in the account. */
export type Place =
  | { readonly at: "server"; readonly server: string; readonly macs: readonly ListedMac[] }
  | { readonly at: "service"; readonly service: string }
  | { readonly at: "parking" }
  | { readonly at: "nowhere" };

export type Places = ReadonlyMap<string, Place>;

/**
 * Addresses that cannot have a virtual MAC where they are now. At plan that is advice only: something else of the same
 * run may move them first.
 */
export function misplaced(places: Places, when: "plan" | "apply"): readonly Diagnostic[] {
  const summary = "An address is on no dedicated server";
  return [...places].flatMap(([address, place]) => {
    if (place.at === "server") return [];
    if (place.at === "nowhere") return [nobodys(address)];
    const where = place.at === "service" ? `is routed to ${place.service}` : "is parked";
    const fact = `addresses: ${address} ${where}, and only dedicated servers have virtual MACs.`;
    if (when === "apply")
      return [problem(["addresses"], summary, `${fact} Route it to one first, as with an ipfailover_group.`)];
    const fix = "Let an ipfailover_group route it to one, and refer to that group's ip, so that it comes first.";
    return [advice("not-on-server", ["addresses"], summary, `${fact} ${fix}`)];
  });
}

/** Addresses that share a MAC are on one server. */
export function scattered(places: Places): readonly Diagnostic[] {
  const by = new Map<string, string>();
  for (const [address, place] of places) if (place.at === "server") by.set(place.server, address);
  if (by.size < 2) return [];
  const list = [...by].map(([server, address]) => `${address} is on ${server}`).join(", ");
  const detail = `addresses: ${list}. Addresses that share a MAC must be on one server: route them to the same one, or make a virtual MAC for each.`;
  return [problem(["addresses"], "The addresses are on different servers", detail)];
}

/** The MAC that an earlier try of this very spec left behind, to go on from; undefined when there is none. */
export function leftBehind(spec: VirtualMacSpec, places: Places): ListedMac | undefined {
  const [first] = macsOf(places);
  return first && isOurs(spec, first) ? first : undefined;
}

/** Addresses whose MAC is another one than `own`. */
export function taken(places: Places, own: string | undefined): readonly Diagnostic[] {
  return [...places].flatMap(([address, place]) => {
    const other = place.at === "server" ? macOf(place.macs, address) : undefined;
    if (!other || other.mac === own) return [];
    const names = [...new Set(other.addresses.map(({ virtualMachineName }) => `"${virtualMachineName}"`))].join(", ");
    const detail = `addresses: ${address} has the virtual MAC ${other.mac} (type ${other.type}, name ${names}) already. Import that with the id ${address}, or remove it first.`;
    return [problem(["addresses"], "An address has another virtual MAC", detail)];
  });
}

export function unsupported(server: string, count: number, { vmac }: NetworkSpecification): readonly Diagnostic[] {
  if (!vmac?.supported) {
    const detail = `addresses: ${server} does not support virtual MACs. Route the addresses to a server that does.`;
    return [problem(["addresses"], "The server has no virtual MACs", detail)];
  }
  if (count < vmac.quota) return [];
  const detail = `addresses: ${server} has ${count} of ${vmac.quota} virtual MACs already. Remove one of them, or let addresses share one.`;
  return [problem(["addresses"], "The server has no virtual MAC left", detail)];
}

/** "An IP sharing a vMAC with others cannot be moved", says the vendor's guide on moving. */
export function pinned({ addresses }: VirtualMacSpec, prior: VirtualMacRecord | undefined): readonly Diagnostic[] {
  if (addresses.length < 2 || (prior?.addresses.length ?? 0) > 1) return [];
  return [
    advice(
      "shared-mac",
      ["addresses"],
      "Addresses that share a MAC cannot be moved",
      `addresses has ${addresses.length} entries, and OVHcloud does not move an address to another server while it shares its MAC. For failover give each address a virtual MAC of its own.`,
    ),
  ];
}

/** As places are when the MACs of these very addresses are gone that are named. */
export function withoutMacs(places: Places, going: ReadonlySet<string>): Places {
  const isLeft = ({ mac, addresses }: ListedMac) =>
    !going.has(mac) || !addresses.some(({ ipAddress }) => places.has(ipAddress));
  return new Map(
    [...places].map(([address, place]) => [
      address,
      place.at === "server" ? { ...place, macs: place.macs.filter(isLeft) } : place,
    ]),
  );
}

export function macOf(macs: readonly ListedMac[], address: string): ListedMac | undefined {
  return macs.find(({ addresses }) => addresses.some(({ ipAddress }) => ipAddress === address));
}

function macsOf(places: Places): readonly ListedMac[] {
  return [...places].flatMap(([address, place]) => (place.at === "server" ? (macOf(place.macs, address) ?? []) : []));
}

/** Nothing about it is other than asked, but that addresses may be missing. A name may not be known yet. */
function isOurs(spec: VirtualMacSpec, { type, addresses }: ListedMac): boolean {
  return (
    type === spec.type &&
    addresses.every(
      ({ ipAddress, virtualMachineName }) =>
        spec.addresses.includes(ipAddress) && (spec.name === "" || virtualMachineName === spec.name),
    )
  );
}

function nobodys(address: string): Diagnostic {
  return problem(
    ["addresses"],
    "No address of this account",
    `addresses: ${address} is in no block of this account. Check the address and the provider's credentials.`,
  );
}
