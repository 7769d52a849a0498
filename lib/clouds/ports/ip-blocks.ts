/** Blocks of public addresses: reserved, or adopted from what the account has. */
import type { Draft } from "./draft";
import type { Diagnostic } from "../diagnostic";

export interface IpBlockSpec {
  readonly name: string;
  readonly location: string;
  readonly size: number;
}

/** A block as far as it is known while planning. */
export interface IpBlockDraft {
  readonly adopt: Draft<string | null>;
  /** Which of name, location and size are set. */
  readonly reserves: readonly string[];
  readonly description: Draft<string | null>;
}

export interface IpBlockObservation {
  readonly id: string;
  readonly name: string | undefined;
  readonly location: string | undefined;
  readonly size: number | undefined;
  readonly ips: readonly string[];
  /** What only some clouds tell. */
  readonly details?: IpBlockDetails;
}

export interface IpBlockDetails {
  readonly type: string;
  readonly country: string | null;
  readonly campus: string | null;
  readonly regions: readonly string[] | null;
  /** The service that it is routed to. */
  readonly routedTo: string | null;
  readonly description: string | null;
}

export interface IpBlockPort {
  /** Undefined only by the block's own 404. */
  read(id: string, signal: AbortSignal): Promise<IpBlockObservation | undefined>;
  /** Why an id to adopt names no block of the account, and what to do. */
  missing(id: string, signal: AbortSignal): Promise<string>;
  /** Absent where blocks are only adopted. */
  readonly reserving?: IpBlockReserving;
  /** Sets the description; absent where blocks have none. */
  describe?(id: string, description: string, signal: AbortSignal): Promise<void>;
}

export interface IpBlockReserving {
  /** What stands in the way of reserving, told before anything is written. */
  preflight(spec: IpBlockSpec, signal: AbortSignal): Promise<readonly Diagnostic[]>;
  /** Reserves, or finds the block that an earlier try reserved. A wait that runs out is a warning. */
  reserve(
    spec: IpBlockSpec,
    signal: AbortSignal,
  ): Promise<{ readonly block: IpBlockObservation; readonly diagnostics: readonly Diagnostic[] }>;
  rename(id: string, name: string, signal: AbortSignal): Promise<void>;
  /** Gives the block back. What is gone already is done. */
  release(id: string, signal: AbortSignal): Promise<void>;
}
