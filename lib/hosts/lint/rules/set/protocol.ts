/** Members of one set beside each other: what makes one listen to the other's adverts. */
import { valueOf } from "../../../keepalived/config/settings";
import { setRule } from "../../rule";
import { arePeers } from "../../set";
import { differs, pairs, placeOf } from "./pairs";

const setVrid = setRule({
  id: "set-vrid",
  severity: "error",
  title: "Members have different virtual router ids",
  why: "They do not listen to each other: each is master and holds the address. Measured: two masters; `keepalived -t` answers 0 on each.",
  fix: "Write the same virtual_router_id on all members.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      const [a, b] = [pair[0].instance.vrid, pair[1].instance.vrid];
      // One that is missing or out of range has a finding of its own.
      if (a === undefined || b === undefined || a === b) continue;
      yield differs(pair, "the virtual router id", [String(a), String(b)], ["virtual_router_id"]);
    }
  },
});

const setVridReused = setRule({
  id: "set-vrid-reused",
  severity: "warning",
  title: "Two groups use one virtual router id",
  why: "In one LAN the members of one group hear the other's adverts: they drop them and log each one, or give way to them where the addresses are not compared.",
  fix: "Give each group of a LAN its own virtual_router_id.",
  configTest: 0,
  *check({ groups }) {
    for (const [index, group] of groups.entries()) {
      for (const other of groups.slice(0, index)) {
        // A member of both tells them apart by their interfaces, or has a finding of its own.
        if (group.some(({ member }) => other.some((one) => one.member === member))) continue;
        for (const own of group) {
          const clash = other.find(({ instance }) => share(instance, own.instance));
          if (clash === undefined) continue;
          yield {
            member: own.member,
            position: placeOf(own, "virtual_router_id"),
            ...(arePeers(clash.instance, own.instance) ? { severity: "error" as const } : {}),
            message: `${own.instance.name} of ${own.member.name} and ${clash.instance.name} of ${clash.member.name} both use ${own.instance.vrid}, with nothing else in common.`,
            related: [
              { member: clash.member, position: placeOf(clash, "virtual_router_id"), message: "the same number here" },
            ],
          };
          break;
        }
      }
    }
  },
});

/** Unicast instances hear only their peers. */
function share(a: Parameters<typeof arePeers>[0], b: Parameters<typeof arePeers>[0]): boolean {
  if (a.vrid === undefined || a.vrid !== b.vrid || a.family !== b.family) return false;
  const unicast = [a, b].filter(({ unicast: { peers } }) => peers.length > 0).length;
  return unicast === 0 || (unicast === 2 && arePeers(a, b));
}

const setVersion = setRule({
  id: "set-version",
  severity: "error",
  title: "Members speak different versions of VRRP",
  why: "keepalived drops adverts of another version. Measured: two masters; `keepalived -t` answers 0 on each.",
  fix: "Write the same vrrp_version on all members; without it keepalived speaks 2.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      const [a, b] = [pair[0].instance.version, pair[1].instance.version];
      if (a !== b) yield differs(pair, "the version", [String(a), String(b)], ["version", "vrrp_version"]);
    }
  },
});

const setAdvertInterval = setRule({
  id: "set-advert-interval",
  severity: "error",
  title: "Members have different advert intervals",
  why: "In version 2 a backup drops adverts of another interval. Measured: two masters. In version 3 it takes the master's interval over, so that the time to a takeover depends on who is master.",
  fix: "Write the same advert_int on all members.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      const [a, b] = [pair[0].instance, pair[1].instance];
      if (a.advertSeconds === b.advertSeconds) continue;
      const violation = differs(pair, "advert_int", [`${a.advertSeconds} s`, `${b.advertSeconds} s`], ["advert_int"]);
      yield a.version === 3 && b.version === 3 ? { ...violation, severity: "warning" } : violation;
    }
  },
});

const setDownTimer = setRule({
  id: "set-down-timer",
  severity: "error",
  title: "Members wait for different numbers of adverts",
  why: "keepalived demands the same on all. The member with the lower number takes over first, whatever its priority: with 3 instead of 9 at 0.1 s it takes over without any failure, 6 times a minute at 30 % loss, where the others hold for 9.",
  fix: "Write the same down_timer_adverts on all members. Before 2.2.3 keepalived does not know it and waits for 3.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      const [a, b] = [pair[0].instance.downTimer, pair[1].instance.downTimer];
      const keywords = ["down_timer_adverts", "vrrp_down_timer_adverts"];
      if (a !== b) yield differs(pair, "down_timer_adverts", [String(a), String(b)], keywords);
    }
  },
});

const setAuthentication = setRule({
  id: "set-authentication",
  severity: "error",
  title: "Members authenticate differently",
  why: "keepalived drops adverts with another password, with one where it has none, or without one. Measured: two masters; `keepalived -t` answers 0 on each.",
  fix: "Write the same authentication on all members, or none.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      const [first, second] = pair;
      // Version 3 ignores the block, which is a finding of its own.
      if (first.instance.version === 3 || second.instance.version === 3) continue;
      const [a, b] = [first, second].map(({ instance: { authentication } }) => authentication);
      const types = [a?.type ?? "none", b?.type ?? "none"] as const;
      if (types[0] !== types[1]) yield differs(pair, "the authentication", types, ["authentication"]);
      else if (a?.password.slice(0, 8) !== b?.password.slice(0, 8)) {
        // A password is never shown.
        yield differs(pair, "the password", ["one", "another"], ["authentication"]);
      }
    }
  },
});

const setMulticastGroup = setRule({
  id: "set-multicast-group",
  severity: "error",
  title: "Members send to different multicast groups",
  why: "They do not hear each other: each is master.",
  fix: "Write the same vrrp_mcast_group4, vrrp_mcast_group6 and mcast_dst_ip on all members, or none.",
  configTest: 0,
  *check({ groups }) {
    for (const pair of pairs(groups)) {
      if (pair.some(({ instance }) => instance.unicast.peers.length > 0)) continue;
      const [a, b] = pair.map(({ instance, member }) => {
        const common = instance.family === 4 ? "vrrp_mcast_group4" : "vrrp_mcast_group6";
        const usual = instance.family === 4 ? "224.0.0.18" : "ff02::12";
        return valueOf(instance.settings.last("mcast_dst_ip")) ?? valueOf(member.config.globals.last(common)) ?? usual;
      });
      if (a === undefined || b === undefined || a === b) continue;
      yield differs(pair, "the multicast group", [a, b], ["mcast_dst_ip", "vrrp_mcast_group4", "vrrp_mcast_group6"]);
    }
  },
});

export const setProtocolRules = [
  setVrid,
  setVridReused,
  setVersion,
  setAdvertInterval,
  setDownTimer,
  setAuthentication,
  setMulticastGroup,
];
