/** The list of a virtual MAC's addresses: spelling and order mean nothing. */
import { bareAddress, tryBlock } from "../../../clouds/block";
import { problem } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import { isList, knownString } from "../../value";
import type { Value } from "../../value";

/** Those that are known, bare. */
export function knownAddresses(value: Value | undefined): readonly string[] {
  if (!isList(value)) return [];
  return value.flatMap((item) => {
    const block = tryBlock(knownString(item) ?? "");
    return block === undefined ? [] : [bareAddress(block)];
  });
}

export function sameAddresses(a: Value, b: Value): boolean {
  if (!isList(a) || !isList(b) || a.length !== b.length) return false;
  const [left, right] = [knownAddresses(a), knownAddresses(b)];
  return left.length === a.length && left.length === right.length && left.every((address) => right.includes(address));
}

/** What the cloud tells, in the order and spelling that is recorded. */
export function asRecorded(recorded: Value | undefined, seen: readonly string[]): readonly string[] {
  const known = (isList(recorded) ? recorded : []).flatMap((item) => knownString(item) ?? []);
  const kept = known.filter((text) => knownAddresses([text]).some((address) => seen.includes(address)));
  return [...kept, ...seen.filter((address) => !knownAddresses(kept).includes(address))];
}

export function validateAddresses(value: Value | undefined): readonly Diagnostic[] {
  if (!isList(value)) return [];
  if (value.length === 0)
    return [problem(["addresses"], "addresses is empty", "addresses has no entry. Name at least one address.")];
  const seen = new Map<string, number>();
  return value.flatMap((item, i) => {
    const text = knownString(item);
    if (text === undefined) return [];
    const path = ["addresses", i];
    const [address] = knownAddresses([text]);
    if (address === undefined || !/^[\d.]+$/.test(address)) {
      const detail = `addresses[${i}] is "${text}". A virtual MAC is for single IPv4 addresses, such as 203.0.113.10.`;
      return [problem(path, "An address is no IPv4 address", detail)];
    }
    const first = seen.get(address);
    seen.set(address, i);
    if (first === undefined) return [];
    const detail = `addresses[${i}] is ${text}, and addresses[${first}] is the same address. Remove one.`;
    return [problem(path, "An address is named twice", detail)];
  });
}
