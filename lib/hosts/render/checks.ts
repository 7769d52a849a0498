/** The scripts that keepalived runs to see whether a member is fit. */
import { Duration } from "../model/duration";
import type { HaCheck, HaGroup, HaMember } from "../model/model";
import { gatewayName, instancesOf, readyName, scriptName } from "../model/names";
import { heartbeatInterface, publicInterface } from "../model/nic";
import { isIpv6 } from "../model/place";
import { gatewayTimeout } from "../model/promise";
import { ownStat } from "./events";
import { paths, stateFile } from "./paths";
import type { RenderedFile } from "./rendered-file";
import { quoted, script } from "./shell";
import { ownAddress, type MemberView } from "./view";

/** A script and how keepalived paces it. */
export interface CheckScript {
  /** Of the `vrrp_script` block. */
  readonly name: string;
  readonly pace: Pick<HaCheck, "interval" | "timeout" | "fall" | "rise">;
  readonly file: RenderedFile;
}

export function checkScripts(group: HaGroup, self: HaMember): readonly CheckScript[] {
  const { checks, gateway } = group.tracking;
  const make = (name: string, pace: CheckScript["pace"], lines: readonly string[]): CheckScript => {
    const full = scriptName(group, { name });
    return { name: full, pace, file: script(`check-${full}`, lines) };
  };
  return [
    ...checks.map((check) => make(check.name, check, [`exec ${commandLine(check)}`])),
    ...(gateway ? [make(gatewayName, gatewayPace(gateway), gatewayLines(gateway.address, self))] : []),
    ...(group.readyCheck ? [make(readyName, group.readyCheck, readyLines(group, group.readyCheck))] : []),
  ];
}

/**
 * Whether the member's own address is there. Without it nobody's adverts arrive, and keepalived does not notice: it would
 * hold the addresses beside the master, or, where it could not bind at its start, stay in FAULT for ever.
 */
export function heartbeatCheck({ self, groups }: MemberView): CheckScript {
  const families = new Set(groups.flatMap((group) => instancesOf(group).map(({ family }) => family)));
  const device = heartbeatInterface(self);
  const tests = [...families].sort().map((family) => {
    const address = ownAddress(self, family) ?? "";
    return `[ -n "$(ip -o address show dev ${device} to ${address})" ] || exit 1`;
  });
  return {
    name: "heartbeat",
    // A clear no counts at once. No answer is what a busy kernel gives, and for that nobody has to move.
    pace: { interval: Duration.seconds(1), timeout: Duration.seconds(5), fall: 1, rise: 1 },
    file: script("check-heartbeat", tests, "exit 0"),
  };
}

function commandLine({ command }: HaCheck): string {
  return command.map(quoted).join(" ");
}

function gatewayPace({ interval, fall }: NonNullable<HaGroup["tracking"]["gateway"]>): CheckScript["pace"] {
  return { interval, fall, timeout: gatewayTimeout, rise: 2 };
}

function gatewayLines(gateway: string, self: HaMember): readonly string[] {
  const device = publicInterface(self);
  if (isIpv6(gateway)) return [`exec ping -6 -q -c 1 -W 1 -I ${device} ${gateway}`];
  return [
    "# ARP asks without an address of its own, which a backup may lack, and is answered where ping is not.",
    `arping -D -c 1 -w 1 -I ${device} ${gateway} | grep -qi 'reply from'`,
  ];
}

/** Fails closed: whatever is not a clear yes keeps a member that is not the master from becoming it. */
function readyLines({ name }: HaGroup, check: HaCheck): readonly string[] {
  return [
    "# Whoever is the master stays it: the check is for those who might become it.",
    "is_master() {",
    ...ownStat.map((line) => `  ${line}`),
    "  parent=$4",
    `  read -r state _ _ keepalived _ < ${stateFile(name)} || return 1`,
    '  [ "$state" = MASTER ] && [ "$keepalived" = "$parent" ]',
    "} 2> /dev/null",
    "is_master && exit 0",
    "# The operator's word: touch this file to have the member promoted nevertheless. It is gone after a reboot.",
    `[ -e ${paths.states}/${name}.promote ] && exit 0`,
    `${commandLine(check)} && exit 0`,
    "# Promoted this very moment?",
    "sleep 0.2",
    "is_master",
  ];
}
