/** From what a lab's client and members saw to one run of the journal. */
import type { FaultKind } from "../fault/fault";
import type { Lane, Run, SplitBrain, View } from "../journal";
import type { LabEvent } from "../lab/wire";
import type { Observations } from "../probe/observer";
import type { Attempt, Observed, ViewSpec } from "../probe/probe";
import { gapsOf, outageOf, waitsOf } from "./gaps";
import { laneStates } from "./lanes";
import { answeringSpans, lengthWithin, overlaps } from "./spans";
import type { Span } from "./spans";
import { timelineOf } from "./timeline";

export interface Seen {
  readonly number: number;
  readonly seed: number;
  readonly fault: FaultKind;
  readonly target: string;
  readonly members: readonly string[];
  /** Moments of the monotonic clock. */
  readonly begunAt: number;
  readonly injectedAt: number;
  readonly recoveredAt: number;
  readonly endedAt: number;
  readonly views: readonly ViewSpec[];
  /** The id of the view that outages are judged by. */
  readonly judgedBy: string;
  readonly observations: Observations;
  /** The VRRP instances that move the address. */
  readonly instances: readonly string[];
  /** All of the lab's events from its beginning on. */
  readonly events: readonly LabEvent[];
}

/** An outage that is as short as this is no reason to call a waiting connection late. */
const patienceMs = 100;
/** Whoever is silent for this long at the end of the watch is cut off. */
const silenceMs = 500;

export function runOf(seen: Seen): Run {
  const { injectedAt, recoveredAt, target } = seen;
  const fromMs = seen.begunAt - injectedAt;
  const toMs = seen.endedAt - injectedAt;
  const recoveredAtMs = recoveredAt - injectedAt;
  const attemptsOf = (view: ViewSpec) => shifted(observedOf(seen, view).attempts, injectedAt);
  const clients = seen.views.filter(({ member }) => member === undefined);
  const views = clients.map((view) => viewOf(view, observedOf(seen, view), attemptsOf(view), toMs));
  const main = views.find(({ id }) => id === seen.judgedBy);
  const events = seen.events
    .filter((event) => event.kind !== "state" || seen.instances.includes(event.instance))
    .map((event) => ({ ...event, at: event.at - injectedAt }));
  const answers = new Map(
    seen.members.map((member) => {
      const direct = seen.views.find((view) => view.member === member);
      if (direct) return [member, answeringSpans(attemptsOf(direct), toMs)] as const;
      // Nobody can be asked by itself: a member's word that it is the master has to do.
      const states = laneStates(member, events, fromMs, toMs);
      return [member, states.filter(({ state }) => state === "master")] as const;
    }),
  );
  const promotions = events.filter(
    (event) => event.kind === "state" && event.state === "MASTER" && event.member !== target && event.at >= 0,
  );
  const detected = promotions.find(({ at }) => at <= recoveredAtMs || !seen.fault.divides);
  const taken = detected && firstAnswer(answers.get(detected.member) ?? [], detected.at);
  const holders = [...answers].filter(([, spans]) => isLasting(spans, toMs)).map(([member]) => member);
  const recoveryMs = wholeAgain(seen, recoveredAtMs, toMs, views, answers, events);
  return {
    number: seen.number,
    seed: seen.seed,
    target,
    judgedBy: seen.judgedBy,
    fromMs,
    toMs,
    recoveredAtMs,
    outageMs: main?.outage.longestMs ?? 0,
    outageOpen: main?.outage.open ?? false,
    ...(detected && { detectionMs: detected.at }),
    ...(detected && taken !== undefined && { takeoverMs: taken - detected.at }),
    ...(recoveryMs !== undefined && { recoveryMs }),
    splitBrain: splitBrainOf([...answers.values()], seen.fault, recoveredAtMs, toMs),
    takeovers: promotions.filter((event) => event.kind === "state" && event.instance === seen.instances[0]).length,
    holders,
    blackHoled: holders.length === 0 ? [] : views.filter((view) => isCutOff(view, toMs)).map(({ title }) => title),
    views,
    lanes: seen.members.map((member): Lane => ({
      member,
      states: laneStates(member, events, fromMs, toMs),
      answers: answers.get(member) ?? [],
    })),
    events: timelineOf(seen, events, main),
  };
}

function observedOf({ observations }: Seen, { id }: ViewSpec): Observed {
  return observations.probes[id] ?? { attempts: [], unmeasured: "it was not watched" };
}

function shifted(attempts: readonly Attempt[], by: number): readonly Attempt[] {
  return attempts.map(([at, answeredAt, who]) => [at - by, answeredAt === null ? null : answeredAt - by, who]);
}

function viewOf(view: ViewSpec, observed: Observed, attempts: readonly Attempt[], toMs: number): View {
  const gaps = view.kind === "blocking" ? waitsOf(attempts, patienceMs) : gapsOf(attempts);
  return {
    id: view.id,
    title: view.title,
    address: view.address,
    intervalMs: view.intervalMs,
    attempts: attempts.length,
    failed: attempts.filter(([, answeredAt]) => answeredAt === null).length,
    outage: outageOf(gaps, toMs),
    ...(observed.connections !== undefined && { connections: observed.connections }),
    ...(observed.unmeasured !== undefined && { unmeasured: observed.unmeasured }),
  };
}

function firstAnswer(spans: readonly Span[], sinceMs: number): number | undefined {
  const span = spans.find(({ toMs }) => toMs > sinceMs);
  return span && Math.max(span.fromMs, sinceMs);
}

function isLasting(spans: readonly Span[], toMs: number): boolean {
  const last = spans.at(-1);
  return last !== undefined && last.toMs >= toMs - silenceMs;
}

/** Attempts at the very end have had no time for an answer. */
function isCutOff({ outage, unmeasured }: View, toMs: number): boolean {
  const last = outage.gaps.at(-1);
  return unmeasured === undefined && last !== undefined && last.toMs === undefined && toMs - last.fromMs > silenceMs;
}

function splitBrainOf(
  answers: readonly (readonly Span[])[],
  { divides }: FaultKind,
  recoveredAtMs: number,
  toMs: number,
): SplitBrain {
  const spans = overlaps(answers);
  const during = lengthWithin(spans, 0, recoveredAtMs);
  const after = lengthWithin(spans, recoveredAtMs, toMs);
  return { spans, dividedMs: divides ? during : 0, otherMs: divides ? after : during + after };
}

/** From the recovery on: the last moment at which something was not yet as it should be. */
function wholeAgain(
  { target }: Seen,
  recoveredAtMs: number,
  toMs: number,
  views: readonly View[],
  answers: ReadonlyMap<string, readonly Span[]>,
  events: readonly LabEvent[],
): number | undefined {
  const back = laneStates(target, events, recoveredAtMs, toMs);
  const well = back.at(-1);
  if (!well || !["master", "backup"].includes(well.state)) return undefined;
  const ends = views
    .filter(({ id, unmeasured }) => unmeasured === undefined && id !== "stream" && id !== "blocking")
    .flatMap(({ outage }) => outage.gaps.map((gap) => gap.toMs ?? Infinity));
  const doubles = overlaps([...answers.values()]).map((span) => span.toMs);
  const last = Math.max(recoveredAtMs, well.fromMs, ...ends, ...doubles);
  return last >= toMs ? undefined : last - recoveredAtMs;
}
