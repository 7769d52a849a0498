import ipaddr from "ipaddr.js";
import type { Position } from "../position";
import type { Directive } from "../tree";
import { text, wholeNumber } from "./settings";

export interface Address {
  /** In one spelling, so that addresses can be compared. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly position: Position;
}

/** A member's own address or a peer's: keepalived takes no notice of a prefix or a range behind it. */
export function parseHost(written: string): Pick<Address, "address" | "family"> | undefined {
  return parseAddress(/^[^-/]*/.exec(written)?.[0] ?? "");
}

/** An address as inet_pton() reads it; undefined when it is none. */
export function parseAddress(written: string): Pick<Address, "address" | "family"> | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(written)) return { address: written, family: 4 };
  if (!written.includes(":") || written.includes("%") || !ipaddr.IPv6.isValid(written)) return undefined;
  return { address: ipaddr.IPv6.parse(written).toRFC5952String(), family: 6 };
}

export function isLinkLocal(address: string): boolean {
  return ipaddr.parse(address).range() === "linkLocal";
}

export function isMulticast(address: string): boolean {
  return ipaddr.parse(address).range() === "multicast";
}

/** True when both lie in the network that `prefixLength` cuts out around the first. */
export function inOneNetwork(first: string, second: string, prefixLength: number): boolean {
  const [a, b] = [ipaddr.parse(first), ipaddr.parse(second)];
  return a.kind() === b.kind() && a.match([b, prefixLength] as never);
}

/** An address that moves, or one that stays, with what is said about it. */
export interface VirtualAddress extends Address {
  readonly prefixLength: number;
  readonly device?: string;
  readonly label?: { readonly text: string; readonly position: Position };
  readonly options: ReadonlySet<string>;
  readonly preferredLifetime?: string;
}

export interface AddressFault {
  readonly position: Position;
  readonly message: string;
  /** Whether keepalived leaves the whole address out. */
  readonly dropped: boolean;
}

export interface ReadAddress {
  readonly address?: VirtualAddress;
  readonly faults: readonly AddressFault[];
}

/** Interface names and labels: 15 characters and the end mark. */
export const LONGEST_NAME = 15;

const options = ["home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin", "no_track"];
const parameters = ["dev", "scope", "broadcast", "brd", "label", "peer", "preferred_lft"];
const scopes = ["global", "nowhere", "host", "link", "site"];

/** What only one of the two blocks knows. */
const others = {
  moving: { options: [...options, "use_vmac"], parameters },
  static: { options, parameters: [...parameters, "track_group"] },
} as const;

/** A line of `virtual_ipaddress` or `static_ipaddress`. Source: keepalived 2.2.7, vrrp_ipaddress.c, alloc_ipaddress(). */
export function readVirtualAddress(line: Directive, kind: keyof typeof others = "moving"): ReadAddress {
  const faults: AddressFault[] = [];
  const fault = (position: Position, message: string, dropped: boolean) => faults.push({ position, message, dropped });
  const [first, ...rest] = line.words;
  const written = text(first);
  const [host = "", prefix] = written.split("/", 2);
  const parsed = parseAddress(host);
  if (parsed === undefined) {
    fault(line.position, `"${written}" is no IP address.`, true);
    return { faults };
  }
  const longest = parsed.family === 4 ? 32 : 128;
  const prefixLength = prefix === undefined ? longest : Number(prefix);
  if (!/^\d+$/.test(prefix ?? "0") || prefixLength > longest) {
    fault(
      line.position,
      `"/${prefix}" is no prefix length of an IPv${parsed.family} address: keepalived takes /${longest}.`,
      false,
    );
  }
  const given = new Map<string, { readonly text: string; readonly position: Position }>();
  const flags = new Set<string>();
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at];
    if (word === undefined) break;
    if (others[kind].options.includes(word.text)) {
      flags.add(word.text);
    } else if (!others[kind].parameters.includes(word.text)) {
      fault(word.position, `"${word.text}" is no option of an address: keepalived ignores it.`, false);
    } else {
      const value = rest[at + 1];
      if (value === undefined) {
        fault(word.position, `"${word.text}" has no value.`, true);
        return { faults };
      }
      if (["dev", "peer"].includes(word.text) && given.has(word.text)) {
        fault(word.position, `"${word.text}" stands twice.`, word.text === "dev");
        if (word.text === "dev") return { faults };
      }
      given.set(word.text, value);
      at += 1;
    }
  }
  for (const [position, message] of ignored(given, parsed.family, prefixLength)) fault(position, message, false);
  const broadcast = given.get("brd") ?? given.get("broadcast");
  if (broadcast !== undefined && !isBroadcast(broadcast.text, parsed.family)) {
    fault(broadcast.position, `"${broadcast.text}" is no broadcast address.`, true);
    return { faults };
  }
  const label = given.get("label");
  if (label !== undefined && label.text.length > LONGEST_NAME) {
    fault(
      label.position,
      `The label "${label.text}" has ${label.text.length} characters, and at most ${LONGEST_NAME} are possible.`,
      true,
    );
    return { faults };
  }
  const device = given.get("dev")?.text;
  const preferredLifetime = given.get("preferred_lft")?.text;
  return {
    faults,
    address: {
      ...parsed,
      position: line.position,
      prefixLength: Math.min(prefixLength, longest) || 0,
      options: flags,
      ...(device === undefined ? {} : { device }),
      ...(label === undefined ? {} : { label }),
      ...(preferredLifetime === undefined ? {} : { preferredLifetime }),
    },
  };
}

type Given = ReadonlyMap<string, { readonly text: string; readonly position: Position }>;

/** Values behind options that keepalived leaves out, with what it says of them. */
function* ignored(given: Given, family: 4 | 6, prefixLength: number): Generator<readonly [Position, string]> {
  const scope = given.get("scope");
  if (scope !== undefined && family === 6) yield [scope.position, "IPv6 has no scope here: keepalived ignores it."];
  else if (scope !== undefined && !scopes.includes(scope.text) && wholeNumber(scope.text, 0, 255) === undefined) {
    yield [scope.position, `"${scope.text}" is no scope: keepalived ignores it.`];
  }
  const peer = given.get("peer");
  const broadcast = given.get("brd") ?? given.get("broadcast");
  if (peer !== undefined && parseAddress(peer.text)?.family !== family) {
    yield [peer.position, `"${peer.text}" is no address of IPv${family}: keepalived ignores the peer.`];
  } else if (peer !== undefined && prefixLength !== (family === 4 ? 32 : 128)) {
    yield [peer.position, `With a peer keepalived ignores the prefix length /${prefixLength}.`];
  } else if (peer !== undefined && broadcast !== undefined) {
    yield [broadcast.position, "With a peer keepalived ignores the broadcast address."];
  } else if (broadcast !== undefined && ["+", "-"].includes(broadcast.text) && prefixLength > 30) {
    yield [broadcast.position, `/${prefixLength} has no broadcast address.`];
  }
  const lifetime = given.get("preferred_lft");
  if (
    lifetime !== undefined &&
    lifetime.text !== "forever" &&
    wholeNumber(lifetime.text, 0, 4_294_967_295) === undefined
  ) {
    yield [lifetime.position, `"${lifetime.text}" is neither forever nor seconds: keepalived ignores it.`];
  }
}

/** `+` and `-` let keepalived compute it; IPv6 has none. */
function isBroadcast(written: string, family: 4 | 6): boolean {
  return family === 4 && (written === "+" || written === "-" || parseAddress(written)?.family === 4);
}
