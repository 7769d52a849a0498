/** Which block an address is of. Built once per reading of the blocks, however many groups ask. */
import type { IpBlock } from "./wire";

const indexes = new WeakMap<readonly IpBlock[], ReadonlyMap<string, IpBlock>>();
const sets = new WeakMap<readonly IpBlock[], ReadonlySet<string>>();

export function reservedIn(blocks: readonly IpBlock[]): ReadonlyMap<string, IpBlock> {
  const known = indexes.get(blocks);
  if (known) return known;
  const made = new Map(blocks.flatMap((block) => (block.properties?.ips ?? []).map((ip) => [ip, block] as const)));
  indexes.set(blocks, made);
  return made;
}

/** The contract's own addresses. What a NIC has besides was assigned automatically. */
export function reservedAddresses(blocks: readonly IpBlock[]): ReadonlySet<string> {
  const known = sets.get(blocks) ?? new Set(reservedIn(blocks).keys());
  sets.set(blocks, known);
  return known;
}
