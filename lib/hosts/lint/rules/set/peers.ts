/** Members of one set beside each other: whether each reaches each. */
import { setRule } from "../../rule";
import type { InstanceGroup, MemberInstance } from "../../set";
import { differs, pairs, placeOf } from "./pairs";

const isUnicast = ({ instance }: MemberInstance) => instance.unicast.peers.length > 0;

const setUnicast = setRule({
  id: "set-unicast",
  severity: "error",
  title: "Some members speak unicast and others multicast",
  why: "keepalived drops multicast adverts where it expects unicast, and the other way round. Measured: two masters; `keepalived -t` answers 0 on each.",
  fix: "Write unicast_peer on all members or on none.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      const [a, b] = [isUnicast(pair[0]), isUnicast(pair[1])];
      if (a === b) continue;
      const spelled = (unicast: boolean) => (unicast ? "unicast" : "multicast");
      yield differs(pair, "the way of sending", [spelled(a), spelled(b)], ["unicast_peer"]);
    }
  },
});

function* inPairs(group: InstanceGroup): Generator<readonly [MemberInstance, MemberInstance]> {
  for (const from of group) for (const to of group) if (from !== to) yield [from, to];
}

const setPeers = setRule({
  id: "set-peers",
  severity: "error",
  title: "A member is missing in another's list of peers",
  why: "Adverts go to the peers in the list only: whoever is not in the master's list hears nothing and becomes a second master. With check_unicast_src a backup also drops what comes from a master that is not in its own list. Both measured; `keepalived -t` answers 0 on each.",
  fix: "List all other members in unicast_peer of each member: the addresses that stand in their unicast_src_ip.",
  configTest: 0,
  *check({ groups }) {
    for (const group of groups) {
      for (const [from, to] of inPairs(group)) {
        const address = to.instance.unicast.source?.address;
        if (!isUnicast(from) || !isUnicast(to) || address === undefined) continue;
        if (from.instance.unicast.peers.some((peer) => peer.address === address)) continue;
        yield {
          member: from.member,
          position: placeOf(from, "unicast_peer"),
          message: `${from.instance.name}: the list of ${from.member.name} lacks ${address}, which is ${to.member.name}.`,
          related: [{ member: to.member, position: placeOf(to, "unicast_src_ip"), message: "its own address" }],
        };
      }
    }
  },
});

const setPeerStranger = setRule({
  id: "set-peer-stranger",
  severity: "warning",
  title: "A list of peers names an address that no member has",
  why: "A member under that address was left out of this check, or it is a mistake for a member that then hears nothing. Adverts to it tell a stranger the group's number and addresses.",
  fix: "Remove the address, or check that member too.",
  configTest: 0,
  *check({ groups }) {
    for (const group of groups) {
      if (group.length < 2) continue;
      const sources = new Set(group.map(({ instance }) => instance.unicast.source?.address));
      // Without every member's own address nobody can say who is a stranger.
      if (sources.has(undefined)) continue;
      for (const { member, instance } of group) {
        for (const peer of instance.unicast.peers) {
          if (sources.has(peer.address)) continue;
          yield {
            member,
            position: peer.position,
            message: `${instance.name}: ${peer.address} is no member that was checked.`,
          };
        }
      }
    }
  },
});

const setSourceShared = setRule({
  id: "set-source-shared",
  severity: "error",
  title: "Two members have one own address",
  why: "An address that two hosts have belongs to whoever was asked last: adverts reach the wrong one, and both become master. On IONOS the primary address of a failover group is such a one, for DHCP gives it to every member.",
  fix: "Give each member an own address, best on a private LAN.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      const [a, b] = pair.map(({ instance }) => instance.unicast.source?.address);
      if (a === undefined || a !== b) continue;
      yield {
        member: pair[1].member,
        position: placeOf(pair[1], "unicast_src_ip", "mcast_src_ip"),
        message: `${pair[0].member.name} and ${pair[1].member.name} both send from ${a}.`,
        related: [
          { member: pair[0].member, position: placeOf(pair[0], "unicast_src_ip", "mcast_src_ip"), message: "and here" },
        ],
      };
    }
  },
});

const setSourceCheck = setRule({
  id: "set-source-check",
  severity: "info",
  title: "Some members check who sends and others do not",
  why: "A stranger's adverts make only a part of the members give way: then there are two masters.",
  fix: "Write vrrp_check_unicast_src on all members.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      if (!isUnicast(pair[0]) || !isUnicast(pair[1])) continue;
      const [a, b] = [pair[0].instance.unicast.checksSource, pair[1].instance.unicast.checksSource];
      const spelled = (checks: boolean) => (checks ? "on" : "off");
      if (a !== b)
        yield differs(pair, "check_unicast_src", [spelled(a), spelled(b)], ["check_unicast_src", "unicast_peer"]);
    }
  },
});

export const setPeerRules = [setUnicast, setPeers, setPeerStranger, setSourceShared, setSourceCheck];
