/** One lab with what it told so far: settles, is struck and recovers, run after run. */
import { pause } from "../../http/wait";
import { faults } from "./fault/fault";
import type { FaultName } from "./fault/fault";
import { labFault } from "./fault/lab-faults";
import type { LossSettings } from "./fault/loss-pattern";
import type { Run } from "./journal";
import { launchLab } from "./lab/launch";
import type { Lab, LaunchOptions } from "./lab/launch";
import type { LabPlan } from "./lab/plan";
import { labViews, mainView } from "./lab/views";
import type { Clients } from "./lab/views";
import { LabWatch } from "./lab/watch";
import { runOf } from "./measure/run";
import { monotonicMs } from "./clock";
import type { Stall } from "./probe/observer";
import type { Random } from "./random";
import { seededRandom } from "./random";

export interface RunRequest {
  readonly number: number;
  readonly seed: number;
  readonly fault: FaultName;
  /** Left out: whoever holds the address. */
  readonly target?: string;
  readonly loss: LossSettings;
  /** How long the fault lasts at most, until somebody has taken over; or exactly, where nobody should. */
  readonly holdMs: number;
  /** How long the group is watched after the recovery. */
  readonly watchMs: number;
  /** Until one member holds every address, from the start of all. */
  readonly settleMs: number;
  readonly clients?: Clients;
  /** The fault strikes at a random moment of it. */
  readonly advertMs: number;
}

export interface RunOutcome {
  readonly run: Run;
  /** Why it says nothing about the group. */
  readonly discarded?: string;
}

/** Before the fault, so that a view that never worked is told from one that was cut off. */
const baselineMs = 400;
/** A new holder has to keep the address for that long. */
const steadyMs = 500;
const edgeMs = 20;
/** For keepalived to read its configuration; whoever takes longer is waited for with all the others. */
const startMs = 3000;
/** Long enough for a few datagrams. */
const glanceMs = 50;

export interface LabSession {
  run(request: RunRequest, signal: AbortSignal): Promise<RunOutcome>;
  close(): Promise<void>;
}

/** The lab is built when it is first needed, and anew when it does not come to rest after a run. */
export function openSession(plan: LabPlan, launch: () => LaunchOptions): LabSession {
  let lab: Lab | undefined;
  let watch = new LabWatch();

  async function build(): Promise<Lab> {
    watch = new LabWatch();
    const built = await launchLab(plan, { ...launch(), event: watch.hear });
    // One after another, so that the election finds the same first holder each time.
    for (const { name: member } of plan.members) {
      await built.call("member", { member, action: "start" });
      await watch.until(() => watch.member(member).states.size > 0, startMs);
    }
    return built;
  }

  async function close(): Promise<void> {
    const open = lab;
    lab = undefined;
    await open?.close();
  }

  /** @returns the holder of all addresses */
  async function settle(timeoutMs: number, signal: AbortSignal): Promise<string> {
    if (lab && !(await isAtRest(lab, timeoutMs, signal))) await close();
    if (!lab) {
      lab = await build();
      if (!(await isAtRest(lab, timeoutMs, signal))) throw new Error(unsettled(plan, watch));
    }
    return watch.masters(plan.instances)[0] ?? "";
  }

  /** One member holds everything, and clients reach it. */
  async function isAtRest(open: Lab, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const until = monotonicMs() + timeoutMs;
    const settled = (ms: number) => watch.until(() => isSettled(plan, watch), ms, signal);
    if (!(await settled(timeoutMs))) return false;
    const started = Math.max(...plan.members.map(({ name }) => watch.member(name).startedAt));
    const delay = started + plan.startupDelayMs - monotonicMs();
    if (delay > 0) await pause(delay, signal, "waiting for a started member to take part");
    if (!(await settled(until - monotonicMs()))) return false;
    const probes = labViews(plan).filter(({ id }) => id === mainView);
    do {
      await open.call("observe", { probes });
      await pause(glanceMs, signal, "looking whether clients reach the group");
      const { probes: seen } = await open.call("observed", {});
      if (seen[mainView]?.attempts.some(([, answeredAt]) => answeredAt !== null)) return true;
    } while (monotonicMs() < until);
    return false;
  }

  async function run(request: RunRequest, signal: AbortSignal): Promise<RunOutcome> {
    const { fault: name } = request;
    const holder = await settle(request.settleMs, signal);
    if (!lab) throw new Error("the lab has ended");
    const target = request.target ?? holder;
    const random: Random = seededRandom(request.seed);
    const views = labViews(plan, request.clients);
    const fault = labFault(lab, name, target, {
      loss: request.loss,
      seed: request.seed,
      heardFirst: heardFirst(plan, request),
    });
    const begunAt = monotonicMs();
    await lab.call("observe", { probes: views });
    try {
      await pause(baselineMs + random() * request.advertMs, signal, "watching the group");
      const injectedAt = await fault.inject();
      let recoveredAt: number;
      try {
        await hold(name, target, request.holdMs, signal);
      } finally {
        recoveredAt = await fault.recover();
      }
      await pause(request.watchMs, signal, "watching the recovered group");
      const endedAt = monotonicMs();
      const observations = await lab.call("observed", {});
      const run = runOf({
        ...{ number: request.number, seed: request.seed, fault: faults[name], target },
        ...{
          members: plan.members.map((member) => member.name),
          begunAt,
          injectedAt,
          recoveredAt,
          endedAt,
          views,
          judgedBy: mainView,
        },
        ...{ observations, events: watch.events, instances: plan.instances },
      });
      return { run, ...(faults[name].takeover && stalledAtEdges(observations.stalls, injectedAt, run)) };
    } catch (error) {
      // Whatever state it is in: the next run gets a new one.
      await close();
      throw error;
    }
  }

  async function hold(name: FaultName, target: string, holdMs: number, signal: AbortSignal): Promise<void> {
    if (!faults[name].takeover) return pause(holdMs, signal, `the fault "${name}" lasts`);
    const first = plan.addresses[0]?.address ?? "";
    const taken = await watch.until(() => watch.holders(first).some((member) => member !== target), holdMs, signal);
    if (taken) await pause(steadyMs, signal, "watching the new holder");
  }

  return { run, close };
}

