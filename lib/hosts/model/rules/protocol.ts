/** Rules of VRRP and of what the members' keepalived knows of it. */
import { firstVersionWith, keepalivedKnows } from "../keepalived-version";
import type { HaCheck, HaGroup } from "../model";
import { isIpv6 } from "../place";
import { groupError, groupWarning, type Rule } from "./rule";

export const protocolRules: readonly Rule[] = [downTimerIsKnown, fractionsAreKnown, bearsLoss, families, everywhere];

const CUSTOMARY_DOWN_TIMER = 3;

/** A member that does not know the keyword would use 3 adverts and take over while the others still wait. */
function downTimerIsKnown(group: HaGroup) {
  const { downTimer, advertInterval } = group.timing;
  if (downTimer === CUSTOMARY_DOWN_TIMER) return [];
  return [...group.members.values()]
    .filter(({ keepalivedVersion }) => !keepalivedKnows(keepalivedVersion, "down_timer_adverts"))
    .map(({ name, keepalivedVersion }) => {
      const sameTime = Math.ceil((downTimer * advertInterval.ms) / CUSTOMARY_DOWN_TIMER / 10) * 10;
      const message =
        `down_timer ${downTimer} needs keepalived ${firstVersionWith("down_timer_adverts")} on every member, and ${name} ` +
        `has ${keepalivedVersion}, which would count to 3. Set down_timer to 3 and advert_interval to ` +
        `"${sameTime}ms" for about the same time, or upgrade ${name}.`;
      return groupError(group, ["down_timer"], message);
    });
}

function fractionsAreKnown(group: HaGroup) {
  const { checks, gateway } = group.tracking;
  const paced: readonly (readonly [path: readonly string[], pace: Partial<HaCheck>])[] = [
    ...checks.map((check) => [["checks", check.name], check] as const),
    ...(group.readyCheck ? [[["ready_check"], group.readyCheck] as const] : []),
    ...(gateway ? [[["gateway"], { interval: gateway.interval }] as const] : []),
  ];
  const old = [...group.members.values()].find(
    ({ keepalivedVersion }) => !keepalivedKnows(keepalivedVersion, "script_interval_fraction"),
  );
  if (!old) return [];
  return paced.flatMap(([path, pace]) =>
    (["interval", "timeout"] as const).flatMap((what) => {
      const duration = pace[what];
      if (!duration || duration.ms % 1000 === 0) return [];
      const message =
        `${what} is ${duration.toString()}. keepalived before ${firstVersionWith("script_interval_fraction")} ignores ` +
        `fractions of a second here, and ${old.name} has ${old.keepalivedVersion}. Use whole seconds.`;
      return [groupError(group, [...path, what], message)];
    }),
  );
}

/** Measured at three adverts of 0.1 s: four false takeovers a minute where a fifth of the packets was lost. */
function bearsLoss(group: HaGroup) {
  const { advertInterval, downTimer } = group.timing;
  if (advertInterval.ms >= 1000 || downTimer >= 6 || downTimer * advertInterval.ms >= 900) return [];
  const message =
    `A backup takes over after ${downTimer} lost adverts of ${advertInterval.toString()}, which a little packet loss ` +
    "does by itself. Wait for 6 at least, as the profile fast does.";
  return [groupWarning(group, ["down_timer"], message)];
}

/** One instance carries one family, and IPv6 needs version 3. */
function families(group: HaGroup) {
  const needs6 =
    isIpv6(group.anchor) || (group.dualStack === "sync-group" && group.addresses.some((one) => isIpv6(one)));
  if (!needs6) return [];
  const without = [...group.members.values()].filter(({ heartbeat }) => heartbeat.address6 === undefined);
  return [
    ...(group.vrrpVersion === 2
      ? [groupError(group, ["vrrp_version"], "VRRP version 2 has no IPv6. Leave vrrp_version out.")]
      : []),
    ...without.map(({ name }) =>
      groupError(
        group,
        ["members", name],
        `An instance for IPv6 sends its adverts over IPv6, and ${name} has no heartbeat.address6. Add it` +
          (isIpv6(group.anchor) ? "." : ', or leave dual_stack "excluded".'),
      ),
    ),
  ];
}

function everywhere(group: HaGroup) {
  if (group.presence === "holder" || !group.addresses.includes(group.anchor)) return [];
  const message =
    'presence is "everywhere", so all members have the addresses and none of them can tell who the master is. Set ' +
    "anchor to a free address of the heartbeats' network, which moves instead.";
  return [groupError(group, ["anchor"], message)];
}
