/** In which state a member was, from its own words. */
import type { LaneState } from "../journal";
import type { LabEvent, VrrpState } from "../lab/wire";
import type { Span } from "./spans";

const laneOf: Readonly<Record<VrrpState, LaneState>> = {
  MASTER: "master",
  BACKUP: "backup",
  FAULT: "fault",
  STOP: "down",
};
/** Of several instances the one that says most. */
const rank: readonly LaneState[] = ["fault", "master", "backup"];

export function laneStates(
  member: string,
  events: readonly LabEvent[],
  fromMs: number,
  toMs: number,
): readonly (Span & { readonly state: LaneState })[] {
  const spans: (Span & { state: LaneState })[] = [];
  const instances = new Map<string, LaneState>();
  let state: LaneState = "down";
  let since = fromMs;
  const close = (at: number) => {
    if (at > since) spans.push({ state, fromMs: since, toMs: at });
    since = Math.max(since, at);
  };
  for (const event of events) {
    if (event.member !== member || event.at > toMs) continue;
    if (event.kind === "state") instances.set(event.instance, laneOf[event.state]);
    else if (event.kind === "daemon" || event.kind === "power") instances.clear();
    const next = rank.find((candidate) => [...instances.values()].includes(candidate)) ?? "down";
    if (next === state) continue;
    close(event.at);
    state = next;
  }
  close(toMs);
  return spans;
}
