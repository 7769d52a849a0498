/** Members of one set beside each other: the addresses that they hold. */
import type { Instance } from "../../../keepalived/config/instance";
import { setRule } from "../../rule";
import { pairs } from "./pairs";

type Listed = Pick<Instance, "addresses" | "excluded">;

const spelled = (list: Listed["addresses"]) => [...new Set(list.map(({ address }) => address))].sort();

const difference = (a: readonly string[], b: readonly string[]) => a.filter((address) => !b.includes(address));

function sentence(first: string, missing: readonly string[], second: string, extra: readonly string[]): string {
  const parts = [
    ...(missing.length > 0 ? [`${first} has ${missing.join(", ")}, which ${second} lacks`] : []),
    ...(extra.length > 0 ? [`${second} has ${extra.join(", ")}, which ${first} lacks`] : []),
  ];
  return `${parts.join("; ")}.`;
}

const setAddresses = setRule({
  id: "set-addresses",
  severity: "error",
  title: "Members advertise different addresses",
  why: "A backup drops adverts that have another number of addresses or lack one of its own: both become master, which `keepalived -t` on each host does not see. Two masters were measured for another number and for other addresses of the same number.",
  fix: "Write the same addresses into virtual_ipaddress of all members. Order and prefix length do not matter.",
  configTest: 0,
  *check({ groups }) {
    for (const [first, second] of pairs(groups)) {
      const [a, b] = [spelled(first.instance.addresses), spelled(second.instance.addresses)];
      const [missing, extra] = [difference(a, b), difference(b, a)];
      const [count, others] = [first.instance.addresses.length, second.instance.addresses.length];
      if (missing.length + extra.length === 0 && count === others) continue;
      yield {
        member: second.member,
        position: second.instance.settings.last("virtual_ipaddress")?.position ?? second.instance.position,
        message:
          missing.length + extra.length > 0
            ? `${second.instance.name}: ${sentence(first.member.name, missing, second.member.name, extra)}`
            : `${second.instance.name}: ${first.member.name} lists ${count} addresses and ${second.member.name} ${others}, one of them twice.`,
        related: [
          {
            member: first.member,
            position: first.instance.settings.last("virtual_ipaddress")?.position ?? first.instance.position,
            message: `${a.length === 0 ? "none" : a.join(", ")} here`,
          },
        ],
      };
    }
  },
});

const setExcludedAddresses = setRule({
  id: "set-excluded-addresses",
  severity: "error",
  title: "Members exclude different addresses",
  why: "Nobody compares excluded addresses: there is no error anywhere, and after a takeover the new master holds another address than the old one did. The address that it lacks answers nobody.",
  fix: "Write the same addresses into virtual_ipaddress_excluded of all members.",
  configTest: 0,
  *check({ groups }) {
    for (const [first, second] of pairs(groups)) {
      const [a, b] = [spelled(first.instance.excluded), spelled(second.instance.excluded)];
      const [missing, extra] = [difference(a, b), difference(b, a)];
      if (missing.length + extra.length === 0) continue;
      yield {
        member: second.member,
        position: second.instance.settings.last("virtual_ipaddress_excluded")?.position ?? second.instance.position,
        message: `${second.instance.name}: ${sentence(first.member.name, missing, second.member.name, extra)}`,
        related: [
          {
            member: first.member,
            position: first.instance.settings.last("virtual_ipaddress_excluded")?.position ?? first.instance.position,
            message: `${a.length === 0 ? "none" : a.join(", ")} here`,
          },
        ],
      };
    }
  },
});

const setMemberMissing = setRule({
  id: "set-member-missing",
  severity: "warning",
  title: "An instance has no counterpart",
  why: "Nobody takes its addresses over when this member fails.",
  fix: "Add the instance to the other members, with the same name, virtual router id and addresses; or check members that do not belong together one by one.",
  configTest: 0,
  *check({ members, groups }) {
    if (members.length < 2) return;
    for (const group of groups) {
      const [only] = group;
      if (group.length > 1 || only === undefined) continue;
      const others = members.filter((member) => member !== only.member).map(({ name }) => name);
      yield {
        member: only.member,
        position: only.instance.position,
        message: `${only.instance.name} of ${only.member.name} is on none of ${others.join(", ")}.`,
      };
    }
  },
});

export const setAddressRules = [setAddresses, setExcludedAddresses, setMemberMissing];
