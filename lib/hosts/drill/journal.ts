/**
 * All that a drill did and saw: the single source of every report. Times of a run are milliseconds from the moment of
 * its fault; what was before is negative.
 */
import type { FaultName } from "./fault/fault";
import type { Outage } from "./measure/gaps";
import type { Span } from "./measure/spans";
import type { Statistics } from "./measure/statistics";

export const journalVersion = 1;

export interface Journal {
  readonly journal: typeof journalVersion;
  /** Of this package. */
  readonly version: string;
  readonly mode: "lab" | "hosts";
  readonly group: string;
  readonly addresses: readonly string[];
  readonly members: readonly string[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seed: number;
  readonly limits: Limits;
  /** By the arithmetic of VRRP, for comparison with what was measured. */
  readonly promised?: { readonly crash: MsRange; readonly stop: MsRange; readonly check?: MsRange };
  readonly notes: readonly string[];
  readonly drills: readonly Drill[];
  readonly interrupted: boolean;
}

export interface MsRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Limits {
  readonly maxOutageMs?: number;
  readonly maxSplitBrainMs?: number;
}

/** One fault, repeated. */
export interface Drill {
  readonly fault: FaultName | "command";
  /** What was done, in a sentence. */
  readonly what: string;
  readonly recovery: string;
  readonly runs: readonly Run[];
  /** Runs that measured the machine of the prober rather than the group. */
  readonly discarded: readonly string[];
  readonly summary: Summary;
  /** What is not as it should be; empty: passed. */
  readonly failures: readonly string[];
  /** Why it was not, or not wholly, carried out. */
  readonly aborted?: string;
  /** Somebody was struck, and the recovery did not work. */
  readonly notRecovered?: boolean;
}

export interface Summary {
  readonly outageMs?: Statistics;
  readonly detectionMs?: Statistics;
  readonly takeoverMs?: Statistics;
  readonly recoveryMs?: Statistics;
  readonly splitBrainMs?: Statistics;
  /** By the view's id: the longest outage of each run. */
  readonly views: Readonly<Record<string, Statistics>>;
}

export interface Run {
  readonly number: number;
  /** Of the fault's chances, such as which adverts are lost. */
  readonly seed: number;
  /** Who held the address, and was struck. */
  readonly target: string;
  /** The id of the view that outages are judged by: UDP through the router, or the probe of real hosts. */
  readonly judgedBy: string;
  /** From which moment of the watch on, and until when; the fault is at 0. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly recoveredAtMs: number;
  /** Longest time without an answer in the view that outages are judged by. */
  readonly outageMs: number;
  /** That time had not ended when the watch did. */
  readonly outageOpen: boolean;
  /** Until another member called itself master. */
  readonly detectionMs?: number;
  /** From there until it answered. */
  readonly takeoverMs?: number;
  /** From the recovery until one member answered, everybody reached it, and the struck one was back. */
  readonly recoveryMs?: number;
  readonly splitBrain: SplitBrain;
  /** Times that another member became master, the first takeover included. */
  readonly takeovers: number;
  /** Who answered at the end; more than one is a split brain, none an outage. */
  readonly holders: readonly string[];
  /** Views that reach nobody at the end, though a member holds the address and answers. */
  readonly blackHoled: readonly string[];
  readonly views: readonly View[];
  readonly lanes: readonly Lane[];
  readonly events: readonly TimelineEvent[];
}

/** Two members answering for the address at the same time. */
export interface SplitBrain {
  /** While the fault kept the members apart. */
  readonly dividedMs: number;
  /** While they could hear each other: this is what a limit is for. */
  readonly otherMs: number;
  readonly spans: readonly Span[];
}

/** What one kind of client saw. */
export interface View {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  /** The resolution. */
  readonly intervalMs: number;
  readonly attempts: number;
  readonly failed: number;
  readonly outage: Outage;
  /** Of a long-lived stream: 1 when the connection survived. */
  readonly connections?: number;
  readonly unmeasured?: string;
}

/** What became of a member in the course of a run. */
export interface Lane {
  readonly member: string;
  readonly states: readonly (Span & { readonly state: LaneState })[];
  readonly answers: readonly Span[];
}

export type LaneState = "master" | "backup" | "fault" | "down";

export interface TimelineEvent {
  readonly atMs: number;
  readonly kind: "fault" | "recovery" | "state" | "address" | "daemon" | "outage";
  readonly member?: string;
  readonly text: string;
}
