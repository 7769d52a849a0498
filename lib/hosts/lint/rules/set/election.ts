/** Members of one set beside each other: who wins. */
import type { SyncGroup } from "../../../keepalived/config/config";
import { setRule } from "../../rule";
import type { InstanceGroup, LintSet, MemberInstance } from "../../set";
import { weighed, weightOf } from "../tracking";
import { differs, pairs, placeOf } from "./pairs";

const byPriority = (group: InstanceGroup) => [...group].sort((a, b) => b.instance.priority - a.instance.priority);

function* neighbours(groups: readonly InstanceGroup[]): Generator<readonly [MemberInstance, MemberInstance]> {
  for (const group of groups) {
    const sorted = byPriority(group);
    for (const [index, lower] of sorted.slice(1).entries()) {
      const higher = sorted[index];
      if (higher !== undefined) yield [higher, lower];
    }
  }
}

const setPriorities = setRule({
  id: "set-priorities",
  severity: "warning",
  title: "Two members have one priority",
  why: "The higher own address wins, or whoever started first: who is master depends on accidents. Two members with 255 are owners of one address, which keepalived logs as a configuration error.",
  fix: "Space the priorities: 150, 100, 50.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of neighbours(groups)) {
      const [a, b] = [pair[0].instance.priority, pair[1].instance.priority];
      if (a === b) yield differs(pair, "the priority", [String(a), String(b)], ["priority"]);
    }
  },
});

/** Below this two backups may both become master before one hears the other: 7 of 60 runs at 1 ms, none at 5 ms. */
const SHORTEST_SKEW_MS = 4.5;

const setPriorityGap = setRule({
  id: "set-priority-gap",
  severity: "warning",
  title: "Priorities lie too close for the advert interval",
  why: "Backups wait (256 - priority)/256 of an interval longer, so that the better one comes first. With 0.01 s and a gap of 25, which is 1 ms, two backups became master at once in 7 of 60 runs; at 5 ms and more never in 120.",
  fix: "Keep gap / 256 * advert_int at 5 ms or more: a gap of 50 from 0.05 s on, of 5 at 1 s.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of neighbours(groups)) {
      const [a, b] = [pair[0].instance, pair[1].instance];
      const gap = a.priority - b.priority;
      // In version 2 the interval does not count. Source: RFC 3768, 6.1.
      const skew = (gap / 256) * (b.version === 2 ? 1000 : b.advertSeconds * 1000);
      if (gap === 0 || skew >= SHORTEST_SKEW_MS) continue;
      const ms = Number(skew.toFixed(1));
      const values = [String(a.priority), String(b.priority)] as const;
      const violation = differs(pair, "the priority", values, ["priority"]);
      yield { ...violation, message: `${violation.message.slice(0, -1)}: ${ms} ms apart.` };
    }
  },
});

const setStates = setRule({
  id: "set-states",
  severity: "info",
  title: "Several members start as master",
  why: "The priority decides all the same. But nopreempt and preempt_delay have no effect on either: the address moves back after each restart, and every connection is reset.",
  fix: "Write state BACKUP on all members.",
  configTest: 0,
  *check({ groups }) {
    for (const group of groups) {
      const [first, ...others] = group.filter(({ instance }) => instance.state === "MASTER");
      for (const other of others) {
        if (first === undefined) continue;
        yield {
          member: other.member,
          position: placeOf(other, "state"),
          message: `${other.instance.name} starts as MASTER on ${first.member.name} and on ${other.member.name}.`,
          related: [{ member: first.member, position: placeOf(first, "state"), message: "MASTER here" }],
        };
      }
    }
  },
});

const setPreemption = setRule({
  id: "set-preemption",
  severity: "warning",
  title: "nopreempt is on some members only",
  why: "The member that comes back decides: after one member's failure the address moves back, after another's it stays.",
  fix: "Write nopreempt on all members or on none.",
  configTest: 0,
  *check({ groups }) {
    for (const group of groups) {
      const sorted = byPriority(group);
      // The lowest can never preempt anybody.
      const deciding = sorted.slice(0, -1);
      const [first, ...others] = deciding;
      for (const other of others) {
        if (first === undefined || first.instance.nopreempt === other.instance.nopreempt) continue;
        const spelled = (on: boolean) => (on ? "set" : "not set");
        const values = [spelled(first.instance.nopreempt), spelled(other.instance.nopreempt)] as const;
        yield differs([first, other], "nopreempt", values, ["nopreempt"]);
      }
    }
  },
});

