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
  for (const member of members) {
    const free = new Set(groups);
    const instances = member.config.instances.map((instance) => ({ member, instance }));
    // The best pairs first, so that a shared address outweighs a shared number.
    const pairs = instances
      .flatMap((own) => [...free].map((group) => ({ own, group, score: likeness(own.instance, group) })))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    const placed = new Set<MemberInstance>();
    for (const { own, group } of pairs) {
      if (placed.has(own) || !free.has(group)) continue;
      group.push(own);
      placed.add(own);
      free.delete(group);
    }
    for (const own of instances) if (!placed.has(own)) groups.push([own]);
  }
  return { members, groups };
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
