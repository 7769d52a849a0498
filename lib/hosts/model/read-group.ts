/** One group of a declaration. */
import { Duration } from "./duration";
import type { HaGroup, HaMember, HaTiming } from "./model";
import {
  checkName,
  durationAt,
  entries,
  fields,
  hostAddressAt,
  isAbsent,
  isIpv6,
  items,
  list,
  problemAt,
  textAt,
  wholeAt,
  wordAt,
  type Place,
} from "./place";
import { intervalRanges, intervalSteps, profiles, version2Timing } from "./profiles";
import type { Host } from "./read-member";
import { readReadyCheck, readTracking } from "./read-tracking";
import { vridOf } from "./vrid";

/** Of the master first; spaced so that two backups never stand up at once. */
const PRIORITIES = [150, 100, 50, 20] as const;
/** Those with rules of their own. */
const clouds: readonly string[] = ["ionos", "ovh", "dedibox"];
const FIELDS = [
  "cloud",
  "address_role",
  "addresses",
  "anchor",
  "presence",
  "dual_stack",
  "members",
  "master",
  "reserved_heartbeats",
  "vrid",
  "vrrp_version",
  "profile",
  "advert_interval",
  "down_timer",
  "fail_back",
  "startup_delay",
  "checks",
  "gateway",
  "ready_check",
  "track",
] as const;
type Parts = Readonly<Record<(typeof FIELDS)[number], Place>>;

/** Undefined when it has problems that leave nothing to judge. */
export function readGroup(
  place: Place,
  name: string,
  hosts: ReadonlyMap<string, Host | undefined>,
): HaGroup | undefined {
  checkName(place, name);
  const parts = fields(place, FIELDS);
  if (!parts) return undefined;
  const addresses = readAddresses(parts.addresses);
  const anchor = isAbsent(parts.anchor) ? addresses[0] : hostAddressAt(parts.anchor);
  const members = readMembers(parts, hosts);
  const vrrpVersion = readVrrpVersion(parts.vrrp_version);
  const vrid = isAbsent(parts.vrid) ? vridOf(name) : wholeAt(parts.vrid, [1, 255]);
  const profile = wordAt(parts.profile, ["measured", "fast", "calm"], "measured");
  const readyCheck = readReadyCheck(parts.ready_check);
  const timing = readTiming(parts, vrrpVersion, profile);
  if (anchor === undefined || !members || vrid === undefined) return undefined;
  return {
    name,
    addresses,
    anchor,
    presence: wordAt(parts.presence, ["holder", "everywhere"], "holder"),
    dualStack: wordAt(parts.dual_stack, ["excluded", "sync-group"], "excluded"),
    members,
    reservedHeartbeats: items(parts.reserved_heartbeats).flatMap((item) => hostAddressAt(item, 4) ?? []),
    vrid,
    vrrpVersion,
    profile,
    timing,
    failBack: readFailBack(parts.fail_back),
    startupDelay: readStartupDelay(parts.startup_delay),
    tracking: readTracking(parts.checks, parts.gateway, parts.track),
    ...(readyCheck && { readyCheck }),
    ...readCloud(parts.cloud),
    ...(!isAbsent(parts.address_role) && {
      addressRole: wordAt(parts.address_role, ["primary", "additional"], "primary"),
    }),
  };
}

function readCloud(place: Place): Pick<HaGroup, "cloud"> {
  if (isAbsent(place)) return {};
  const cloud = textAt(place) ?? "";
  if (!clouds.includes(cloud) && !place.reading.isLater(cloud)) {
    problemAt(place, `cloud is ${JSON.stringify(cloud)}. It is ${list(clouds, "or")}; leave it out for any other one.`);
  }
  return { cloud };
}

/** IPv4 first: the anchor is the first of them, and stays it when an IPv6 address joins. */
function readAddresses(place: Place): readonly string[] {
  const addresses = items(place).flatMap((item) => hostAddressAt(item) ?? []);
  if (items(place).length === 0) problemAt(place, "addresses has no entry. Name the failover address.");
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) problemAt(place, `addresses has ${twice} twice. Remove one.`);
  return [...addresses.filter((address) => !isIpv6(address)), ...addresses.filter(isIpv6)];
}