/** Everybody in turn. */
function heardFirst({ members }: LabPlan, { number }: RunRequest): string {
  return members[(number - 1) % members.length]?.name ?? "";
}

function isSettled({ members, instances, addresses }: LabPlan, watch: LabWatch): boolean {
  const [master, ...others] = watch.masters(instances);
  if (master === undefined || others.length > 0) return false;
  const isWell = members.every(({ name }) => {
    const { running, states } = watch.member(name);
    return running && instances.every((instance) => ["MASTER", "BACKUP"].includes(states.get(instance) ?? ""));
  });
  return isWell && addresses.every(({ address }) => watch.holders(address).join() === master);
}

function unsettled(plan: LabPlan, watch: LabWatch): string {
  const members = plan.members.map(({ name }) => {
    const { running, states, addresses } = watch.member(name);
    const state = [...states].map(([instance, value]) => `${instance} ${value}`).join(", ") || "no instance";
    return `${name}: ${running ? state : "keepalived is not running"}, holds ${[...addresses].join(", ") || "nothing"}`;
  });
  const lines = watch.events.flatMap((event) => (event.kind === "log" ? [`${event.member}: ${event.line}`] : []));
  const what = isSettled(plan, watch) ? "clients do not reach the holder" : "the members do not agree on one holder";
  return `Undisturbed, ${what}.\n${members.join("\n")}\nTheir last words:\n${lines.slice(-12).join("\n")}`;
}

/**
 * A prober that did not get to run at either end of the outage makes it look longer than it was. That matters when it
 * stood still for more than three of its intervals and for more than a tenth of what it measured.
 */
function stalledAtEdges(stalls: readonly Stall[], injectedAt: number, { views }: Run): Pick<RunOutcome, "discarded"> {
  const main = views.find(({ id }) => id === mainView);
  const worst = (main?.outage.gaps ?? []).flatMap(({ fromMs, toMs = Infinity }) =>
    stalls.filter(({ at, lengthMs }) => {
      const [from, to] = [at - injectedAt, at + lengthMs - injectedAt];
      const atEdge = [fromMs, toMs].some((edge) => from - edgeMs < edge && edge < to + edgeMs);
      return atEdge && lengthMs > (toMs - fromMs) / 10;
    }),
  );
  const longest = Math.max(0, ...worst.map(({ lengthMs }) => lengthMs));
  if (longest === 0) return {};
  return { discarded: `the prober itself stood still for ${Math.round(longest)} ms` };
}
