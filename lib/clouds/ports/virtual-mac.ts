/** A MAC address that addresses of one dedicated server share, for the virtual machine behind them. */
import type { Diagnostic } from "../diagnostic";

export type VirtualMacType = "ovh" | "vmware";

export interface VirtualMacSpec {
  /** Without masks; at least one. */
  readonly addresses: readonly string[];
  readonly type: VirtualMacType;
  /** The virtual machine's. */
  readonly name: string;
}

/** What the state says of an existing one. */
export interface VirtualMacRecord {
  readonly addresses: readonly string[];
  /** Undefined when it is only being imported. */
  readonly mac: string | undefined;
}

export interface VirtualMacObservation extends VirtualMacSpec {
  readonly mac: string;
  /** Where the addresses are routed to. */
  readonly server: string;
}

export interface VirtualMacPort {
  /**
   * What stands in the way, told before anything is written. Addresses that are not known yet are left out; those that
   * are `routed` are where they belong by the time that this is applied.
   */
  preflight(
    spec: VirtualMacSpec,
    prior: VirtualMacRecord | undefined,
    options: { readonly routed: readonly string[] },
    signal: AbortSignal,
  ): Promise<readonly Diagnostic[]>;
  /** Undefined only when none of the addresses has a virtual MAC, by the cloud's own word. */
  read(record: VirtualMacRecord, signal: AbortSignal): Promise<VirtualMacObservation | undefined>;
  /** It is to be replaced: what is planned in its stead finds it gone. */
  replaces(record: VirtualMacRecord): void;
  /** Makes it, or goes on with what an earlier try left behind. Undoes its own steps when it fails. */
  create(spec: VirtualMacSpec, signal: AbortSignal): Promise<VirtualMacObservation>;
  /** Gives it exactly these addresses, in place: the MAC stays. */
  change(record: VirtualMacRecord, spec: VirtualMacSpec, signal: AbortSignal): Promise<VirtualMacObservation>;
  /** Takes it from the recorded addresses. What is gone already is done. */
  remove(record: VirtualMacRecord, signal: AbortSignal): Promise<void>;
}
