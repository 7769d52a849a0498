/**
 * Addresses and blocks in one spelling: CIDR, IPv6 in lower case and compressed (RFC 5952). A bare address is the block
 * of one address, so `203.0.113.7` and `203.0.113.7/32` are the same wherever somebody may write either.
 */
import ipaddr from "ipaddr.js";

interface Block {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly prefix: number;
  readonly width: 32 | 128;
}

/** `203.0.113.7/32` for `203.0.113.7`. Undefined for what is no address, no block, or no block's first address. */
export function tryBlock(text: string): string | undefined {
  const block = tryParse(text);
  if (!block || show(block.address) !== networkOf(block.address, block.prefix)) return undefined;
  return `${show(block.address)}/${block.prefix}`;
}

export function canonicalBlock(text: string): string {
  const { address, prefix } = parse(text);
  return `${show(address)}/${prefix}`;
}

/** Whether two spellings mean the same addresses. What is neither address nor block is compared as text. */
export function sameBlock(a: string, b: string): boolean {
  return (tryBlock(a) ?? a) === (tryBlock(b) ?? b);
}

/** Without the mask when it is a single address; a larger block keeps it. */
export function bareAddress(text: string): string {
  return canonicalBlock(text).replace(/(^[\d.]+)\/32$|(:.*)\/128$/, "$1$2");
}

export function isSingleAddress(text: string): boolean {
  return !bareAddress(text).includes("/");
}

/** Blocks that are larger are not spelled out: nobody reads a list of all addresses of an IPv6 network. */
const MOST_ADDRESSES = 4096;

/** Every address of a block in its order; none when there are too many. */
export function addressesIn(text: string): readonly string[] {
  const { address, prefix, width } = parse(text);
  const count = 2 ** (width - prefix);
  if (count > MOST_ADDRESSES) return [];
  const bytes = address.toByteArray();
  // So many differ in the last two bytes only.
  const [high = 0, low = 0] = bytes.slice(-2);
  return Array.from({ length: count }, (_, i) => {
    const last = high * 256 + low + i;
    return show(ipaddr.fromByteArray([...bytes.slice(0, -2), last >> 8, last & 0xff]));
  });
}

/** Whether every address of `inner` is one of `outer`. */
export function containsBlock(outer: string, inner: string): boolean {
  const [large, small] = [tryParse(outer), tryParse(inner)];
  if (large === undefined || small === undefined) return false;
  if (large.width !== small.width || large.prefix > small.prefix) return false;
  return networkOf(small.address, large.prefix) === networkOf(large.address, large.prefix);
}

/** The block that a malformed one was meant to be: `203.0.113.0/28` for `203.0.113.7/28`. Undefined when it is none. */
export function tryEnclosingBlock(text: string): string | undefined {
  const block = tryParse(text);
  return block && `${networkOf(block.address, block.prefix)}/${block.prefix}`;
}

function parse(text: string): Block {
  const block = tryBlock(text) === undefined ? undefined : tryParse(text);
  if (block === undefined) throw new Error(`"${text}" is neither an IP address nor a block in CIDR notation.`);
  return block;
}

function tryParse(text: string): Block | undefined {
  const [host = "", mask, ...rest] = text.split("/");
  const is4 = ipaddr.IPv4.isValidFourPartDecimal(host);
  if (rest.length > 0 || (!is4 && (!ipaddr.IPv6.isValid(host) || host.includes("%")))) return undefined;
  const width = is4 ? 32 : 128;
  if (mask !== undefined && !/^(0|[1-9]\d{0,2})$/.test(mask)) return undefined;
  const prefix = mask === undefined ? width : Number(mask);
  return prefix > width ? undefined : { address: ipaddr.parse(host), prefix, width };
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): string {
  const kept = (byte: number) => Math.min(8, Math.max(0, prefix - 8 * byte));
  return show(ipaddr.fromByteArray(address.toByteArray().map((value, i) => value & (0xff00 >> kept(i)) & 0xff)));
}

function show(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}
