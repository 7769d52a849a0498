/** Rules between groups, and for what they share on a host. */
import { instanceNames, processNames, scriptNames } from "../names";
import type { HaFinding, HaGroup } from "../model";
import { list } from "../place";
import { groupError, repeated } from "./rule";

export function neighbourFindings(groups: readonly HaGroup[], hosts: readonly string[]): readonly HaFinding[] {
  return [
    ...groups.flatMap((group, index) => vridCollision(group, groups.slice(0, index), groups) ?? []),
    ...sharedAddresses(groups),
    ...sharedNames(groups),
    ...idleHosts(groups, hosts),
  ];
}

/**
 * Two groups with one virtual router id hear each other's adverts for their own.
 * @param before those of the same LAN or of others that are judged already
 * @param all where a free number is sought
 */
export function vridCollision(
  group: HaGroup,
  before: readonly HaGroup[],
  all: readonly HaGroup[],
): HaFinding | undefined {
  const other = before.find((one) => one.vrid === group.vrid && areOnOneLan(one, group));
  if (!other) return undefined;
  const used = new Set(all.map(({ vrid }) => vrid));
  const free = [51, ...Array.from({ length: 255 }, (_, index) => index + 1)].find((vrid) => !used.has(vrid));
  const message =
    `vrid ${group.vrid} is that of ${other.name} too, and both are on one LAN. Set vrid of one of them to a number ` +
    `that nobody there uses${free === undefined ? "" : `, such as ${free}`}.`;
  return groupError(group, ["vrid"], message);
}

/** Same hosts, or heartbeats that a /24 holds; what is known only later is on one LAN, to be safe. */
function areOnOneLan(a: HaGroup, b: HaGroup): boolean {
  const networks = new Set(heartbeatNetworks(a));
  return heartbeatNetworks(b).some((network) => networks.has(network));
}

function heartbeatNetworks({ members }: HaGroup): readonly string[] {
  return [...members.values()].map(({ heartbeat }) => /^(\d+\.\d+\.\d+)\.\d+$/.exec(heartbeat.address)?.[1] ?? "later");
}

function sharedAddresses(groups: readonly HaGroup[]): readonly HaFinding[] {
  const all = groups.flatMap((group) =>
    [...new Set([...group.addresses, group.anchor])].map((address) => ({ group, address })),
  );
  const heartbeats = groups.flatMap((group) =>
    [...group.members.values()].map(({ name, heartbeat }) => ({ group, name, address: heartbeat.address })),
  );
  return [
    ...repeated(all, ({ address }) => address).map(({ item, first, key }) =>
      groupError(
        item.group,
        ["addresses"],
        `${key} is in ${first.group.name} too. An address has one group: take it out of one of them.`,
      ),
    ),
    ...all.flatMap(({ group, address }) => {
      const holder = heartbeats.find((one) => one.group !== group && one.address === address);
      if (!holder) return [];
      return [groupError(group, ["addresses"], `${address} is the heartbeat of ${holder.name}, which never moves.`)];
    }),
  ];
}

/** Instances and scripts have names of their own in keepalived's configuration. */
function sharedNames(groups: readonly HaGroup[]): readonly HaFinding[] {
  const named = (names: (group: HaGroup) => readonly string[]) =>
    groups.flatMap((group) => names(group).map((name) => ({ group, name })));
  return [instanceNames, processNames, scriptNames].flatMap((names) =>
    repeated(named(names), ({ name }) => name).map(({ item, first, key }) =>
      groupError(
        item.group,
        [],
        `It needs the name ${key} in keepalived's configuration, and so does ${first.group.name}. Rename one.`,
      ),
    ),
  );
}

function idleHosts(groups: readonly HaGroup[], hosts: readonly string[]): readonly HaFinding[] {
  const idle = hosts.filter((host) => !groups.some(({ members }) => members.has(host)));
  if (idle.length === 0 || groups.length === 0) return [];
  const message = `${list(idle)} ${idle.length === 1 ? "is" : "are"} in no group, so nothing is rendered for it.`;
  return [{ severity: "warning", path: ["members"], message }];
}
