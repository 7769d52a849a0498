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
import { openSession } from "./lab-session";
import type { LabSession, SessionTimes } from "./lab-session";
import { failuresOf, summaryOf } from "./verdict";

export interface LabSubject {
  readonly group: string;
  readonly plan: LabPlan;
  readonly times: SessionTimes;
  readonly promised?: Journal["promised"];
  readonly notes: readonly string[];
}

export interface LabDrillOptions {
  readonly faults: readonly FaultName[];
  readonly runs: number;
  readonly atOnce: number;
  readonly seed: number;
  readonly target?: string;
  readonly loss: LossSettings;
  readonly limits: Limits;
  readonly launch: LaunchOptions;
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
    ...(subject.promised && { promised: subject.promised }),
    notes: subject.notes,
    drills,
    interrupted: options.signal.aborted,
  };
}

async function drill(
  fault: FaultName,
  { times }: LabSubject,
  options: LabDrillOptions,
  sessions: readonly LabSession[],
): Promise<Drill> {
  const { seed, loss, target, signal } = options;
  const wanted = Array.from({ length: options.runs }, (_, index) => index + 1);
  // A prober that stands still spoils a run, and a machine on which it always does spoils the drill.
  let repetitions = options.runs;
  const runs: Run[] = [];
  const discarded: string[] = [];
  let aborted: string | undefined;

  const work = async (session: LabSession) => {
    for (let number = wanted.shift(); number !== undefined; number = wanted.shift()) {
      if (aborted !== undefined) return;
      try {
        const request = {
          number,
          seed: seed + number - 1,
          fault,
          loss,
          times,
          ...(target !== undefined && { target }),
        };
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
