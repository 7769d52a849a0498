/** The events of a run, in order and in words. */
import type { TimelineEvent, View } from "../journal";
import type { LabEvent } from "../lab/wire";
import type { Seen } from "./run";

export function timelineOf(seen: Seen, events: readonly LabEvent[], main: View | undefined): readonly TimelineEvent[] {
  const { fault, target } = seen;
  const recoveredAtMs = seen.recoveredAt - seen.injectedAt;
  const from = seen.begunAt - seen.injectedAt;
  const member = fault.strikes === "member" ? { member: target } : {};
  const told: TimelineEvent[] = [
    { atMs: 0, kind: "fault", ...member, text: fault.what },
    { atMs: recoveredAtMs, kind: "recovery", ...member, text: fault.recovery },
    ...events.filter(({ at }) => at >= from).flatMap((event) => eventText(event) ?? []),
    ...(main?.outage.gaps ?? []).flatMap((gap): TimelineEvent[] => [
      { atMs: gap.fromMs, kind: "outage", text: "clients get their last answer" },
      ...(gap.toMs === undefined
        ? []
        : [{ atMs: gap.toMs, kind: "outage" as const, text: "clients get answers again" }]),
    ]),
  ];
  return told.sort((a, b) => a.atMs - b.atMs);
}

function eventText(event: LabEvent): TimelineEvent | undefined {
  const { at: atMs, member } = event;
  switch (event.kind) {
    case "state":
      return { atMs, kind: "state", member, text: `${event.instance} is ${event.state}` };
    case "address":
      return { atMs, kind: "address", member, text: `${event.held ? "has" : "gives up"} ${event.address}` };
    case "daemon":
      return { atMs, kind: "daemon", member, text: event.running ? "keepalived starts" : "keepalived has ended" };
    case "power":
    case "log":
      return undefined;
  }
}
