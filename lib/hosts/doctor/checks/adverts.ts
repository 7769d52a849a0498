/** Protocol 112 on the wire, in the light of who holds the address. */
import type { Instance } from "../../keepalived/config/instance";
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Advert, Capture } from "../capture";

/** How long to listen so that a living master is heard more than once. */
export function listeningSeconds(instances: readonly Instance[]): number {
  const longest = Math.max(0, ...instances.map(({ advertSeconds }) => advertSeconds));
  return Math.min(10, Math.max(1, Math.ceil(longest * 2.5)));
}

/** Another member, as far as it could be asked. */
export interface OtherMember {
  readonly name: string;
  readonly runs: boolean;
  readonly holds: boolean;
}

interface Seen {
  readonly sent: readonly Advert[];
  readonly heard: readonly Advert[];
}

export function advertChecks(
  instance: Instance,
  holder: boolean | undefined,
  captured: Capture | string,
  others: readonly OtherMember[],
): readonly Check[] {
  const named = { id: "adverts", subject: instance.name };
  if (typeof captured === "string") {
    const by = `tcpdump -i ${instance.interface ?? "any"} -n 'ip proto 112 or ip6 proto 112' as root`;
    return [
      open(
        { ...named, message: "Whether adverts of protocol 112 are sent and heard." },
        `${captured}; then by hand: ${by}`,
      ),
    ];
  }
  if (holder === undefined) {
    return [
      open(
        { ...named, message: "Whether adverts are sent and heard: it is unknown who holds the address." },
        "ip address show",
      ),
    ];
  }
  const own = captured.adverts.filter(
    ({ vrid, from }) => vrid === instance.vrid && from.includes(":") === (instance.family === 6),
  );
  const seen = {
    sent: own.filter(({ direction }) => direction === "out"),
    heard: own.filter(({ direction, from }) => direction === "in" && from !== instance.unicast.source?.address),
  };
  return holder ? asHolder(instance, seen, captured.seconds, others) : asBackup(instance, seen, captured.seconds);
}

const senders = (adverts: readonly Advert[]) =>
  [...new Map(adverts.map(({ from, priority }) => [from, `${from} (priority ${priority})`])).values()].join(", ");

function asHolder(
  instance: Instance,
  { sent, heard }: Seen,
  seconds: number,
  others: readonly OtherMember[],
): readonly Check[] {
  const named = { id: "adverts", subject: instance.name };
  const checks: Check[] = [];
  if (sent.length > 0) {
    checks.push(ok({ ...named, message: `Sends adverts: ${sent.length} in ${seconds} s.` }));
    checks.push(heardBy(named, others));
  } else {
    checks.push(
      problem(
        { ...named, message: `Holds the address and sent no advert in ${seconds} s.` },
        "error",
        "The others take over and hold it as well: the address is what a killed keepalived left behind, or keepalived stands still.",
        "Start keepalived again, or remove the address by hand.",
      ),
    );
  }
  if (heard.length > 0) {
    checks.push(
      problem(
        { ...named, message: `Holds the address and hears adverts of ${senders(heard)}.` },
        "error",
        "There are two masters: one of them does not hear or does not accept the other's adverts.",
        "Compare the members: ipfailover lint with all their files. Look for a firewall that drops protocol 112 behind tcpdump.",
      ),
    );
  }
  return checks;
}

/** A member that runs and is not master hears the master: it would take over otherwise. */
function heardBy(named: { readonly id: string; readonly subject: string }, others: readonly OtherMember[]): Check {
  const hearing = others.filter(({ runs, holds }) => runs && !holds).map(({ name }) => name);
  if (hearing.length > 0 && hearing.length === others.length) {
    return ok({ ...named, message: `Is heard by ${hearing.join(", ")}: keepalived runs there and stays backup.` });
  }
  return open(
    { ...named, message: "Whether the others hear them: this member sends, and nobody answers." },
    "run the doctor on the others too, or name them with --peer",
  );
}

function asBackup(instance: Instance, { sent, heard }: Seen, seconds: number): readonly Check[] {
  const named = { id: "adverts", subject: instance.name };
  if (sent.length > 0) {
    return [
      problem(
        { ...named, message: "Sends adverts without holding the address." },
        "error",
        "It became master and could not add the address, for want of a capability or because somebody removed it.",
        "Look into keepalived's log for netlink errors.",
      ),
    ];
  }
  const peers = new Set(instance.unicast.peers.map(({ address }) => address));
  const strangers = heard.filter(({ from }) => peers.size > 0 && !peers.has(from));
  const checks: Check[] = [];
  if (heard.length > strangers.length) {
    const known = heard.filter((advert) => !strangers.includes(advert));
    checks.push(ok({ ...named, message: `Hears adverts of ${senders(known)}, and stays backup.` }));
  } else {
    checks.push(
      problem(
        { ...named, message: `Hears no advert of a peer in ${seconds} s and is not master.` },
        "error",
        "Nobody holds the address, or this instance is in FAULT and would not take over.",
        "Look at the interface, at what is tracked and into keepalived's log; then at the firewall in between, for protocol 112.",
      ),
    );
  }
  if (strangers.length > 0) {
    checks.push(
      problem(
        { ...named, message: `Hears adverts of ${senders(strangers)}, which are no peers.` },
        "warning",
        "Another group in this LAN uses the same virtual router id, or a member is missing in the list of peers.",
        "Give each group its own virtual_router_id, and list all members as peers.",
      ),
    );
  }
  checks.push(
    open(
      { ...named, message: "Whether the others would hear this member: a backup sends nothing." },
      "run the doctor here once it is master, or drill a takeover with ipfailover drill",
    ),
  );
  return checks;
}
