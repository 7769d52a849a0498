/** What a client tries over and over, and what came of it. */

export type ProbeKind = "udp" | "icmp" | "connect" | "blocking" | "stream";

export interface ProbeSpec {
  readonly id: string;
  readonly kind: ProbeKind;
  readonly address: string;
  readonly port: number;
  /** The client's own address to send from. */
  readonly from?: string;
  readonly intervalMs: number;
  /** An answer that takes longer is none. */
  readonly timeoutMs: number;
  /** Of TCP: the far side says who it is. Otherwise a connection is an answer. */
  readonly greets?: boolean;
}

/** A probe as it is told of. */
export interface ViewSpec extends ProbeSpec {
  readonly title: string;
  /** Set for a probe that goes to one member by its hardware address, whoever the neighbours' tables name. */
  readonly member?: string;
}

/** One attempt: begun at, answered at (null: never), and by whom. Milliseconds of the monotonic clock. */
export type Attempt = readonly [at: number, answeredAt: number | null, by: string | null];

export interface Observed {
  /** In the order of their beginning. */
  readonly attempts: readonly Attempt[];
  /** Of a stream: how many connections it took; 1 when the first one lived through everything. */
  readonly connections?: number;
  /** Why nothing could be measured. */
  readonly unmeasured?: string;
}

export interface RunningProbe {
  stop(): Promise<Observed>;
}