function readMembers(
  { members, master }: Parts,
  hosts: ReadonlyMap<string, Host | undefined>,
): ReadonlyMap<string, HaMember> | undefined {
  const given = new Map(entries(members));
  const names = given.size > 0 ? [...given.keys()] : [...hosts.keys()];
  const first = isAbsent(master) ? names[0] : textAt(master);
  if (first !== undefined && !names.includes(first)) {
    problemAt(master, `master is "${first}". It is one of this group's members, ${list(names, "or")}.`);
  }
  const ranked = [...names].sort((a, b) => Number(b === first) - Number(a === first));
  const found = names.map((name): readonly [string, HaMember] | undefined => {
    const place = given.get(name);
    const priority = readPriority(place, ranked.indexOf(name), members);
    if (!hosts.has(name)) {
      const known = list([...hosts.keys()], "or");
      return problemAt(place ?? members, `${name} is no member. The members are ${known}.`);
    }
    const host = hosts.get(name);
    return host && priority !== undefined ? [name, { ...host, priority }] : undefined;
  });
  return found.every((entry) => entry !== undefined) ? new Map(found) : undefined;
}

function readPriority(place: Place | undefined, rank: number, members: Place): number | undefined {
  const parts = place && fields(place, ["priority"]);
  if (parts && !isAbsent(parts.priority)) return wholeAt(parts.priority, [1, 254]);
  const priority = PRIORITIES[rank];
  if (priority !== undefined) return priority;
  return problemAt(
    place ?? members,
    `priority is missing. By themselves the first ${PRIORITIES.length} members get ${list(PRIORITIES.map(String))}: ` +
      "with more of them give each its own.",
  );
}

function readVrrpVersion(place: Place): 2 | 3 {
  if (isAbsent(place)) return 3;
  return wholeAt(place, [2, 3]) === 2 ? 2 : 3;
}

function readTiming(parts: Parts, version: 2 | 3, profile: HaGroup["profile"]): HaTiming {
  if (version === 2 && !isAbsent(parts.profile) && isAbsent(parts.advert_interval)) {
    problemAt(parts.profile, "Profiles are for VRRP version 3. Leave profile out, or set advert_interval in seconds.");
  }
  const standard = version === 2 ? version2Timing : profiles[profile];
  const interval = isAbsent(parts.advert_interval)
    ? undefined
    : durationAt(parts.advert_interval, intervalRanges[version]);
  const step = intervalSteps[version];
  if (interval && interval.ms % step.ms !== 0) {
    problemAt(
      parts.advert_interval,
      `advert_interval is ${interval.toString()}. VRRP version ${version} counts in steps of ${step.toString()}.`,
    );
  }
  const downTimer = isAbsent(parts.down_timer) ? undefined : wholeAt(parts.down_timer, [1, 100]);
  return { advertInterval: interval ?? standard.advertInterval, downTimer: downTimer ?? standard.downTimer };
}

function readFailBack(place: Place): HaGroup["failBack"] {
  if (isAbsent(place) || place.value === "never") return "never";
  if (place.value === "at-once") return Duration.milliseconds(0);
  const most = Duration.seconds(1000);
  const duration = typeof place.value === "string" ? Duration.tryParse(place.value) : undefined;
  if (duration && duration.ms <= most.ms) return duration;
  problemAt(
    place,
    `fail_back is ${JSON.stringify(place.value)}. It is "never", "at-once", or how long the returned member must have ` +
      `been stable, at most ${most.toString()}.`,
  );
  return "never";
}

function readStartupDelay(place: Place): Duration {
  const absent = Duration.seconds(2);
  if (isAbsent(place)) return absent;
  if (place.value === "0s") return Duration.milliseconds(0);
  return durationAt(place, [Duration.milliseconds(100), Duration.minutes(10)]) ?? absent;
}
