/** Rules between declarations of one stack: each host has one keepalived, and each LAN one set of router ids. */
import type { HaFinding, HaGroup } from "../model";
import { vridCollision } from "./neighbours";
import { groupError, repeated } from "./rule";

export interface NamedGroups {
  readonly name: string;
  readonly groups: readonly HaGroup[];
}

/** What is wrong with each declaration beside those before it, by its name. */
export function findingsBetween(
  declarations: readonly NamedGroups[],
): readonly (HaFinding & { readonly in: string })[] {
  const all = declarations.flatMap(({ name, groups }) => groups.map((group) => ({ in: name, group })));
  const hosts = declarations.flatMap(({ name, groups }) => {
    const members = new Map(groups.flatMap((group) => [...group.members]));
    return [...members.values()].map((member) => ({ in: name, member }));
  });
  const addresses = all.flatMap((one) => one.group.addresses.map((address) => ({ ...one, address })));
  return [
    ...repeated(hosts, ({ member }) => member.heartbeat.address).map(({ item, first, key }) => ({
      in: item.in,
      severity: "error" as const,
      path: ["members", item.member.name],
      message:
        `The heartbeat's address ${key} is that of ${first.member.name} in ${first.in} too. A host has one keepalived: ` +
        "declare all groups of a host in one HighAvailability.",
    })),
    ...repeated(addresses, ({ address }) => address).map(({ item, first, key }) => ({
      in: item.in,
      ...groupError(
        item.group,
        ["addresses"],
        `${key} is in ${first.group.name} of ${first.in} too. Take it out of one.`,
      ),
    })),
    ...all.flatMap(({ group, in: name }, index) => {
      const before = all.slice(0, index).filter((other) => other.in !== name);
      const [first, others] = [before, all].map((list) => list.map((one) => one.group));
      const found = vridCollision(group, first ?? [], others ?? []);
      return found ? [{ in: name, ...found }] : [];
    }),
  ];
}
