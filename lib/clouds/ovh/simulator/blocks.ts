import { BlockList, isIP } from "node:net";

/** Addresses and blocks in one spelling: always with a mask, IPv6 compressed and in lower case. */

interface Block {
  readonly address: string;
  readonly prefix: number;
  readonly version: 4 | 6;
}

const WIDTH = { 4: 32, 6: 128 } as const;
const family = (version: 4 | 6) => (version === 4 ? "ipv4" : "ipv6");

/** Undefined when it is no address. */
export function tryAddress(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  const version = isIP(text);
  if (version === 4) return text;
  return version === 6 && !text.includes("%") ? new URL(`http://[${text}]`).hostname.slice(1, -1) : undefined;
}

function tryParts(text: unknown): Block | undefined {
  if (typeof text !== "string") return undefined;
  const [host, mask, more] = text.split("/");
  const address = tryAddress(host);
  if (address === undefined || more !== undefined) return undefined;
  const version = isIP(address) === 4 ? 4 : 6;
  if (mask !== undefined && !/^\d{1,3}$/.test(mask)) return undefined;
  const prefix = mask === undefined ? WIDTH[version] : Number(mask);
  return prefix <= WIDTH[version] ? { address, prefix, version } : undefined;
}

/** A block, or an address as the block of one; undefined when it is neither. */
export function tryBlock(text: unknown): string | undefined {
  const parts = tryParts(text);
  return parts && `${parts.address}/${parts.prefix}`;
}

function parts(block: string): Block {
  const found = tryParts(block);
  if (!found) throw new Error(`"${block}" is no address or block`);
  return found;
}

export const versionOf = (block: string) => parts(block).version;
export const addressOf = (block: string) => parts(block).address;
export const isSingle = (block: string) => parts(block).prefix === WIDTH[parts(block).version];

/** Whether all of `inner` is within `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [one, other] = [parts(outer), parts(inner)];
  if (one.version !== other.version || one.prefix > other.prefix) return false;
  const list = new BlockList();
  list.addSubnet(one.address, one.prefix, family(one.version));
  return list.check(other.address, family(other.version));
}

export const overlap = (one: string, other: string) => contains(one, other) || contains(other, one);
