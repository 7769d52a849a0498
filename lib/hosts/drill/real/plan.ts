/** A drill on real hosts: what would be done, before anything is. */
import { range, seconds } from "../report/wording";
import type { MsRange } from "../journal";

export interface RealPlan {
  readonly group: string;
  readonly address: string;
  /** Of a TCP service that answers there; left out: ICMP is all that is asked. */
  readonly port?: number;
  readonly members: readonly RealMember[];
  readonly inject: string;
  readonly recover: string;
  /** Whether another member should hold the address afterwards. */
  readonly takeover: boolean;
  readonly runs: number;
  readonly holdMs: number;
  readonly watchMs: number;
  /** After the injection, when nothing has been recovered by then. */
  readonly deadManMs: number;
  readonly promised?: MsRange;
}

export interface RealMember {
  readonly name: string;
  /** A command whose first word of output is the VRRP state: MASTER, BACKUP, FAULT or STOP. */
  readonly state: string;
}

/**
 * For people to read before they say yes.
 * @param missing what the plan still lacks to be carried out
 */
export function planText(plan: RealPlan, missing?: string): string {
  const { group, address, port, members, runs, promised } = plan;
  const probes = [...(port === undefined ? [] : [`TCP port ${port} twenty times a second`]), "ICMP"].join(" and ");
  return [
    `Drill of ${group} on its hosts: nothing has been done yet.`,
    "",
    `  1. Lock this group against a second drill from this machine.`,
    `  2. Ask every member for its state; go on only with one MASTER, all others BACKUP, and ${address} answering:`,
    ...members.map(({ name, state }) => `       ${name}: ${state}`),
    `  3. Probe ${address}: ${probes}.`,
    `  4. Arm the recovery: it runs by itself ${seconds(plan.deadManMs)} after the injection, or at once when this`,
    "     program dies, whatever of. It runs on this machine: if this machine loses its network or its power, nothing",
    "     recovers. Let the injected command end by itself on the host, if that can happen to you.",
    `  5. Inject:  ${plan.inject}`,
    `  6. Wait until ${plan.takeover ? "another member is MASTER" : "the time is over"}, at most ${seconds(plan.holdMs)}.`,
    `  7. Recover: ${plan.recover}`,
    `  8. Watch for ${seconds(plan.watchMs)}.`,
    ...(runs > 1 ? [`  9. All of it ${runs} times.`] : []),
    "",
    ...(promised ? [`Clients should be without an answer for ${range(promised)}.`] : []),
    ...(missing === undefined ? [] : [`It cannot be done like this. ${missing}`]),
    `To do it: the same command with --yes-production ${group}`,
  ].join("\n");
}
