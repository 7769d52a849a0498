/** Which instances of several members are one: they share addresses, a name or a virtual router id. */
import type { Instance } from "../keepalived/config/instance";
import type { LintMember } from "./member";

export interface MemberInstance {
  readonly member: LintMember;
  readonly instance: Instance;
}

/** The instances that elect one master among them: at most one of each member, in the members' order. */
export type InstanceGroup = readonly MemberInstance[];

export interface LintSet {
  readonly members: readonly LintMember[];
  readonly groups: readonly InstanceGroup[];
}

export function lintSet(members: readonly LintMember[]): LintSet {
  const groups: MemberInstance[][] = [];
  /** Groups by the names and addresses in them: without either in common two instances are never one. */
  const known = new Map<string, Set<MemberInstance[]>>();
  for (const member of members) {
    const instances = member.config.instances.map((instance) => ({ member, instance }));
    // The best pairs first, so that a shared address outweighs a shared number.
    const pairs = instances
      .flatMap((own) =>
        candidates(own.instance, known).map((group) => ({ own, group, score: likeness(own.instance, group) })),
      )
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    const placed = new Map<MemberInstance, MemberInstance[]>();
    const taken = new Set<MemberInstance[]>();
    for (const { own, group } of pairs) {
      if (placed.has(own) || taken.has(group)) continue;
      placed.set(own, group);
      taken.add(group);
    }
    for (const own of instances) {
      const group = placed.get(own) ?? [];
      if (group.length === 0) groups.push(group);
      group.push(own);
      for (const key of keysOf(own.instance)) known.set(key, (known.get(key) ?? new Set()).add(group));
    }
  }
  return { members, groups };
}

const keysOf = (instance: Instance) => [`name ${instance.name}`, ...moving(instance)];

function candidates(instance: Instance, known: ReadonlyMap<string, ReadonlySet<MemberInstance[]>>) {
  return [...new Set(keysOf(instance).flatMap((key) => [...(known.get(key) ?? [])]))];
}

function likeness(instance: Instance, group: InstanceGroup): number {
  return Math.max(...group.map((other) => likenessOf(instance, other.instance)));
}

/** A name alone says little: half of the world's instances are called VI_1. Nor does a number alone. */
const LEAST_LIKENESS = 5;

function likenessOf(a: Instance, b: Instance): number {
  if (a.family !== b.family) return 0;
  const others = new Set(moving(b));
  const score =
    (moving(a).some((address) => others.has(address)) ? 8 : 0) +
    (a.name === b.name ? 4 : 0) +
    (a.vrid !== undefined && a.vrid === b.vrid ? 2 : 0) +
    (arePeers(a, b) ? 1 : 0);
  return score < LEAST_LIKENESS ? 0 : score;
}

export function arePeers(a: Instance, b: Instance): boolean {
  return speaksTo(a, b) || speaksTo(b, a);
}

/** True when b's own address is among the peers of a. */
export function speaksTo(a: Instance, b: Instance): boolean {
  const source = b.unicast.source?.address;
  return source !== undefined && a.unicast.peers.some(({ address }) => address === source);
}

export function moving({ addresses, excluded }: Instance): readonly string[] {
  return [...addresses, ...excluded].map(({ address }) => address);
}
