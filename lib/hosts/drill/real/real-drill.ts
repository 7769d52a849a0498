/** Strikes real hosts with the user's commands, and always recovers them. */
import { packageVersion } from "../../../version";
import { CancelledError, pause } from "../../../http/wait";
import { monotonicMs } from "../clock";
import type { FaultKind } from "../fault/fault";
import { journalVersion } from "../journal";
import type { Drill, Journal, Limits, Run } from "../journal";
import { LabWatch } from "../lab/watch";
import { runOf } from "../measure/run";
import { observe } from "../probe/observer";
import type { Observations } from "../probe/observer";
import type { ViewSpec } from "../probe/probe";
import { failuresOf, summaryOf } from "../verdict";
import { armDeadMan } from "./dead-man";
import { followStates, stateOf } from "./member-states";
import type { RealPlan } from "./plan";
import { runShell } from "./shell";

export interface RealDrillOptions {
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** The file of the process that recovers in this one's place. */
  readonly deadMan?: string;
}

/** Something is not well before the drill, so that nothing was struck. */
export class UnhealthyError extends Error {}

const baselineMs = 1000;
const steadyMs = 2000;
const recoveryAttempts = 3;
const commandMs = 60_000;

export async function drillRealHosts(plan: RealPlan, options: RealDrillOptions): Promise<Journal> {
  const startedAt = new Date().toISOString();
  const kind = kindOf(plan);
  const runs: Run[] = [];
  let aborted: string | undefined;
  let notRecovered = false;
  for (let number = 1; number <= plan.runs && aborted === undefined; number++) {
    try {
      runs.push(await strike(plan, kind, number, options));
    } catch (error) {
      if (error instanceof UnhealthyError && number === 1) throw error;
      notRecovered = error instanceof NotRecoveredError;
      aborted = error instanceof CancelledError ? "interrupted" : (error as Error).message;
    }
  }
  const drill: Drill = {
    fault: "command",
    what: kind.what,
    recovery: kind.recovery,
    runs,
    discarded: [],
    summary: summaryOf(runs),
    failures: failuresOf(kind, runs, options.limits),
    ...(aborted !== undefined && { aborted }),
    ...(notRecovered && { notRecovered }),
  };
  return {
    journal: journalVersion,
    version: packageVersion,
    mode: "hosts",
    group: plan.group,
    addresses: [plan.address],
    members: plan.members.map(({ name }) => name),
    startedAt,
    seed: 0,
    limits: options.limits,
    notes: [
      "The fault is at the moment at which its command was started; members were asked for their states a few times a second.",
    ],
    drills: [drill],
    interrupted: options.signal.aborted,
  };
}

class NotRecoveredError extends Error {}

/** A command may hold credentials: its first word has to do. */
function kindOf({ inject, recover, takeover }: RealPlan): FaultKind {
  const word = (command: string) => command.trim().split(/\s+/)[0] ?? "";
  return {
    what: `the command given with --inject (${word(inject)} …)`,
    recovery: `the command given with --recover (${word(recover)} …)`,
    strikes: "network",
    takeover,
    divides: false,
  };
}

async function strike(plan: RealPlan, kind: FaultKind, number: number, options: RealDrillOptions): Promise<Run> {
  const { group, members, takeover } = plan;
  const { signal, progress } = options;
  const target = await healthyMaster(plan);
  const watch = new LabWatch();
  const watching = new AbortController();
  const views = viewsOf(plan);
  const begunAt = monotonicMs();
  const stop = observe(views);
  let observations: Observations | undefined;
  followStates(group, members, watch.hear, watching.signal);
  try {
    await pause(baselineMs, signal, "probing before the fault");
    const deadMan = await armDeadMan(plan.recover, plan.deadManMs, options.deadMan);
    progress(`run ${number}: ${target} is MASTER; injecting`);
    const injectedAt = monotonicMs();
    const injection = runShell(plan.inject, plan.holdMs);
    let recoveredAt: number;
    try {
      if (takeover) {
        const others = () => watch.masters([group]).some((name) => name !== target);
        if (await watch.until(others, plan.holdMs, signal)) await pause(steadyMs, signal, "watching the new holder");
      } else await pause(plan.holdMs, signal, "the fault lasts");
    } finally {
      recoveredAt = monotonicMs();
      await recover(plan, progress);
      // Only now: as long as nothing is recovered it is the last resort.
      await deadMan.disarm();
    }
    const { code, complaint } = await injection;
    if (code !== 0) progress(`run ${number}: the injected command ended with ${code ?? "no code"}: ${complaint}`);
    await pause(plan.watchMs, signal, "watching the recovered group");
    watching.abort();
    const endedAt = monotonicMs();
    observations = await stop();
    return runOf({
      ...{ number, seed: 0, fault: kind, target, members: members.map(({ name }) => name), instances: [group] },
      ...{ begunAt, injectedAt, recoveredAt, endedAt, views, judgedBy: views[0]?.id ?? "", events: watch.events },
      observations,
    });
  } finally {
    watching.abort();
    if (!observations) await stop();
  }
}

/** @throws UnhealthyError that names each member which is not well */
async function healthyMaster({ group, members, address, port }: RealPlan): Promise<string> {
  const states = await Promise.all(members.map(async (member) => [member.name, await stateOf(member)] as const));
  const masters = states.filter(([, state]) => state === "MASTER").map(([name]) => name);
  const unwell = states.filter(([, state]) => state !== "MASTER" && state !== "BACKUP");
  const [master] = masters;
  if (master === undefined || masters.length > 1 || unwell.length > 0) {
    const told = states.map(([name, state]) => `${name} ${state ?? "says nothing"}`).join(", ");
    throw new UnhealthyError(
      `${group} is not well, so nothing was struck: one member has to be MASTER and all others BACKUP, but ${told}.`,
    );
  }
  const stop = observe(viewsOf({ address, ...(port !== undefined && { port }) }));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { probes } = await stop();
  const [main] = Object.values(probes);
  if (main?.unmeasured !== undefined) throw new UnhealthyError(`${address} cannot be probed: ${main.unmeasured}.`);
  const attempts = main?.attempts ?? [];
  if (attempts.length === 0 || attempts.some(([, answeredAt]) => answeredAt === null)) {
    throw new UnhealthyError(`${address} does not answer every attempt already, so nothing was struck.`);
  }
  return master;
}

/** The first one is what outages are judged by. */
function viewsOf({ address, port }: Pick<RealPlan, "address" | "port">): readonly ViewSpec[] {
  const icmp = {
    id: "icmp",
    title: "ICMP echo",
    kind: "icmp",
    address,
    port: 0,
    intervalMs: 200,
    timeoutMs: 1000,
  } as const;
  if (port === undefined) return [icmp];
  const tcp = { address, port, timeoutMs: 1000 } as const;
  return [
    { ...tcp, id: "connect", title: "TCP connect, 1 s at most", kind: "connect", intervalMs: 50 },
    { ...tcp, id: "blocking", title: "TCP connect, kernel retries", kind: "blocking", intervalMs: 200 },
    icmp,
  ];
}

async function recover({ recover: command }: RealPlan, progress: (text: string) => void): Promise<void> {
  for (let attempt = 1; attempt <= recoveryAttempts; attempt++) {
    progress("recovering");
    const { code, complaint } = await runShell(command, commandMs);
    if (code === 0) return;
    progress(`the recovery ended with ${code ?? "no code"}: ${complaint}`);
  }
  throw new NotRecoveredError(
    `the recovery failed ${recoveryAttempts} times; a process of its own goes on trying. Look after the members now`,
  );
}
