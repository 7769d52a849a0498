/** Reading untyped values: each reader notes what is wrong at its place and goes on, so that all problems come at once. */
import ipaddr from "ipaddr.js";
import { Duration } from "./duration";
import type { HaFinding } from "./model";

/** What a declaration is read with. */
export interface Reading {
  readonly findings: HaFinding[];
  /** Says whether a text stands for a value that is known only later, so that nothing can be checked about it. */
  readonly isLater: (text: string) => boolean;
}

/** One place of a declaration. */
export interface Place {
  readonly value: unknown;
  readonly path: readonly string[];
  readonly reading: Reading;
}

export function problemAt({ path, reading }: Place, message: string): undefined {
  reading.findings.push({ severity: "error", path, message });
}

export function isAbsent({ value }: Place): boolean {
  return value === undefined || value === null;
}

/** Its places by name; every name that is not among `names` is a problem. */
export function fields<Name extends string>(
  place: Place,
  names: readonly Name[],
): Readonly<Record<Name, Place>> | undefined {
  const object = objectAt(place);
  if (!object) return undefined;
  for (const name of Object.keys(object)) {
    if (!names.includes(name as Name)) problemAt(at(place, name), `There is no ${name} here; there is ${list(names)}.`);
  }
  return Object.fromEntries(names.map((name) => [name, at(place, name)])) as Record<Name, Place>;
}

/** The places of a map whose keys are names that the user chose. Absent is empty. */
export function entries(place: Place): readonly (readonly [name: string, place: Place])[] {
  if (isAbsent(place)) return [];
  return Object.keys(objectAt(place) ?? {}).map((name) => [name, at(place, name)]);
}

/** A name that may stand anywhere in keepalived's language and in a file's name. */
export function checkName(place: Place, name: string, longest = 64): boolean {
  if (/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(name) && name.length <= longest) return true;
  problemAt(place, `The name "${name}" does not do: letters, digits, - and _, at most ${longest}.`);
  return false;
}

/** The places of a list. Absent is empty. */
export function items(place: Place): readonly Place[] {
  if (isAbsent(place)) return [];
  const { value, path, reading } = place;
  if (Array.isArray(value)) {
    return (value as unknown[]).map((item, index) => ({ value: item, path: [...path, String(index)], reading }));
  }
  problemAt(place, `${shown(value)} is no list.`);
  return [];
}

/** @param form what the text must match, and how that is said */
export function textAt(place: Place, form?: readonly [pattern: RegExp, words: string]): string | undefined {
  const { value, reading } = place;
  if (typeof value !== "string" || value === "") return problemAt(place, `${shown(value)} is no text.`);
  if (reading.isLater(value)) return value;
  if (form && !form[0].test(value)) return problemAt(place, `${nameOf(place)} is "${value}". Write ${form[1]}.`);
  return value;
}

export function wordAt<Word extends string>(place: Place, words: readonly Word[], absent: Word): Word {
  if (isAbsent(place)) return absent;
  if (words.includes(place.value as Word)) return place.value as Word;
  problemAt(place, `${nameOf(place)} is ${shown(place.value)}. It is ${list(words, "or")}.`);
  return absent;
}

export function wholeAt(place: Place, [least, most]: readonly [number, number]): number | undefined {
  const { value } = place;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  return problemAt(place, `${nameOf(place)} is ${shown(value)}. It is a whole number from ${least} to ${most}.`);
}

export function durationAt(place: Place, [least, most]: readonly [Duration, Duration]): Duration | undefined {
  const { value } = place;
  const duration = typeof value === "string" ? Duration.tryParse(value) : undefined;
  if (duration && duration.ms >= least.ms && duration.ms <= most.ms) return duration;
  const range = `from ${least.toString()} to ${most.toString()}`;
  return problemAt(place, `${nameOf(place)} is ${shown(value)}. It is a duration with its unit, ${range}.`);
}

/** In its shortest spelling; one that is known only later as it is. */
export function addressAt(place: Place, family?: 4 | 6): string | undefined {
  const { value, reading } = place;
  if (typeof value === "string" && reading.isLater(value)) return value;
  const isV4 = typeof value === "string" && ipaddr.IPv4.isValidFourPartDecimal(value);
  const isV6 = typeof value === "string" && ipaddr.IPv6.isValid(value) && !value.includes("%");
  const allowed = (isV4 && family !== 6) || (isV6 && family !== 4);
  if (allowed) return ipaddr.parse(value).toString();
  const kind = family === undefined ? "an IP address" : `an IPv${family} address`;
  return problemAt(place, `${nameOf(place)} is ${shown(value)}. Write ${kind} without prefix length.`);
}

/** One that a host can have and others can reach. */
export function hostAddressAt(place: Place, family?: 4 | 6): string | undefined {
  const address = addressAt(place, family);
  if (address === undefined || place.reading.isLater(address)) return address;
  const range = ipaddr.parse(address).range();
  if (!nobodys.includes(range)) return address;
  return problemAt(
    place,
    `${nameOf(place)} is ${shown(place.value)}, which no other host reaches. Write a host's address.`,
  );
}

const nobodys = ["unspecified", "loopback", "multicast", "broadcast"];

/** `203.0.113.11/24` */
export function prefixedAddressAt(place: Place): string | undefined {
  const { value, reading } = place;
  if (typeof value === "string" && (reading.isLater(value) || ipaddr.isValidCIDR(value))) return value;
  return problemAt(place, `${nameOf(place)} is ${shown(value)}. Write an address with its prefix length: a.b.c.d/24.`);
}

/** IPv6 has colons; what is known only later counts as IPv4. */
export function isIpv6(address: string): boolean {
  return ipaddr.IPv6.isValid(address);
}

export function shown(value: unknown): string {
  return value === undefined || value === null ? "missing" : JSON.stringify(value);
}

export function list(words: readonly string[], last = "and"): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1) ?? ""}`;
}

/** The place's last name, list indices with their list's. */
function nameOf({ path }: Place): string {
  const last = path.at(-1) ?? "";
  return /^\d+$/.test(last) ? `${path.at(-2) ?? ""}[${last}]` : last;
}

function at({ value, path, reading }: Place, name: string): Place {
  return { value: (value as Readonly<Record<string, unknown>>)[name], path: [...path, name], reading };
}

function objectAt(place: Place): Readonly<Record<string, unknown>> | undefined {
  const { value } = place;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  return problemAt(place, `${shown(value)} is no object with names and values.`);
}
