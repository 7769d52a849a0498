import ipaddr from "ipaddr.js";
import { bothOf, type Item } from "./item";
import type { Tree } from "./tree";

/**
 * Which addresses there are, which block they are reserved in and who has them. Reserved ones come from
 * 203.0.113.0/24 and 198.51.100.0/24 and then 198.18.0.0/16, dynamic ones from 192.0.2.0/24 and then 198.19.0.0/16:
 * documentation (RFC 5737) and benchmarks (RFC 2544) only.
 */
export interface Addresses {
  /** The next `count` addresses that were never reserved: a returned one cannot be had again (vendor's documentation). */
  reserve(count: number): string[];
  /** A public address by DHCP, until `release`. */
  leaseDynamic(): string;
  /** An address of a private LAN's block that nobody on it has. */
  leasePrivate(lan: Item): string;
  release(ip: string): void;
  isDynamic(ip: string): boolean;
  /** The block in which it is reserved. */
  blockOf(ip: string): Item | undefined;
  /** NICs and load balancers that have it or are about to have it. */
  holders(ip: string): ReadonlySet<Item>;
  /** NICs on this LAN, now or soon. */
  nicsOnLan(lanPath: string): ReadonlySet<Item>;
  /** The LANs in which this NIC is registered as a failover master, now or soon. */
  lansMasteredBy(nicId: string): ReadonlySet<Item>;
  /** Call it whenever an object was made, changed or removed. */
  index(item: Item): void;
  forget(item: Item): void;
  position(): { reserved: number; dynamic: number };
  restore(position: { reserved: number; dynamic: number }): void;
  clear(): void;
}

const RESERVED = [
  { first: "203.0.113.1", size: 254 },
  { first: "198.51.100.1", size: 254 },
  { first: "198.18.0.1", size: 65_534 },
];
const DYNAMIC = [
  { first: "192.0.2.1", size: 254 },
  { first: "198.19.0.1", size: 65_534 },
];

const toNumber = (ip: string) => ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");

function nth(ranges: typeof RESERVED, index: number): string {
  let rest = index;
  for (const range of ranges) {
    if (rest < range.size) return toAddress(toNumber(range.first) + rest);
    rest -= range.size;
  }
  throw new Error("the simulator has no more addresses to give");
}

const contains = (ranges: typeof RESERVED, ip: string) =>
  ranges.some(({ first, size }) => toNumber(ip) >= toNumber(first) && toNumber(ip) < toNumber(first) + size);

/** Whether `ip` is an IPv4 address in dotted form. */
export const isAddress = (ip: string) => ipaddr.IPv4.isValidFourPartDecimal(ip);

export const isPrivateAddress = (ip: string) => ipaddr.IPv4.parse(ip).range() === "private";

const NOBODY: ReadonlySet<Item> = new Set();

/** A set of objects for each key, which remembers what it filed under what. */
function createFile() {
  const byKey = new Map<string, Set<Item>>();
  const filed = new Map<Item, readonly string[]>();
  return {
    of: (key: string): ReadonlySet<Item> => byKey.get(key) ?? NOBODY,
    put(item: Item, keys: readonly string[]): void {
      for (const key of filed.get(item) ?? []) {
        const set = byKey.get(key);
        set?.delete(item);
        if (set?.size === 0) byKey.delete(key);
      }
      for (const key of keys) {
        const set = byKey.get(key) ?? new Set<Item>();
        byKey.set(key, set.add(item));
      }
      if (keys.length > 0) filed.set(item, keys);
      else filed.delete(item);
    },
    clear(): void {
      byKey.clear();
      filed.clear();
    },
  };
}

interface WithNic {
  readonly nicUuid: string;
}

export function createAddresses(tree: Tree): Addresses {
  let position = { reserved: 0, dynamic: 0 };
  const leased = new Set<string>();
  const blocks = createFile();
  const holders = createFile();
  const lanNics = createFile();
  const masters = createFile();

  function addressesOf(item: Item): string[] {
    if (item.type === "loadbalancer") return bothOf<string | null>(item, "ip").filter((ip) => typeof ip === "string");
    return [...new Set(bothOf<readonly string[] | null>(item, "ips").flatMap((ips) => ips ?? []))];
  }

  function index(item: Item): void {
    switch (item.type) {
      case "ipblock":
        blocks.put(item, addressesOf(item));
        break;
      case "loadbalancer":
        holders.put(item, addressesOf(item));
        break;
      case "nic":
        holders.put(item, addressesOf(item));
        lanNics.put(item, [...new Set(bothOf<number>(item, "lan").map((lan) => lanPathOf(item, lan)))]);
        break;
      case "lan": {
        const entries = bothOf<readonly WithNic[] | null>(item, "ipFailover").flatMap((list) => list ?? []);
        masters.put(item, [...new Set(entries.map((entry) => entry.nicUuid))]);
        break;
      }
    }
    for (const ip of item.type === "nic" || item.type === "loadbalancer" ? addressesOf(item) : []) {
      if (contains(DYNAMIC, ip)) leased.add(ip);
    }
  }

  return {
    reserve: (count) => Array.from({ length: count }, () => nth(RESERVED, position.reserved++)),
    leaseDynamic() {
      let ip: string;
      do ip = nth(DYNAMIC, position.dynamic++ % 65_788);
      while (leased.has(ip));
      leased.add(ip);
      return ip;
    },
    leasePrivate(lan) {
      const block = (lan.requested.ipv4CidrBlock as string | null) ?? "10.0.0.0/24";
      const onLan = lanNics.of(lan.path);
      const network = toNumber(block.split("/")[0] ?? "");
      // The eleventh address on: the vendor keeps the first ones for itself. A full /24 goes on in the next one.
      for (let host = 11 + onLan.size; ; host++) {
        const ip = toAddress(network + host);
        if (host % 256 !== 0 && host % 256 !== 255 && ![...holders.of(ip)].some((nic) => onLan.has(nic))) return ip;
      }
    },
    release: (ip) => void leased.delete(ip),
    isDynamic: (ip) => contains(DYNAMIC, ip),
    blockOf: (ip) => blocks.of(ip).values().next().value,
    holders: (ip) => holders.of(ip),
    nicsOnLan: (lanPath) => lanNics.of(lanPath),
    lansMasteredBy: (nicId) => masters.of(nicId),
    index,
    forget(item) {
      for (const ip of item.type === "nic" || item.type === "loadbalancer" ? addressesOf(item) : []) leased.delete(ip);
      for (const file of [blocks, holders, lanNics, masters]) file.put(item, []);
    },
    position: () => ({ ...position }),
    restore(to) {
      position = { ...to };
      for (const item of tree.all()) index(item);
    },
    clear() {
      position = { reserved: 0, dynamic: 0 };
      leased.clear();
      for (const file of [blocks, holders, lanNics, masters]) file.clear();
    },
  };
}

/** The path of LAN number `lan` in the data centre of `item`. */
export function lanPathOf(item: { readonly path: string }, lan: number | string): string {
  return `${item.path.split("/").slice(0, 3).join("/")}/lans/${lan}`;
}
