/** Editing a NIC's list of addresses, which the API replaces whole. The first address is the NIC's primary one. */
import type { AddressRole } from "../ports/groups";

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

/** Which addresses the edits want there (true) or gone (false); the last one counts. */
export function decisionsOf(edits: readonly AddressEdit[]): ReadonlyMap<string, boolean> {
  return new Map(
    edits.flatMap((edit): [string, boolean][] =>
      "take" in edit
        ? [[edit.take, false]]
        : [...(edit.replacing === undefined ? [] : [[edit.replacing, false] as [string, boolean]]), [edit.put, true]],
    ),
  );
}

/** The edits that a later reading shows to be lost: an address is not there, or is there as it was before. */
export function lostAddresses(
  before: readonly string[],
  edits: readonly AddressEdit[],
  seen: readonly string[],
): readonly AddressEdit[] {
  const wanted = decisionsOf(edits);
  return edits.filter((edit) =>
    [...decisionsOf([edit])].some(
      ([ip, present]) =>
        wanted.get(ip) === present && seen.includes(ip) !== present && (present || before.includes(ip)),
    ),
  );
}

/** The same addresses in any order: the API does not always keep the order that it was given. */
export function sameAddresses(a: readonly string[], b: readonly string[]): boolean {
  return sameList([...a].sort(), [...b].sort());
}
