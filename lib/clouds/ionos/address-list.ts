/** Editing a NIC's list of addresses, which the API replaces whole. The first address is the NIC's primary one. */
import type { AddressRole } from "../cloud";

export type AddressEdit =
  | {
      readonly put: string;
      readonly role: AddressRole;
      /** Takes this address's place, so that one write swaps them. */
      readonly replacing?: string;
      /**
       * The contract's own addresses. With a new primary address the NIC loses all others: they were assigned
       * automatically, and the API does not take those back in a list.
       */
      readonly reserved?: ReadonlySet<string>;
    }
  | { readonly take: string };

/** The list after the edits, in their order. Everything else keeps its place. */
export function editAddresses(ips: readonly string[], edits: readonly AddressEdit[]): readonly string[] {
  return edits.reduce<readonly string[]>((list, edit) => {
    if ("take" in edit) return list.filter((ip) => ip !== edit.take);
    const rest = list.filter((ip) => ip !== edit.replacing);
    const others = rest.filter((ip) => ip !== edit.put);
    if (edit.role === "primary") return [edit.put, ...others.filter((ip) => edit.reserved?.has(ip) ?? true)];
    return hasRole(rest, edit.put, "additional") ? rest : [...others, edit.put];
  }, ips);
}

/** Whether the address plays the role in this list. The only address of a NIC is its primary one, whatever was meant. */
export function hasRole(ips: readonly string[], ip: string, role: AddressRole): boolean {
  if (!ips.includes(ip)) return false;
  return role === "primary" ? ips[0] === ip : ips.length === 1 || ips[0] !== ip;
}

export function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