const setWeightTooSmall = setRule({
  id: "set-weight-too-small",
  severity: "error",
  title: "A weight does not reach the next priority",
  why: "The check fails, the priority falls and is still the highest: the address stays where the service is dead.",
  fix: "Use weight 0, or a weight above the distance to the next priority.",
  configTest: 0,
  *check({ groups }) {
    for (const group of groups) {
      const sorted = byPriority(group);
      for (const [index, own] of sorted.entries()) {
        const next = sorted[index + 1];
        if (next === undefined || own.instance.nopreempt) continue;
        const gap = own.instance.priority - next.instance.priority;
        for (const tracked of weighed(own.member.config, own.instance)) {
          const weight = weightOf(own.member.config, tracked);
          const others = weighed(next.member.config, next.instance).find(
            ({ kind, name }) => kind === tracked.kind && name === tracked.name,
          );
          // A positive weight counts on the other side as well, while its check passes.
          const lost = weight < 0 ? -weight : others === undefined ? 0 : weight;
          if (weight === 0 || tracked.reverse || tracked.kind === "file" || lost > gap) continue;
          yield {
            member: own.member,
            position: tracked.position,
            message: `${own.instance.name}: when ${tracked.name} fails on ${own.member.name}, ${own.instance.priority} and weight ${weight} still beat ${next.instance.priority} on ${next.member.name}.`,
          };
        }
      }
    }
  },
});

const setSyncOrder = setRule({
  id: "set-sync-order",
  severity: "error",
  title: "Instances of a sync group have another order on other members",
  why: "A sync group moves as one, but each instance elects by its own priority: with one instance higher here and another higher there the group is elected again and again. Source: keepalived.conf(5), vrrp_sync_group.",
  fix: "Give all instances of a sync group the same priority on one member.",
  configTest: 0,
  *check(set) {
    for (const member of set.members) {
      for (const syncGroup of member.config.syncGroups) {
        for (const other of set.members.slice(0, set.members.indexOf(member))) {
          const leaders = leadersOf(set, syncGroup, member.name, other.name);
          if (new Set(leaders.map(({ leader }) => leader)).size < 2) continue;
          const spelled = leaders.map(({ instance, leader }) => `${instance} on ${leader}`).join(", ");
          yield {
            member,
            position: syncGroup.position,
            message: `${syncGroup.name}: the higher priority is for ${spelled}.`,
          };
        }
      }
    }
  },
});

/** For each instance of the sync group that both members have: which of them has the higher priority. */
function leadersOf({ groups }: LintSet, { members }: SyncGroup, first: string, second: string) {
  return members.flatMap(({ text: name }) => {
    const group = groups.find((one) =>
      one.some(({ instance, member }) => member.name === first && instance.name === name),
    );
    const own = group?.find(({ member }) => member.name === first);
    const other = group?.find(({ member }) => member.name === second);
    if (own === undefined || other === undefined) return [];
    const difference = own.instance.priority - other.instance.priority;
    return difference === 0 ? [] : [{ instance: name, leader: difference > 0 ? first : second }];
  });
}

const setSyncMembers = setRule({
  id: "set-sync-members",
  severity: "warning",
  title: "Sync groups bind other instances on other members",
  why: "What moves together on one member moves apart on the other: after a takeover one address is here and the other there.",
  fix: "List the same instances in the sync groups of all members.",
  configTest: 0,
  *check({ groups }) {
    for (const [first, second] of pairs(groups)) {
      const [a, b] = [partners(first), partners(second)];
      if (a === b) continue;
      const spelled = (list: string) => (list === "" ? "nothing" : list);
      yield {
        member: second.member,
        position: second.instance.position,
        message: `${second.instance.name} moves with ${spelled(a)} on ${first.member.name} and with ${spelled(b)} on ${second.member.name}.`,
      };
    }
  },
});

function partners({ instance, member }: MemberInstance): string {
  const group = member.config.syncGroups.find(({ members }) => members.some(({ text }) => text === instance.name));
  const others = (group?.members ?? []).map(({ text }) => text).filter((name) => name !== instance.name);
  return others.sort().join(", ");
}

export const setElectionRules = [
  setPriorities,
  setPriorityGap,
  setStates,
  setPreemption,
  setWeightTooSmall,
  setSyncOrder,
  setSyncMembers,
];
