/** Members beside each other, as they are now. */
import type { Instance } from "../../keepalived/config/instance";
import { holds } from "../addresses";
import type { HostInterface } from "../addresses";
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Peer } from "../peers";

/** Members' clocks may differ by this much without anybody noticing. */
const CLOCK_TOLERANCE_SECONDS = 1;

export function peerChecks(peer: Peer): readonly Check[] {
  const named = { id: "peer", subject: peer.name };
  const daemon =
    peer.daemon === undefined
      ? problem(
          { ...named, message: `No keepalived runs on ${peer.name}.` },
          "error",
          "It takes nothing over when this member fails.",
          `systemctl start keepalived on ${peer.name}.`,
        )
      : ok({ ...named, message: `keepalived ${peer.version ?? ""} runs on ${peer.name} with ${peer.file}.` });
  return [daemon, clock(peer)];
}

function clock({ name, clockAhead, clockDoubt }: Peer): Check {
  const named = { id: "clock", subject: name };
  if (clockAhead === undefined)
    return open({ ...named, message: `Whether the clock of ${name} is right.` }, "date on both");
  const seconds = Number(Math.abs(clockAhead).toFixed(1));
  if (seconds <= CLOCK_TOLERANCE_SECONDS + clockDoubt)
    return ok({ ...named, message: `The clock of ${name} agrees with this one.` });
  return problem(
    { ...named, message: `The clock of ${name} is ${seconds} s ${clockAhead > 0 ? "ahead" : "behind"}.` },
    "warning",
    "Members' logs cannot be put side by side, and what ages by the clock, such as replication lag, is judged wrongly.",
    "Install chrony or systemd-timesyncd on both.",
  );
}

/** Who has the address, by each member's own word. */
export function holdersCheck(
  instance: Instance,
  members: readonly { readonly name: string; readonly interfaces?: readonly HostInterface[] | undefined }[],
): readonly Check[] {
  const [anchor] = instance.addresses;
  if (anchor === undefined || members.some(({ interfaces }) => interfaces === undefined)) return [];
  const named = { id: "holders", subject: anchor.address };
  const among = members.map(({ name }) => name).join(", ");
  const holders = members.filter(({ interfaces }) => holds(interfaces ?? [], anchor.address)).map(({ name }) => name);
  if (holders.length === 1)
    return [ok({ ...named, message: `Of ${among}, ${holders[0]} alone has ${anchor.address}.` })];
  return [
    problem(
      {
        ...named,
        message:
          holders.length === 0
            ? `None of ${among} has ${anchor.address}.`
            : `${holders.join(" and ")} have ${anchor.address}.`,
      },
      "error",
      holders.length === 0
        ? "The address is down, or a member that was not asked has it."
        : "There are two masters, or one member kept what it should have given up: clients change sides with each announcement.",
      "See the adverts and the linter's findings across members for why.",
    ),
  ];
}
