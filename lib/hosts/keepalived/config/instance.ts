/** A `vrrp_instance` as keepalived takes it: with its defaults, and with what it adjusts without failing. */
import type { Position } from "../position";
import type { Directive } from "../tree";
import { parseHost, readVirtualAddress } from "./address";
import type { Address, AddressFault, VirtualAddress } from "./address";
import { readNotifications } from "./script";
import type { Command } from "./script";
import { booleanOf, decimal, listed, settingsOf, text, valueOf, valuePosition, wholeNumber } from "./settings";
import type { Settings } from "./settings";
import { readTracking } from "./tracking";
import type { Tracked } from "./tracking";

export interface Instance {
  readonly name: string;
  readonly position: Position;
  readonly settings: Settings;
  readonly interface?: string;
  readonly vrid?: number;
  readonly family: 4 | 6;
  readonly version: 2 | 3;
  readonly state: "MASTER" | "BACKUP";
  readonly priority: number;
  /** As it runs: rounded, within the version's range. */
  readonly advertSeconds: number;
  readonly downTimer: number;
  readonly unicast: Unicast;
  readonly addresses: readonly VirtualAddress[];
  readonly excluded: readonly VirtualAddress[];
  readonly addressFaults: readonly AddressFault[];
  readonly authentication?: Authentication;
  readonly nopreempt: boolean;
  readonly strict: boolean;
  readonly announcing: Announcing;
  readonly tracked: readonly Tracked[];
  readonly notifications: readonly Command[];
}

export interface Unicast {
  /** Any keyword that speaks of unicast. */
  readonly mentioned: boolean;
  readonly source?: Address;
  readonly peers: readonly Address[];
  /** Adverts from others than the peers are dropped. */
  readonly checksSource: boolean;
}

export interface Authentication {
  readonly type: string;
  readonly password: string;
  readonly position: Position;
}

/** What tells switches and clients anew who holds the address. */
export interface Announcing {
  /** Seconds between repetitions while MASTER; 0 is never. */
  readonly refreshSeconds: number;
  readonly answersHigherPriority: boolean;
  readonly silentOnLowerPriority: boolean;
  readonly extraInterfaces: boolean;
}

const OWNER = 255;

export function readInstance(directive: Directive, globals: Settings): Instance {
  const settings = settingsOf(directive.body ?? []);
  const addresses = listed(settings, "virtual_ipaddress").map((line) => readVirtualAddress(line));
  const excluded = listed(settings, "virtual_ipaddress_excluded").map((line) => readVirtualAddress(line));
  const given = [...addresses, ...excluded];
  const family = familyOf(settings);
  const version = versionOf(settings, globals, family);
  const state = valueOf(settings.last("state")) === "MASTER" || saidMaster(settings) ? "MASTER" : "BACKUP";
  const device = valueOf(settings.last("interface"));
  const vrid = wholeNumber(valueOf(settings.last("virtual_router_id")), 1, 255);
  const authentication = authenticationOf(settings);
  return {
    name: valueOf(directive) ?? "",
    position: directive.position,
    settings,
    family,
    version,
    state,
    priority: priorityOf(settings, state),
    advertSeconds: advertOf(settings, version),
    downTimer:
      wholeNumber(valueOf(settings.last("down_timer_adverts")), 1, 100) ??
      wholeNumber(valueOf(globals.last("vrrp_down_timer_adverts")), 1, 100) ??
      3,
    unicast: unicastOf(settings, globals, family),
    addresses: addresses.flatMap(({ address }) => (address?.family === family ? address : [])),
    excluded: excluded.flatMap(({ address }) => address ?? []),
    addressFaults: given.flatMap(({ faults }) => faults),
    nopreempt: isLast(settings, "nopreempt", "preempt"),
    strict: flag(settings, "strict_mode") ?? globals.has("vrrp_strict"),
    announcing: announcingOf(settings, globals),
    tracked: readTracking(settings),
    notifications: readNotifications(settings, valueOf(directive) ?? ""),
    ...(device === undefined ? {} : { interface: device }),
    ...(vrid === undefined ? {} : { vrid }),
    ...(authentication === undefined ? {} : { authentication }),
  };
}

/** The first address that is mentioned decides. */
function familyOf({ directives }: Settings): 4 | 6 {
  return directives.flatMap((directive) => familySaidBy(directive) ?? [])[0] ?? 4;
}

function familySaidBy(directive: Directive): 4 | 6 | undefined {
  const keyword = text(directive.words[0]);
  if (keyword === "native_ipv6") return 6;
  const candidates = ["virtual_ipaddress", "unicast_peer"].includes(keyword)
    ? (directive.body ?? []).map(({ words }) => text(words[0]))
    : ["unicast_src_ip", "mcast_src_ip", "mcast_dst_ip"].includes(keyword)
      ? [valueOf(directive) ?? ""]
      : [];
  return candidates.flatMap((candidate) => parseHost(candidate) ?? [])[0]?.family;
}

