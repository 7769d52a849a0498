/** Carrying out a group's steps, stage by stage, and taking back what a create did itself. */
import { unlessStopped } from "../../http/wait";
import { describeStep } from "./group-steps";
import type { Stage, Step } from "./group-steps";
import type { LanEntries } from "./lan-entries";
import type { LanGroup } from "./lan-group";
import { isRefusal } from "./nic-addresses";
import type { NicAddresses } from "./nic-addresses";
import type { Snapshot, Snapshots } from "./snapshot";

export interface Tools {
  readonly snapshots: Snapshots;
  readonly lanEntries: LanEntries;
  readonly nicAddresses: NicAddresses;
}

export interface Job {
  readonly tools: Tools;
  readonly group: LanGroup;
  readonly snapshot: Snapshot;
  /** The contract's own addresses. */
  readonly reserved: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** A step that was carried out, with the addresses that its NIC had before. */
export interface Done {
  readonly step: Step;
  readonly before: readonly string[];
}

/** Carries out all stages and waits for the second looks. `done` grows on the way, so that it is there after a failure. */
export async function carryOut(job: Job, stages: readonly Stage[], done: Done[]): Promise<void> {
  const checks: Promise<void>[] = [];
  const settled = () =>
    unlessStopped(
      Promise.all(checks),
      job.signal,
      `making sure of the failover group of ${job.group.ip}`,
      "everything was written, the second look at it is due",
    );

  async function run(step: Step): Promise<void> {
    const { verified, before = [] } = await execute(job, step).catch(async (error: unknown) => {
      // The refusal may be due to another writer's list, which the second look puts right.
      if (checks.length === 0 || !isRefusal(error)) throw error;
      await settled();
      return execute(job, step);
    });
    if (verified) checks.push(verified);
    done.push({ step, before });
  }

  for (const stage of stages) {
    const results = await Promise.allSettled(stage.map(run));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason as Error;
  }
  await settled();
}

async function execute(
  { tools, group: { network }, snapshot, reserved, signal }: Job,
  step: Step,
): Promise<{ readonly verified?: Promise<void>; readonly before?: readonly string[] }> {
  const { snapshots, lanEntries, nicAddresses } = tools;
  const { datacenterId } = network;
  snapshots.markWritten(datacenterId);
  try {
    if (step.do === "register") return await lanEntries.edit(network, { ip: step.ip, nic: step.nic }, signal);
    if (step.do === "unregister") return await lanEntries.edit(network, { ip: step.ip, nic: null }, signal);
    const serverId = snapshot.nics.get(step.nic)?.serverId;
    if (serverId === undefined) throw new Error(`NIC ${step.nic} is not in data centre ${datacenterId} any more.`);
    const nic = { datacenterId, serverId, nicId: step.nic };
    const { ip } = step;
    if (step.do === "take") return await nicAddresses.edit(nic, { take: ip }, signal);
    const { role, replacing } = step;
    const swap = replacing === undefined ? {} : { replacing };
    return await nicAddresses.edit(nic, { put: ip, role, reserved, ...swap }, signal);
  } finally {
    // A reading that began while the change was under way may show either.
    snapshots.markWritten(datacenterId);
  }
}

/** Undoes a create's own steps, last first; what was there before stays. Answers what could not be undone. */
export async function undo(job: Job, done: readonly Done[]): Promise<readonly Step[]> {
  const left: Step[] = [];
  for (const { step, before } of [...done].reverse()) {
    const inverse: Step | undefined =
      step.do === "put" && !before.includes(step.ip)
        ? { do: "take", nic: step.nic, ip: step.ip }
        : step.do === "register"
          ? { do: "unregister", ip: step.ip }
          : undefined;
    if (inverse) await execute(job, inverse).catch(() => left.push(step));
  }
  return left;
}

/** The error, with what a create could not take back. */
export function leftBehind(error: unknown, left: readonly Step[]): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  if (left.length === 0) return cause;
  const list = left.map((step) => describeStep(step, (nic) => `NIC ${nic}`)).join("; ");
  const message = `${cause.message} Left behind, and taken up by the next apply: ${list}.`;
  return Object.assign(new Error(message, { cause }), { name: cause.name });
}
