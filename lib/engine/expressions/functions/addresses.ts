import ipaddr from "ipaddr.js";
import { ConversionError } from "../convert";
import { listOf, text } from "../typed";
import { type FunctionTable, numeric, string } from "./define";

interface Prefix {
  readonly bits: number;
  readonly length: number;
  /** The network's first address. */
  readonly base: bigint;
}

/** RFC 4632 notation. Host bits are dropped, as Go's ParseCIDR drops them. */
function parsePrefix(prefix: string): Prefix {
  const [address = "", lengthText = ""] = prefix.split("/");
  const length = Number(lengthText);
  if (
    !/^\d+$/.test(lengthText) ||
    !ipaddr.isValid(address) ||
    (address.includes(".") && address.split(".").length !== 4)
  ) {
    throw new ConversionError(`invalid CIDR expression: invalid CIDR address: ${prefix}`);
  }
  const bytes = ipaddr.parse(address).toByteArray();
  const bits = bytes.length * 8;
  if (length > bits) throw new ConversionError(`invalid CIDR expression: invalid CIDR address: ${prefix}`);
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const hostBits = BigInt(bits - length);
  return { bits, length, base: (value >> hostBits) << hostBits };
}

function addressText(value: bigint, bits: number): string {
  const bytes = Array.from({ length: bits / 8 }, (_, i) => Number((value >> BigInt(bits - 8 - i * 8)) & 255n));
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

function subnet(prefix: Prefix, newBits: number, netNumber: number): string {
  const length = prefix.length + newBits;
  if (length > prefix.bits) {
    throw new ConversionError(`insufficient address space to extend prefix of ${prefix.length} by ${newBits}`);
  }
  if (BigInt(netNumber) >= 1n << BigInt(newBits)) {
    throw new ConversionError(`prefix extension of ${newBits} does not accommodate a subnet numbered ${netNumber}`);
  }
  const base = prefix.base | (BigInt(netNumber) << BigInt(prefix.bits - length));
  return `${addressText(base, prefix.bits)}/${length}`;
}

export const addressFunctions: FunctionTable = {
  cidrhost: {
    parameters: [string("prefix"), numeric("hostnum")],
    returns: "string",
    run: ([given, wanted]) => {
      const prefix = parsePrefix(given!.raw as string);
      const size = 1n << BigInt(prefix.bits - prefix.length);
      const host = BigInt(wanted!.raw as number);
      const offset = host < 0n ? size + host : host;
      if (offset < 0n || offset >= size) {
        throw new ConversionError(`prefix of ${prefix.length} does not accommodate a host numbered ${host}`);
      }
      return text(addressText(prefix.base | offset, prefix.bits));
    },
  },
  cidrnetmask: {
    parameters: [string("prefix")],
    returns: "string",
    run: ([given]) => {
      const { bits, length } = parsePrefix(given!.raw as string);
      if (bits !== 32) throw new ConversionError("only IPv4 addresses are supported for cidrnetmask");
      return text(addressText(((1n << BigInt(length)) - 1n) << BigInt(bits - length), bits));
    },
  },
  cidrsubnet: {
    parameters: [string("prefix"), numeric("newbits"), numeric("netnum")],
    returns: "string",
    run: ([given, newBits, netNumber]) =>
      text(subnet(parsePrefix(given!.raw as string), newBits!.raw as number, netNumber!.raw as number)),
  },
  cidrsubnets: {
    parameters: [string("prefix")],
    rest: numeric("newbits"),
    returns: { list: "string" },
    run: ([given, ...newBits]) => {
      const prefix = parsePrefix(given!.raw as string);
      let next = prefix.base;
      const found = newBits.map(({ raw }) => {
        const length = prefix.length + (raw as number);
        if (length > prefix.bits) throw new ConversionError(`would extend prefix to ${length} bits, which is too long`);
        const size = 1n << BigInt(prefix.bits - length);
        const start = next % size === 0n ? next : (next / size + 1n) * size;
        if (start + size > prefix.base + (1n << BigInt(prefix.bits - prefix.length))) {
          throw new ConversionError(`not enough remaining address space for a subnet with a prefix of ${length} bits`);
        }
        next = start + size;
        return text(`${addressText(start, prefix.bits)}/${length}`);
      });
      return listOf("string", found);
    },
  },
};
