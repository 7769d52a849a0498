/** Drills a group in labs, several of them side by side: most of a drill is waiting. */
import { packageVersion } from "../../version";
import { CancelledError } from "../../http/wait";
import { faults } from "./fault/fault";
import type { FaultName } from "./fault/fault";
import type { LossSettings } from "./fault/loss-pattern";
import { journalVersion } from "./journal";
import type { Drill, Journal, Limits, Run } from "./journal";
import type { LaunchOptions } from "./lab/launch";
import type { LabPlan } from "./lab/plan";
import type { Clients } from "./lab/views";
import { openSession } from "./lab-session";
import type { LabSession } from "./lab-session";
import { failuresOf, summaryOf } from "./verdict";

export interface LabSubject {
  readonly group: string;
  readonly plan: LabPlan;
  /** How long the members may take until one holds every address. */
  readonly settleMs: number;
  readonly advertMs: number;
  /** Whether anything notices that the service is down. */
  readonly isChecked: boolean;
  readonly promised: NonNullable<Journal["promised"]>;
  readonly notes: readonly string[];
  /** Programs that its members need besides the lab's own, with Debian's packages. */
  readonly programs: Readonly<Record<string, string>>;
}

export interface LabDrillOptions {
  readonly faults: readonly FaultName[];
  readonly runs: number;
  readonly atOnce: number;
  readonly seed: number;
  readonly target?: string;
  readonly loss: LossSettings;
  /** How long faults last; left out: as long as it takes to see what comes of them. */
  readonly holdMs?: number;
  readonly watchMs: number;
  readonly clients?: Clients;
  readonly limits: Limits;
  readonly launch: () => LaunchOptions;
  readonly signal: AbortSignal;
  /** Told of every run as it ends. */
  readonly progress?: (fault: FaultName, run: Run, discarded: string | undefined) => void;
}

export async function drillInLabs(subject: LabSubject, options: LabDrillOptions): Promise<Journal> {
  const startedAt = new Date().toISOString();
  const sessions = Array.from({ length: Math.min(options.atOnce, options.runs) }, () =>
    openSession(subject.plan, options.launch),
  );
  const drills: Drill[] = [];
  try {
    for (const fault of options.faults) {
      drills.push(await drill(fault, subject, options, sessions));
      if (options.signal.aborted) break;
    }
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
  return {
    journal: journalVersion,
    version: packageVersion,
    mode: "lab",
    group: subject.group,
    addresses: subject.plan.addresses.map(({ address }) => address),
    members: subject.plan.members.map(({ name }) => name),
    startedAt,
    seed: options.seed,
    limits: options.limits,
    promised: subject.promised,
    notes: subject.notes,
    drills,
    interrupted: options.signal.aborted,
  };
}

async function drill(
  fault: FaultName,
  subject: LabSubject,
  options: LabDrillOptions,
  sessions: readonly LabSession[],
): Promise<Drill> {
  const { seed, loss, target, signal, watchMs, clients } = options;
  const holdMs = options.holdMs ?? holdFor(fault, subject.promised);
  const settings = {
    fault,
    loss,
    holdMs,
    watchMs,
    settleMs: subject.settleMs,
    advertMs: subject.advertMs,
    ...(clients && { clients }),
  };
  const wanted = Array.from({ length: options.runs }, (_, index) => index + 1);
  // A prober that stands still spoils a run, and a machine on which it always does spoils the drill.
  let repetitions = options.runs + 2;
  const runs: Run[] = [];
  const discarded: string[] = [];
  let aborted: string | undefined;

  const work = async (session: LabSession) => {
    for (let number = wanted.shift(); number !== undefined; number = wanted.shift()) {
      if (aborted !== undefined) return;
      try {
        const request = { ...settings, number, seed: seed + number - 1, ...(target !== undefined && { target }) };
        const outcome = await session.run(request, signal);
        options.progress?.(fault, outcome.run, outcome.discarded);
        if (outcome.discarded === undefined) runs.push(outcome.run);
        else {
          discarded.push(`run ${number}: ${outcome.discarded}`);
          if (repetitions-- > 0) wanted.push(number);
        }
      } catch (error) {
        aborted ??= error instanceof CancelledError ? "interrupted" : (error as Error).message;
      }
    }
  };
  await Promise.all(sessions.map(work));
  runs.sort((a, b) => a.number - b.number);
  if (aborted === undefined && runs.length < options.runs) {
    aborted = `${options.runs - runs.length} of ${options.runs} runs could not be measured: this machine is too busy`;
  }
  const kind = faults[fault];
  return {
    fault,
    what: kind.what,
    recovery: kind.recovery,
    runs,
    discarded,
    summary: summaryOf(runs),
    failures: failuresOf(kind, runs, options.limits),
    ...(aborted !== undefined && { aborted }),
  };
}

/**
 * Where somebody takes over: until then, and for that at most twice the time that it should take. Members that are cut
 * off from each other are left so until a second round of announcements has gone out (after five seconds), because that
 * is when neighbours believe the wrong one. Loss shows what it does within half a minute.
 */
function holdFor(fault: FaultName, promised: LabSubject["promised"]): number {
  const takeoverMs = Math.max(promised.crash.toMs, promised.check?.toMs ?? 0);
  if (faults[fault].takeover) return 2 * takeoverMs + 3000;
  return faults[fault].divides ? takeoverMs + 7000 : 30_000;
}