/** A second version that differs is ignored, and 2 where IPv6 has been mentioned already. */
function versionOf({ directives }: Settings, globals: Settings, family: 4 | 6): 2 | 3 {
  let own: number | undefined;
  let known: 4 | 6 | undefined;
  for (const directive of directives) {
    known ??= familySaidBy(directive);
    const given = text(directive.words[0]) === "version" ? wholeNumber(valueOf(directive), 2, 3) : undefined;
    if (given !== undefined && !(given === 2 && known === 6)) own ??= given;
  }
  const common = family === 6 ? 3 : wholeNumber(valueOf(globals.last("vrrp_version")), 2, 3);
  return (own ?? common ?? 2) === 3 ? 3 : 2;
}

/** keepalived ignores a BACKUP after a MASTER. */
const saidMaster = (settings: Settings) => settings.all("state").some((directive) => valueOf(directive) === "MASTER");

function priorityOf(settings: Settings, state: "MASTER" | "BACKUP"): number {
  const directive = settings.last("priority");
  if (directive === undefined) return state === "MASTER" ? OWNER : 100;
  return wholeNumber(valueOf(directive), 1, OWNER) ?? 100;
}

/** Rounded to whole seconds in version 2 and to 10 ms in version 3. */
function advertOf(settings: Settings, version: 2 | 3): number {
  const seconds = decimal(valueOf(settings.last("advert_int")), 0.01, 255) ?? 1;
  const grid = version === 2 ? 1 : 0.01;
  const largest = version === 2 ? 255 : 40.95;
  const steps = Math.max(1, Math.floor(Number((seconds / grid).toFixed(6)) + 0.5));
  return Math.min(largest, Number((steps * grid).toFixed(2)));
}

function unicastOf(settings: Settings, globals: Settings, family: 4 | 6): Unicast {
  const written = settings.last("unicast_src_ip") ?? settings.last("mcast_src_ip");
  const source = written && parseHost(valueOf(written) ?? "");
  const peers = listed(settings, "unicast_peer").flatMap((line) => {
    const parsed = parseHost(text(line.words[0]));
    return parsed?.family === family ? [{ ...parsed, position: line.position, limited: line.words.length > 1 }] : [];
  });
  const keywords = [
    "unicast_peer",
    "unicast_src_ip",
    "check_unicast_src",
    "unicast_fault_no_peer",
    "old_unicast_checksum",
    "unicast_ttl",
  ];
  return {
    mentioned: keywords.some((keyword) => settings.has(keyword)),
    peers,
    checksSource:
      settings.has("check_unicast_src") ||
      globals.has("vrrp_check_unicast_src") ||
      // min_ttl and max_ttl turn it on too.
      peers.some(({ limited }) => limited),
    ...(source && written ? { source: { ...source, position: valuePosition(written) } } : {}),
  };
}

function authenticationOf(settings: Settings): Authentication | undefined {
  const block = settings.last("authentication");
  if (block === undefined) return undefined;
  const inner = settingsOf(listed(settings, "authentication"));
  const type = valueOf(inner.last("auth_type"));
  return {
    type: type ?? "",
    password: valueOf(inner.last("auth_pass")) ?? "",
    position: block.position,
  };
}

function announcingOf(settings: Settings, globals: Settings): Announcing {
  const refresh = settings.last("garp_master_refresh") ?? globals.last("vrrp_garp_master_refresh");
  const extra = settings.last("garp_extra_if") ?? globals.last("vrrp_garp_extra_if");
  return {
    refreshSeconds: wholeNumber(valueOf(refresh), 0, Infinity) ?? 0,
    answersHigherPriority:
      flag(settings, "higher_prio_send_advert") ?? flag(globals, "vrrp_higher_prio_send_advert") ?? false,
    silentOnLowerPriority:
      flag(settings, "lower_prio_no_advert") ?? flag(globals, "vrrp_lower_prio_no_advert") ?? false,
    extraInterfaces: extra?.words.some((word) => /^[1-9]\d*$/.test(word.text)) ?? false,
  };
}

export function flag(settings: Settings, keyword: string): boolean | undefined {
  const directive = settings.last(keyword);
  return directive === undefined ? undefined : booleanOf(directive);
}

function isLast(settings: Settings, keyword: string, opposite: string): boolean {
  const decisive = settings.directives.findLast(({ words }) => [keyword, opposite].includes(text(words[0])));
  return text(decisive?.words[0]) === keyword;
}
