/** Editing a NIC's list of addresses, which the API replaces whole. The first address is the NIC's primary one. */
import type { AddressRole } from "../cloud";

export type AddressEdit =
  | {
      readonly put: string;
      readonly role: AddressRole;
      /** Takes this address's place, so that one write swaps them. */
      readonly replacing?: string;
      /** Addresses of the NIC that were assigned automatically and that the API does not take back in a list. */
      readonly dropping?: readonly string[];
    }
  | { readonly take: string };

/** The list after the edits, in their order. Everything else keeps its place. */
export function editAddresses(ips: readonly string[], edits: readonly AddressEdit[]): readonly string[] {
  return edits.reduce<readonly string[]>((list, edit) => {
    if ("take" in edit) return list.filter((ip) => ip !== edit.take);
    const gone = new Set([edit.put, edit.replacing, ...(edit.dropping ?? [])]);
    const others = list.filter((ip) => !gone.has(ip));
    if (edit.role === "primary") return [edit.put, ...others];
    if (list.includes(edit.put) && hasRole(list, edit.put, "additional")) {
      return list.filter((ip) => ip === edit.put || !gone.has(ip));
    }
    return [...others, edit.put];
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
